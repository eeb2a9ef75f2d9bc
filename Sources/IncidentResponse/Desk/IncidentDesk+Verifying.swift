import Delegation
import SessionStore

extension IncidentDesk {
  /// Begins the step verify, where it is its turn and it was not begun.
  /// - Returns: how to look at the incident's revocations.
  /// - Throws: ``DeskError/incident(_:)`` also where nothing is revoked yet.
  package func beginVerifying(_ incident: Incident, makeID: () -> String) throws(DeskError) -> VerifyRound {
    guard !incident.revocations.isEmpty else { throw .incident(.nothingRevoked) }
    _ = try perform(on: incident.id, makeID: makeID) { incident in
      guard !incident.isClosed, !incident.state(of: .verify).isSettled else { return [] }
      return incident.actionsToReach(.verify) + incident.start(.verify)
    }
    return VerifyRound(revocations: incident.revocations.map(\.sequence), incident: incident.id)
  }

  /// Records what a look at the revocations showed: the extent, and the end of the step where it is verified.
  package func conclude(
    _ board: VerifyBoard, of id: String, makeID: () -> String
  ) throws(DeskError) -> Incident {
    let surveyed = try survey(try incident(id), makeID: makeID)
    guard board.isVerified else { return surveyed }
    return try perform(on: id, makeID: makeID) { incident in
      guard !incident.isClosed, incident.currentStep == .verify else { return [] }
      return incident.start(.verify) + [
        .stepDone(.verify, StepResult(summary: board.summary, verification: board.verification))
      ]
    }
  }
}

extension VerifyBoard {
  /// Everything that can be asked refuses, and it was quiet for long enough: the step is done with it.
  package var isVerified: Bool { verification.pendingPoints.isEmpty && verification.isQuiet }

  /// What the step came to, in a sentence.
  package var summary: String {
    let names = points.map(\.point.name)
    let asked =
      names.isEmpty ? "no other process decides on the store" : "\(names.joined(separator: ", ")) refuse"
    let unasked = outside.filter { !$0.isConfigured }.isEmpty ? "" : "; no chain was asked"
    return "\(asked); nothing allowed since \(quietSince.utc)\(unasked)"
  }
}
