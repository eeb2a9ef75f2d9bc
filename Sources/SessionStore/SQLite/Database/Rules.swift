import Delegation
import GRDB
import PolicyEngine
import RiskScoring
import Synchronization

/// The policy and the modes in force, as one version of the store has them.
struct Rules: Sendable {
  let version: Int64
  let stored: StoredPolicy
  let policyID: Int64
  let modes: ModeTable
  let riskModels: RiskModels
  /// The policy's family of each destination; of several the first by name.
  let families: [Identifier: String]
  /// Whether any list of destinations is in force.
  let hasLists: Bool

  var policy: Policy { stored.policy }
}

/// The rules that were read last; every use asks inside its own transaction whether they still hold.
final class RulesCache: Sendable {
  private let held = Mutex<Rules?>(nil)

  func rules(_ db: Database, _ meta: Meta) throws(StoreError) -> Rules {
    let known = held.withLock(\.self)
    if let known, known.version == meta.rulesVersion { return known }
    let stored = try Rules.policy(db, id: meta.policyID)
    var models = known?.riskModels ?? RiskModels()
    try models.read(db)
    let rules = Rules(
      version: meta.rulesVersion, stored: stored, policyID: meta.policyID, modes: try Rules.modes(db),
      riskModels: models,
      families: stored.policy.familyByDestination,
      hasLists: try db.int("SELECT 1 FROM destination_lists WHERE removed_at IS NULL LIMIT 1") != nil)
    held.withLock { $0 = rules }
    return rules
  }
}

extension Rules {
  static func policy(_ db: Database, id: Int64) throws(StoreError) -> StoredPolicy {
    let row = try db.query(
      "SELECT yaml, applied_at, applied_by FROM policy_versions WHERE id = ?", [.int(id)])
    guard try row.step() else { throw .corrupt(message: "policy \(id) is missing") }
    let yaml = row.text(0)
    do throws(PolicyLoadError) {
      return StoredPolicy(
        policy: try Policy.load(yaml: yaml), yaml: yaml, appliedAt: Timestamp(milliseconds: row.int(1)),
        appliedBy: row.text(2))
    } catch {
      throw .corrupt(message: "the policy in force does not load: \(error.problems.map(\.message))")
    }
  }

  fileprivate static func modes(_ db: Database) throws(StoreError) -> ModeTable {
    let rows = try db.query("SELECT scope, mode, start FROM modes ORDER BY position")
    var entries: [ModeTable.Entry] = []
    while try rows.step() {
      guard let mode = PolicyMode(rawValue: rows.text(1)) else {
        throw .corrupt(message: "`\(rows.text(1))` is no mode")
      }
      entries.append(
        ModeTable.Entry(
          scope: try Scope(stored: rows.text(0)), mode: mode, start: Timestamp(milliseconds: rows.int(2))))
    }
    return ModeTable(entries)
  }
}

extension Policy {
  /// Destination → the first of its families by name.
  var familyByDestination: [Identifier: String] {
    var result: [Identifier: String] = [:]
    for (name, destinations) in families.sorted(by: { $0.key < $1.key }) {
      for destination in destinations where result[destination] == nil { result[destination] = name }
    }
    return result
  }
}
