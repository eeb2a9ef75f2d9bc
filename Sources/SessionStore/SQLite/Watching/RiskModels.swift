import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// The half-lives of every policy that was ever in force: a session's evidence is kept under those that were when it last
/// acted, and is carried over when it is looked at again.
struct RiskModels: Sendable {
  private struct Version {
    let halfLives: HalfLives
    let appliedAt: Timestamp
  }

  private var versions: [Int64: Version] = [:]

  mutating func add(_ policyID: Int64, _ halfLives: HalfLives, appliedAt: Timestamp) {
    versions[policyID] = Version(halfLives: halfLives, appliedAt: appliedAt)
  }

  /// Adds those that are not known yet.
  mutating func read(_ db: Database) throws(StoreError) {
    let rows = try db.query(
      "SELECT id, half_lives, applied_at FROM policy_versions WHERE id > ?", [.int(Int64(versions.count))])
    while try rows.step() {
      guard let halfLives = HalfLives(text: rows.text(1)) else {
        throw .corrupt(message: "the half-lives of policy \(rows.int(0)) do not read")
      }
      add(rows.int(0), halfLives, appliedAt: rows.time(2))
    }
  }

  /// - Returns: the state under the policy `to`, step by step through those between.
  func carried(_ state: RiskState, from: Int64, to: Int64) -> RiskState {
    guard from < to, let first = versions[from] else { return state }
    var (state, halfLives) = (state, first.halfLives)
    for id in (from + 1)...to {
      guard let next = versions[id] else { continue }
      if next.halfLives != halfLives {
        state = state.rebased(at: next.appliedAt, from: halfLives, to: next.halfLives)
      }
      halfLives = next.halfLives
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
