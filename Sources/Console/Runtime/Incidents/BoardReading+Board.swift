import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

extension BoardReading {
  /// Asks every enforcement point of the store, and counts what was tried since the incident's revocations.
  /// - Parameter operator: enters first refusals into the log; nil enters nothing.
  init(of incident: Incident, in store: any SessionStore, by operator: Operator?) throws(StoreError) {
    let round = VerifyRound(revocations: incident.revocations.map(\.sequence), incident: incident.id)
    let quiet = try store.policy().policy.response.quiet
    // Before they are asked: a log that grows meanwhile puts nobody behind.
    let logSize = try store.logHead().size
    self.init(try round.look(at: store, quiet: quiet, by: `operator`), logSize: logSize)
  }

  init(_ board: VerifyBoard, logSize: UInt64) {
    let attempts = board.attempts
    self.init(
      at: board.asOf,
      points: board.points.map { point in
        Point(
          name: point.point.name, state: PointState(point.state),
          behind: point.seenLeaves.map { logSize > $0 ? logSize - $0 : 0 } ?? 0)
      },
      attempts: attempts.after.map {
        Attempt(
          destination: $0.destination, chainID: $0.chainID, allowed: $0.allowed.count,
          denied: $0.denied.count,
          allowedValue: $0.allowed.value)
      },
      before:
        "\(Format.count(attempts.allowedBefore.count)) allowed, \(attempts.allowedBefore.value.dollars) USD in the 30 min before",
      possible: BoardReading.words(attempts.stillPossible.all),
      quietUntil: board.isQuiet || board.attempts.sessions.isEmpty ? nil : board.quietSince + board.quiet,
      verification: board.verification, problems: board.notes)
  }

  private static func words(_ related: RelatedSessions) -> String {
    related.sessions == 0
      ? "nothing: no live session is related"
      : "\(Format.counted(related.sessions, "related session")) may still spend \(related.remaining.dollars) USD"
  }
}

extension BoardReading.PointState {
  init(_ state: VerifyBoard.PointState) {
    switch state {
    case .refusing(let since): self = .refuses(since: since)
    case .allowing: self = .allows
    case .blind: self = .silent("it cannot see the store, and refuses everything")
    case .otherwise(let reasons): self = .silent("it refuses for another reason: \(Words.reasons(reasons))")
    case .silent(let after): self = .silent("no answer within \(Format.duration(after.span))")
    case .unreadable(let words): self = .silent(words)
    case .notProbed: self = .silent("nothing could be asked of it")
    }
  }
}

extension PreviewReading {
  init(_ preview: ModePreview) {
    func count(_ number: Int) -> UInt64 { UInt64(max(0, number)) }
    func money(_ amount: ModePreview.Amount) -> Money { Money(micros: amount.micros) ?? .max }
    self = .known(
      Figures(
        executions: count(preview.allowedThen), goodDenied: count(preview.good.newlyDenied.executions),
        badDenied: count(preview.bad.newlyDenied.executions), goodSessions: preview.good.sessionsHit,
        badSessions: preview.bad.sessionsHit, goodValue: money(preview.good.newlyDenied),
        badValue: money(preview.bad.newlyDenied)))
  }
}
