import Delegation
import Foundation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore

/// Does what a responder does, as fast as a program can: from an alert to every point seen to refuse.
struct BenchResponder {
  enum Step: String, CaseIterable {
    case detected = "4th mismatch written to alert read"
    case acknowledged = "alert read to acknowledged"
    case opened = "to incident opened"
    case revoked = "to revocation committed"
    case linked = "to linked, extent known"
    case tightened = "to mode in force"
    case effective = "to all points seen to refuse"
    case observed = "revocation to last point's own refusal"
    case whole = "alert read to all points effective"
  }

  let desk: IncidentDesk
  let traffic: PacedTraffic
  let attacker: BenchChild
  /// The traffic's points, and the attacker's.
  private var points: Int { traffic.points + 1 }

  private static let patience = Duration.seconds(20)

  /// - Returns: how long each step took.
  func respond(to victim: Envelope, round: Int) throws -> [Step: Duration] {
    let clock = ContinuousClock()
    var times: [Step: Duration] = [:]
    traffic.attack(victim)
    let attacked = clock.now
    try attack(victim, round)
    let alert: Alert = try until { try self.alert(on: victim.sessionKey) }
    let start = clock.now
    times[.detected] = start - attacked
    var last = start
    func took(_ step: Step) {
      times[step] = clock.now - last
      last = clock.now
    }
    _ = try desk.store.act(.acknowledge, on: alert.id, reason: "bench", by: desk.operator)
    took(.acknowledged)
    let opening = try desk.opening(from: .alert(alert.id))
    let incident = try desk.open(opening, eventID: Surroundings.makeID())
    took(.opened)
    let receipt = try desk.store.revoke(
      RevocationOrder(sessionKey: victim.sessionKey, reason: incident.id), by: desk.operator)
    traffic.markRevoked()
    let revoked = clock.now
    took(.revoked)
    _ = try desk.link(IncidentRevocation(receipt), to: incident.id, makeID: Surroundings.makeID)
    took(.linked)
    try tighten(victim, incident.id)
    took(.tightened)
    let round = try desk.beginVerifying(try desk.incident(incident.id), makeID: Surroundings.makeID)
    let quiet = try desk.store.policy().policy.response.quiet
    func look() throws -> VerifyBoard { try round.look(at: desk.store, quiet: quiet, by: desk.operator) }
    _ = try until { try look().points.count { $0.state.isRefusing } >= points ? true : nil }
    took(.effective)
    times[.whole] = last - start
    let observed = try until {
      let refused = traffic.tally().refusedAt
      return refused.count == traffic.points ? refused : nil
    }
    times[.observed] = observed.values.map { $0 - revoked }.max()
    let board = try until { () throws -> VerifyBoard? in
      let board = try look()
      return board.isVerified ? board : nil
    }
    try close(incident.id, board)
    return times
  }

  private func attack(_ victim: Envelope, _ round: Int) throws {
    for number in 0..<4 {
      let request = ExecutionRequest(
        requestID: "a-\(round)-\(number)", sessionKey: victim.sessionKey, capability: victim.capabilities[0],
        destination: try Identifier("0xElsewhere\(number)"), chainID: victim.chainID, value: .zero,
        nonceDomain: victim.nonceDomain, nonce: UInt64(1_000_000_000 + number))
      attacker.write(request.json)
      _ = attacker.line()
    }
  }

  private func alert(on key: Identifier) throws -> Alert? {
    try desk.store.alerts(AlertQuery(sessionKey: key)).alerts.first { $0.kind == .contextViolations }
  }

  private func tighten(_ victim: Envelope, _ incident: String) throws {
    let outcome = try desk.store.change(
      mode: .guarded, scope: Scope(nonceDomain: victim.nonceDomain), expecting: .noTighter, reason: incident,
      by: desk.operator)
    let receipt = try Waiting.unlessDone(outcome)
    _ = try desk.link(IncidentModeChange(receipt), to: incident, makeID: Surroundings.makeID)
  }

  private func close(_ id: String, _ board: VerifyBoard) throws {
    _ = try desk.conclude(board, of: id, makeID: Surroundings.makeID)
    _ = try desk.perform(
      [.stepSkipped(.notice, reason: "a bench"), .closed(summary: "a bench")], on: id,
      eventIDs: [Surroundings.makeID(), Surroundings.makeID()])
  }

  /// Asks again and again, a thousandth of a second apart: a change in the store is worth no more than that here.
  private func until<T>(_ ask: () throws -> T?) throws -> T {
    let deadline = ContinuousClock.now + Self.patience
    while ContinuousClock.now < deadline {
      if let answer = try ask() { return answer }
      Thread.sleep(forTimeInterval: 0.001)
    }
    throw Failure("what was waited for did not come within \(Self.patience)")
  }
}
