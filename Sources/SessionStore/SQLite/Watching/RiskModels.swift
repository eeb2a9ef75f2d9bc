import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// The risk model of every policy that was ever in force: a session's evidence is kept under the one that was when it
/// last acted, and is carried over when it is looked at again.
struct RiskModels: Sendable {
  private struct Version {
    let model: RiskModel
    let appliedAt: Timestamp
  }

  private var versions: [Int64: Version] = [:]

  mutating func add(_ policyID: Int64, _ model: RiskModel, appliedAt: Timestamp) {
    versions[policyID] = Version(model: model, appliedAt: appliedAt)
  }

  func has(_ policyID: Int64) -> Bool { versions[policyID] != nil }

  /// - Returns: the state under the policy `to`, step by step through those between.
  func carried(_ state: RiskState, from: Int64, to: Int64) -> RiskState {
    guard from < to, let first = versions[from] else { return state }
    var (state, model) = (state, first.model)
    for id in (from + 1)...to {
      guard let next = versions[id] else { continue }
      if next.model != model { state = state.rebased(at: next.appliedAt, from: model, to: next.model) }
      model = next.model
    }
    return state
  }
}

extension RiskState {
  /// As a session's row has it; a session that never acted has none.
  init(_ row: borrowing Query, _ column: Int32) throws(StoreError) {
    if row.isNull(column) {
      self.init()
      return
    }
    guard let state = row.withBytes(column, { RiskState(stored: $0) }) else {
      throw .corrupt(message: "a session's risk does not read")
    }
    self = state
  }
}
