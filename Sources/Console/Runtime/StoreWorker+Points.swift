import Delegation
import Dispatch
import IncidentResponse
import SessionStore

extension StoreWorker {
  /// Asks every enforcement point about one revoked session, and enters first refusals into the log. What cannot be asked
  /// is not known: nothing is claimed then.
  func askPoints(_ key: Identifier, revocation: Int64, incident: String?) {
    boardReads.async { [store, mailbox, `operator`] in
      let round = VerifyRound(revocations: [revocation], incident: incident)
      let board = try? round.look(at: store, quiet: TimeSpan(seconds: 0), by: `operator`)
      mailbox.post(.pointsAnswered(key, revocation: revocation, board.flatMap { PointsReading($0) }))
    }
  }
}

extension PointsReading {
  /// - Returns: nil where nothing could be asked.
  init?(_ board: VerifyBoard) {
    guard board.probed > 0 else { return nil }
    let refusals = board.points.compactMap { point in
      if case .refusing(let since) = point.state { since } else { nil }
    }
    self.init(
      refusing: board.points.filter(\.state.isRefusing).map(\.point.name),
      allowing: board.points.filter(\.state.isAllowing).map(\.point.name),
      pending: board.points.filter { !$0.state.isRefusing && !$0.state.isAllowing }.map(\.point.name),
      at: refusals.max() ?? board.asOf)
  }
}
