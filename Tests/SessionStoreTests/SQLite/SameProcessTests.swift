import Delegation
import Foundation
import SessionStore
import Testing

/// Several connections to one store within a process, beside other programs.
///
/// On Linux a process that closes any descriptor of a file loses all of its POSIX locks on it (fcntl(2);
/// sqlite.org/howtocorrupt.html, section 2.2): another program then takes itself for the last one, and takes the
/// write-ahead log away from under the connections that go on.
@Suite struct SameProcessTests {
  /// How many sessions another program sees, which opens the store, reads it and closes it.
  private func seenElsewhere(_ path: String) throws -> Int? {
    let program =
      "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nprint(c.execute('SELECT count(*) FROM sessions').fetchone()[0])\nc.close()"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", program, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Int(text.split(separator: "\n").first ?? "")
  }

  @Test(arguments: [false, true])
  func `a store that is opened again in its process keeps what the first one writes`(isReadOnly: Bool) throws
  {
    let folder = try Folder()
    let clock = TestClock()
    let first = try folder.open(clock)
    try first.mustGrant(.sample("a"))
    let second = try folder.open(clock, Stores.Options(isReadOnly: isReadOnly))
    #expect(try seenElsewhere(folder.path) == 1)
    try first.mustGrant(.sample("b"))
    #expect(try seenElsewhere(folder.path) == 2)
    #expect(try second.session(id("b"), executions: 0) != nil)
    second.close()
    try first.mustGrant(.sample("c"))
    #expect(try seenElsewhere(folder.path) == 3)
    first.close()
    let fresh = try folder.open(clock)
    #expect(try fresh.sessions().map(\.id.text) == ["a", "b", "c"])
    #expect(try fresh.verifyAudit(AuditAnchors()).findings.isEmpty)
  }
}
