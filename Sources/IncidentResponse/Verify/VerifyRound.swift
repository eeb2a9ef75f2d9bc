package import Delegation
import PolicyEngine
package import SessionStore

/// One look at whether some revocations hold: asks the store, every point and the outside, and enters into the audit log
/// which points were seen to refuse for the first time.
package struct VerifyRound: Sendable {
  /// The log's numbers of the revocations.
  package let revocations: [Int64]
  package let incident: String?
  /// How long before the revocation what was allowed is counted.
  package var before = TimeSpan(seconds: 30 * 60)
  /// How long a point may take to answer.
  package var timeout = Duration.seconds(2)
  package var outside: [any OutsideEvidence] = [UnavailableEvidence()]

  /// More sessions than these are not asked about one by one: they are spread over all that were revoked.
  package static let probesMax = 256

  package init(revocations: [Int64], incident: String? = nil) {
    self.revocations = revocations
    self.incident = incident
  }

  /// - Parameters:
  ///   - quiet: the policy's (`response.quiet`).
  ///   - operator: who verifies; nil enters nothing into the log.
  package func look(
    at store: any SessionStore, quiet: TimeSpan, by operator: Operator?
  ) throws(StoreError) -> VerifyBoard {
    let attempts = try store.attempts(AttemptQuery(revocations: revocations, before: before))
    let probes = try requests(for: attempts.standing, in: store)
    var answers: [VerifyInputs.Asked] = []
    for point in try store.points() {
      answers.append(
        VerifyInputs.Asked(point: point, answer: store.probe(probes, at: point, timeout: timeout)))
    }
    let inputs = VerifyInputs(
      attempts: attempts, probes: probes, answers: answers, own: try store.preview(probes[...]),
      effects: try store.pointsEffective(of: revocations),
      outside: outside.map { $0.finding(on: attempts.standing.map(\.key)) }, quiet: quiet)
    let board = VerifyBoard(inputs)
    if let `operator` { note(board, known: inputs.effects, in: store, by: `operator`) }
    return board
  }

  /// A log that takes nothing at this moment keeps nobody from looking: the next look enters it.
  private func note(
    _ board: VerifyBoard, known: [PointEffect], in store: any SessionStore, by operator: Operator
  ) {
    for point in board.points where point.state.isRefusing {
      for revocation in revocations
      where !known.contains(where: { $0.point == point.point.name && $0.revocation == revocation }) {
        _ = try? store.noteEffective(
          point: point.point.name, of: revocation, incident: incident, by: `operator`)
      }
    }
  }

  private func requests(
    for sessions: [RevokedSession], in store: any SessionStore
  ) throws(StoreError) -> [ExecutionRequest] {
    let policy = try store.policy().policy
    var requests: [ExecutionRequest] = []
    for session in VerifyRound.spread(sessions, over: VerifyRound.probesMax) {
      guard let detail = try store.session(session.key, executions: 0),
        let request = ProbeRequest.make(for: detail, under: policy, id: "probe-\(requests.count + 1)")
      else { continue }
      requests.append(request)
    }
    return requests
  }

  /// At most `count` of them, the first and the last among them.
  package static func spread<T>(_ all: [T], over count: Int) -> [T] {
    guard all.count > count, count > 1 else { return Array(all.prefix(max(0, count))) }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }
}
