import Foundation
import Glibc
import Testing

/// Accidents that happen in today's consoles, with the real program on a real terminal.
@Suite(.serialized) struct `accidents of other consoles` {
  /// The list by what was spent, with the cursor on its first row.
  private func bySpending(_ store: ConsoleStore) throws -> LiveConsole {
    try store.spend(Sample.key, 300)
    try store.spend(Sample.other, 200)
    let console = try store.console()
    try console.wait(for: "300/500")
    console.pause()
    try console.press(":sort spent\r")
    try console.wait("the order") { _ in console.order.prefix(2) == [Sample.key, Sample.other] }
    try console.press("g")
    try console.wait("the cursor on the first row") { _ in console.chosen == Sample.key }
    return console
  }

  /// E1: btop's dialog named one process, the list was sorted anew beneath it, and Enter killed another.
  @Test func `E1 a card that is open while the list is sorted anew ends what it showed`() throws {
    let store = try ConsoleStore()
    let console = try bySpending(store)
    try console.press("  ")
    try console.wait(for: "2 marked")
    try console.press("X")
    try console.wait(for: "2 sessions")
    try store.spend(ConsoleStore.third, 450)
    try console.wait("the third on top", 30) { _ in console.order.first == ConsoleStore.third }
    try console.press("Y")
    try console.wait(for: "2 sessions revoked")
    #expect(try store.states() == ["revoked", "revoked", "active"])
  }

  @Test func `E1 a command that is open while others spend ends what it named`() throws {
    let store = try ConsoleStore()
    let console = try bySpending(store)
    try console.press(":revoke")
    try console.wait(for: "commands, on 0x91c4")
    try store.spend(ConsoleStore.third, 450)
    try console.wait(for: "450/500")
    try console.press("\r")
    try console.wait("the receipt") { _ in console.text.contains("revoked: commit") }
    #expect(try store.states() == ["revoked", "active", "active"])
  }

  /// E2: htop's cursor is a position; when the list was sorted anew it stood on another process.
  @Test func `E2 a cursor stays on its session when the list is sorted anew`() throws {
    let store = try ConsoleStore()
    let console = try bySpending(store)
    try store.spend(ConsoleStore.third, 450)
    try console.wait("the third on top") { _ in console.order.first == ConsoleStore.third }
    #expect(console.chosen == Sample.key)
    try console.press("X")
    try console.wait(for: "revoked: commit")
    #expect(try store.states() == ["revoked", "active", "active"])
  }

  /// E3: a paste of `ok` and Enter killed htop's selected process.
  @Test(arguments: [
    String(repeating: "X\nY\n", count: 40),
    "\u{1B}[200~" + String(repeating: "X\nY\n", count: 40) + "\u{1B}[201~",
    "\u{1B}[200~X", "ok\nX\nY\nu\ni\n", "revoke\n:revoke\nYYYYYY",
  ])
  func `E3 text that comes at once ends nothing and says so`(text: String) throws {
    let store = try ConsoleStore()
    let console = try store.console()
    try console.wait(for: "0x77aa")
    try console.settle()
    console.type(text)
    // A paste that does not end is waited for.
    if text.contains("\u{1B}[201~") || !text.contains("\u{1B}") {
      try console.wait("a word about it") { _ in
        console.text.contains("came at once") || console.text.contains("was ignored")
      }
    }
    try console.settle()
    #expect(try store.states() == ["active", "active", "active"])
  }

  /// E5: btop and lazygit die without giving the terminal back.
  @Test(arguments: [
    (SIGTERM, Spawn.Ending.exited(143)), (SIGHUP, .exited(129)), (SIGINT, .exited(130)),
    (SIGQUIT, .exited(131)),
    (SIGSEGV, .killed(SIGSEGV)), (SIGABRT, .killed(SIGABRT)), (SIGBUS, .killed(SIGBUS)),
  ])
  func `E5 a signal or a crash gives the terminal back`(number: Int32, ending: Spawn.Ending) throws {
    let store = try ConsoleStore()
    let console = try store.console()
    try console.wait(for: "0x77aa")
    #expect(console.terminal.isAlternate && console.terminal.bracketsPaste && !console.isRestored)
    console.signal(number)
    #expect(try console.end() == ending)
    #expect(console.isRestored)
    #expect(console.terminal.strange.isEmpty, "\(console.terminal.strange)")
  }

  @Test func `^Z gives the terminal back, what is typed meanwhile is lost, and fg comes back`() throws {
    let store = try ConsoleStore()
    let console = try store.console()
    try console.wait(for: "0x77aa")
    for _ in 0..<2 {
      try console.settle()
      console.pause()
      console.type("\u{1A}")
      try console.wait("to be stopped") { _ in console.isStopped && console.isRestored }
      console.type("XXX\rXY")
      console.signal(SIGCONT)
      try console.wait("the console again") { _ in
        console.terminal.isAlternate && console.terminal.bracketsPaste && console.text.contains("0x77aa")
      }
      try console.settle()
      #expect(try store.states() == ["active", "active", "active"])
    }
    console.pause()
    try console.press("X")
    try console.wait(for: "revoked: commit")
    try console.press("q")
    #expect(try console.end() == .exited(0))
    #expect(console.isRestored)
  }
}
