import Foundation
import Synchronization
import Testing

/// An operator's whole round, played by the product itself beside an app that goes on.
@Suite(.serialized) struct `an operator's round` {
  /// Sessions that go on for as long as it lives.
  private final class Traffic: Sendable {
    private let isOver = Atomic(false)
    private let done = DispatchSemaphore(value: 0)
    private let allowed = Mutex(0)

    init(_ keys: [String], in folder: TemporaryFolder) throws {
      let app = try RunningProgram(["authorize", "--store", folder.store], in: folder)
      Thread.detachNewThread { [self] in
        var nonce = 1
        while !isOver.load(ordering: .relaxed) {
          app.write(Sample.request(keys[nonce % keys.count], nonce: nonce, value: "0.01"))
          guard let line = try? app.line() else { break }
          if line.contains("\"allow\"") { allowed.withLock { $0 += 1 } }
          nonce += 1
          poll(nil, 0, 15)
        }
        app.endInput()
        app.wait()
        done.signal()
      }
    }

    /// - Returns: how many executions were allowed.
    func end() -> Int {
      isOver.store(true, ordering: .relaxed)
      done.wait()
      return allowed.withLock { $0 }
    }
  }

  private static func script(_ dump: String) -> String {
    """
    wait until active
    # The riskiest stands first.
    :sort risk
    key g
    expect sort risk
    key Enter
    expect Session
    expect CTX
    key w
    key Enter
    wait until WHY it did not act
    expect What the log says of
    key Esc
    key X
    wait until revoked: commit
    key u
    wait until is reinstated
    key X
    wait until revoked: commit
    key i
    expect INC-1: opened as
    expect NEXT X  revoke the session
    key X
    wait until NEXT n  finish revoke
    key n
    expect NEXT m  choose a mode
    key m
    wait until proposed
    wait until good (
    key Enter
    expect NEXT v  ask every enforcement point
    key v
    wait until NEXT n  finish verify 30s
    key n
    :note seen on two chains
    expect note: seen on two chains
    expect NEXT n  skip notice
    key n
    :close the round is over
    wait until closed
    key 1
    key /
    type state:revoked
    key Enter
    expect 1/1
    key Esc
    expect all sessions
    key s
    expect sort newest
    key 2
    expect Alerts
    key 3
    wait until Metrics
    key 4
    expect INC-1
    key 5
    expect Approvals
    key 6
    expect Drills
    key 1
    :dump \(dump)
    expect the screen is in
    """
  }

  @Test func `from the riskiest session to a closed incident, beside live traffic`() throws {
    let desk = try IncidentStore([Sample.key, Sample.other, ConsoleStore.third])
    try desk.store.violate()
    let folder = desk.store.folder
    let traffic = try Traffic([Sample.other, ConsoleStore.third], in: folder)
    let dump = folder.path + "/round.txt"
    let file = try folder.file("round.txt.script", Self.script(dump))
    let result = try Program.run(
      ["--store", folder.store, "--script", file, "--script-size", "120x40"],
      environment: ["TERM": "nonsense"])
    let allowed = traffic.end()
    #expect(result.status == 0, "\(result.error)")
    #expect(allowed > 5, "the others went on")
    #expect(try String(contentsOfFile: dump, encoding: .utf8).contains("revoked"))
    #expect(
      try desk.steps() == ["revoke": "done", "tighten": "done", "verify": "done", "notice": "skipped"])
    #expect(try desk.incident()["closedAt"] != nil || (try desk.names().contains("incident.closed")))
    #expect(try desk.store.succeed(["audit", "verify"]).status == 0)
  }
}
