package import Delegation
package import RiskScoring

/// Why a session has its score, with the executions that speak for it.
package struct RiskReport: Hashable, Sendable {
  package let row: SessionRow
  package let explanation: RiskExplanation
  /// The executions that the explanation names, by their numbers in the log; a grant's number has none.
  package let executions: [Int64: ExecutionRecord]
  /// Weights and policy that it was made with.
  package let policy: PolicyVersion

  package init(
    row: SessionRow, explanation: RiskExplanation, executions: [Int64: ExecutionRecord], policy: PolicyVersion
  ) {
    self.row = row
    self.explanation = explanation
    self.executions = executions
    self.policy = policy
  }
}

/// How clearing a session's floors went.
package enum FloorClearing: Hashable, Sendable {
  case cleared([RiskFloor])
  case unknownSession
  /// No fact holds its score up.
  case noFloor
}
