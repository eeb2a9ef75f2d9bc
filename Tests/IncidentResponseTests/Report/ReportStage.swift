import Delegation
import Foundation
import IncidentResponse
import SessionStore
import Synchronization
import Testing

/// A clock that moves when it is told to.
final class StageClock: Sendable {
  private let milliseconds: Mutex<Int64>
  init(_ time: Timestamp) { milliseconds = Mutex(time.milliseconds) }
  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock(\.self)) }
  func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

/// A store with traffic in it, on which an incident is walked through.
final class ReportStage {
  let url = FileManager.default.temporaryDirectory.appending(path: "curfew-report-\(UUID().uuidString)")
  let clock = StageClock(start)
  let store: any SessionStore
  let alice: Operator
  private var random: SeededRandom
  private var nonce: UInt64 = 0
  private var event = 0

  init(seed: UInt64) throws {
    random = SeededRandom(seed: seed)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    store = try ReportStage.open(url, clock)
    alice = Operator(
      name: "alice", key: try ReportStage.keys(url).operatorKey("alice", store: store.identity.id))
    let outcomes = try store.grant(
      (0..<4).map { Grant(envelope: ReportStage.envelope("s-\($0)")) }, by: alice)
    #expect(outcomes.allSatisfy { if case .granted = $0 { true } else { false } })
  }

  deinit {
    store.close()
    try? FileManager.default.removeItem(at: url)
  }

  /// With the keys beside the store, made once.
  static func open(_ url: URL, _ clock: StageClock) throws -> any SessionStore {
    try Stores.open(
      url: url.appending(path: "curfew.db").path, clock: { clock.now }, makeID: { UUID().uuidString },
      options: Stores.Options(keys: keys(url), founder: "alice"))
  }

  private static func keys(_ url: URL) -> KeyFolder {
    KeyFolder(path: url.appending(path: "keys").path) { (0..<$0).map { _ in UInt8.random(in: 0...255) } }
  }

  /// The store's file alone, elsewhere: without its keys.
  func copied() throws -> (any SessionStore, URL) {
    let copy = url.appending(path: "copy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in ["curfew.db", "curfew.db-wal"] {
      let from = url.appending(path: name)
      if FileManager.default.fileExists(atPath: from.path) {
        try FileManager.default.copyItem(at: from, to: copy.appending(path: name))
      }
    }
    let clock = StageClock(self.clock.now + TimeSpan(seconds: 86_400))
    return (
      try Stores.open(
        url: copy.appending(path: "curfew.db").path, clock: { clock.now }, makeID: { UUID().uuidString }),
      copy
    )
  }

  private static func envelope(_ key: String) -> Envelope {
    Envelope(
      sessionKey: .opaque(key), wallet: .opaque("w-\(key)"), capabilities: [.opaque("swap.execute")],
      maxValue: Money(micros: 900_000_000) ?? .zero, destinations: .shared([.opaque("0xRouterA")]),
      chainID: 1,
      expiresAt: start + TimeSpan(seconds: 890), nonceDomain: .opaque("mobile"))
  }

  /// Some executions of all sessions over `seconds`.
  func traffic(seconds: Int64) throws {
    var left = seconds
    while left > 0 {
      let step = min(left, Int64(random.next() % 5) + 1)
      clock.advance(seconds: step)
      left -= step
      nonce += 1
      let request = ExecutionRequest(
        requestID: "r-\(nonce)", sessionKey: .opaque("s-\(random.next() % 4)"),
        capability: .opaque("swap.execute"), destination: .opaque("0xRouterA"), chainID: 1,
        value: Money(micros: 1_000_000) ?? .zero, nonceDomain: .opaque("mobile"), nonce: nonce)
      _ = try store.authorize([request][...])
    }
  }

  func perform(_ actions: [IncidentAction], on id: String) throws {
    let desk = IncidentDesk(store: store, operator: alice)
    event += actions.count
    _ = try desk.perform(actions, on: id, eventIDs: actions.indices.map { "e\(event)-\($0)" })
  }

  /// Opened, revoked and tightened after some traffic; not closed.
  func walk() throws -> String {
    try traffic(seconds: 180)
    let desk = IncidentDesk(store: store, operator: alice)
    let id = try desk.open(
      IncidentOpening(
        origin: .session(.opaque("s-1")), title: "odd swaps", detectedAt: clock.now, facts: .unknown,
        severity: .p2), eventID: "e0"
    ).id
    let receipt = try store.revoke(
      RevocationOrder(sessionKey: .opaque("s-1"), reason: "phished"), by: alice)
    let revocation = IncidentRevocation(
      sequence: receipt.sequence, target: .session(.opaque("s-1")), sessions: 1,
      committedAt: receipt.committedAt)
    try perform([.stepStarted(.revoke), .revoked(revocation), done(.revoke)], on: id)
    try traffic(seconds: 70)
    _ = try store.noteEffective(point: "authorize@1", of: receipt.sequence, incident: id, by: alice)
    try perform(
      [
        .stepSkipped(.tighten, reason: "one key"),
        .evidenceAttached(Evidence(title: "the revocation", sequence: receipt.sequence)),
      ], on: id)
    return id
  }

  func close(_ id: String) throws {
    try perform(
      [
        .stepStarted(.verify),
        .stepDone(
          .verify,
          StepResult(
            summary: "all refuse",
            verification: Verification(pendingPoints: [], allowed: 0, denied: 3, isQuiet: true))),
        .stepSkipped(.notice, reason: "one user, told by phone"), .closed(summary: "phished"),
      ], on: id)
  }
}

struct ReportBytes: Equatable {
  let markdown: String
  let html: String
  let json: String

  init(_ id: String, in store: any SessionStore) throws {
    let incident = try IncidentDesk(store: store, operator: Operator(name: "reader")).incident(id)
    let report = try IncidentReport(of: incident, in: store)
    (markdown, html, json) = (report.markdown, report.html, report.json)
  }
}
