import OneScreen
import Delegation
import Glibc
import PolicyEngine
import RiskScoring
import SessionStore
import Synchronization
import Terminal
import Testing

@testable import Console

/// The real loop on a terminal. One at a time: a process has one set of signal handlers.
@Suite(.serialized, .oneScreen, .timeLimit(.minutes(2))) struct RuntimeTests {
  private static func rows() -> [SessionRow] { (1...3).map { row(key($0)) } }

  @Test func `X revokes what is shown, u undoes it, q gives the terminal back`() throws {
    let store = FakeStore(Self.rows())
    let console = try #require(ConsoleOnPty(store))
    #expect(console.waits(for: "0x0003"))
    console.type("X")
    #expect(console.waits(for: "commit 12 ms"))
    #expect(store.state.withLock(\.revoked) == [key(1)])
    console.type("u")
    #expect(console.waits(for: "is reinstated"))
    #expect(store.state.withLock(\.reinstated) == [key(1)])
    console.type("q")
    guard case .ended(.quit)? = console.end() else {
      Issue.record("the console did not quit")
      return
    }
    #expect(console.isRestored)
  }

  @Test func `alerts are acted on, and what the store cannot say is shown as such`() throws {
    // Nothing of it counts seconds.
    let store = FakeStore([row(key(1), life: .revoked, usedAgo: nil)])
    store.change { $0.alerts = [alert(7, .contextViolations, openedAgo: 90_000, lastAgo: 90_000)] }
    let console = try #require(ConsoleOnPty(store))
    #expect(console.waits(for: "0x0001"))
    console.type("2")
    #expect(console.waits(for: "context violations"))
    // Refused until it has been on the screen for a moment.
    _ = console.bytesWritten(withinMilliseconds: 300)
    console.type("A")
    #expect(console.waits(for: "alert 7 acknowledged"))
    #expect(store.state.withLock(\.acted) == [.acknowledge])
    console.type("3")
    _ = console.bytesWritten(withinMilliseconds: 300)
    // A whole frame, so that what is looked for is in one piece.
    console.type("\u{0C}")
    #expect(console.waits(for: "not read anew: the store is closed"))
    console.type("q")
    _ = console.end()
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func `a signal ends the console with the terminal restored`(number: Int32) throws {
    let console = try #require(ConsoleOnPty(FakeStore(Self.rows())))
    #expect(console.waits(for: "0x0003"))
    kill(getpid(), number)
    guard case .ended(let exit)? = console.end() else {
      Issue.record("the console did not end")
      return
    }
    #expect(exit == .signal(number))
    #expect(exit.status == 128 + number)
    #expect(console.isRestored)
  }

  @Test func `what another process writes is shown at once, and silence sends nothing`() throws {
    let store = FakeStore([row(key(1), life: .revoked, usedAgo: nil)])
    let console = try #require(ConsoleOnPty(store))
    #expect(console.waits(for: "0x0001"))
    #expect(console.waits(for: "after revoke"))
    // The first reads are answered by several threads, each with a frame: a loaded machine draws the last of them later.
    #expect(console.settles(quietForMilliseconds: 300))
    #expect(console.bytesWritten(withinMilliseconds: 300) == 0)
    store.change { $0.rows.append(row(key(2), life: .revoked, usedAgo: nil)) }
    #expect(console.waits(for: "0x0002"))
    console.type("q")
    _ = console.end()
  }

  @Test func `a paste and a flood of keys never act on the store`() throws {
    let store = FakeStore(Self.rows())
    let console = try #require(ConsoleOnPty(store))
    #expect(console.waits(for: "0x0003"))
    console.type("\u{1B}[200~XXXX\r\u{1B}[201~")
    #expect(console.waits(for: "was ignored"))
    // What is pasted holds the end of a paste.
    console.type("\u{1B}[200~ok\u{1B}[201~X\u{1B}[201~")
    #expect(console.waits(for: "came at once"))
    console.type(String(repeating: "Xj", count: 1_000))
    #expect(console.waits(for: "came at once"))
    #expect(store.state.withLock(\.revoked).isEmpty)
    kill(getpid(), SIGTERM)
    _ = console.end()
    #expect(store.state.withLock(\.revoked).isEmpty)
  }

  @Test func `a change of the terminal's size is followed`() throws {
    let console = try #require(ConsoleOnPty(FakeStore(Self.rows()), rows: 10, columns: 40))
    #expect(console.waits(for: "40x10 is small"))
    console.resize(rows: 24, columns: 80)
    #expect(console.waits(for: "SPENT / LIMIT"))
    console.type("q")
    _ = console.end()
  }

  @Test func `a terminal that goes away ends the console as HUP does`() throws {
    let console = try #require(ConsoleOnPty(FakeStore(Self.rows())))
    #expect(console.waits(for: "0x0003"))
    console.hangUp()
    guard case .ended(.signal(SIGHUP))? = console.end() else {
      Issue.record("the console did not end")
      return
    }
  }

  @Test func `what was asked for with the last key before leaving is done`() throws {
    let store = FakeStore(Self.rows())
    let console = try #require(ConsoleOnPty(store))
    #expect(console.waits(for: "0x0003"))
    console.type("Xq")
    _ = console.end()
    #expect(store.state.withLock(\.revoked) == [key(1)])
  }

  @Test func `a screen is written once, for its owner, into a new file only`() throws {
    let path = "/tmp/curfew-dump-\(getpid()).txt"
    defer { unlink(path) }
    var canvas = Canvas(rows: 2, columns: 10)
    canvas.put("hello", row: 0, column: 1)
    try ScreenDump.write(canvas, to: path)
    var status = stat()
    stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(status.st_size == 8)
    #expect(throws: ScreenDump.Failure(sentence: "`\(path)` could not be written: it exists already")) {
      try ScreenDump.write(canvas, to: path)
    }
  }
}
