import Foundation
import Testing

/// Terminals that can less.
@Suite(.serialized) struct `the console on other terminals` {
  @Test func `says what it cannot draw on`() throws {
    let store = try ConsoleStore()
    let console = try store.console(environment: ["TERM": "dumb"])
    #expect(try console.end() == .exited(1))
    #expect(console.text.contains("dumb"), "\(console.text)")
    #expect(console.isRestored)
  }

  @Test(arguments: ["vt100", "linux", "xterm-mono", "xterm", "screen-256color", "tmux-256color"])
  func `shows the same words`(name: String) throws {
    let store = try ConsoleStore()
    let console = try store.console(environment: ["TERM": name], rows: 24, columns: 80)
    try console.wait(for: "0x77aa")
    try console.press("j")
    #expect(console.chosen == Sample.other, "\(console.text)")
    #expect(try console.isWhole())
    if ["vt100", "xterm-mono"].contains(name) { #expect(Self.colours(console.raw).isEmpty) }
    try console.press("X")
    try console.wait(for: "revoked: commit")
    #expect(try store.states() == ["active", "revoked", "active"])
    try console.press("q")
    #expect(try console.end() == .exited(0))
    #expect(console.isRestored)
    #expect(console.terminal.strange.isEmpty, "\(console.terminal.strange)")
  }

  @Test func `NO_COLOR sends no colour, and a locale without UTF-8 gets ASCII`() throws {
    let store = try ConsoleStore()
    let console = try store.console(environment: ["NO_COLOR": "1", "LC_ALL": "C", "LANG": "C"])
    try console.wait(for: "0x77aa")
    for key in ["j", "?", "\u{1B}", "2", "3", "4", "5", "6", "1", "\r"] {
      console.pause()
      console.type(key)
      try console.settle()
    }
    #expect(console.raw.allSatisfy { $0 < 0x80 })
    #expect(Self.colours(console.raw).isEmpty, "\(Self.colours(console.raw))")
    #expect(console.terminal.strange.isEmpty, "\(console.terminal.strange)")
  }

  /// Colours that were set.
  private static func colours(_ bytes: [UInt8]) -> Set<Int> {
    let text = String(decoding: bytes, as: UTF8.self)
    let numbers = text.matches(of: /\u{1B}\[([0-9;]*)m/).flatMap { $0.output.1.split(separator: ";") }
    return Set(
      numbers.compactMap { Int($0) }.filter { (30...38).contains($0) || (40...48).contains($0) || $0 >= 90 })
  }
}
