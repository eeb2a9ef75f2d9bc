import Delegation
import GRDB
import PolicyEngine

/// What a policy says of one capability, as far as a tighter mode can make it bite.
struct PreviewRule {
  let maxValue: Money?
  /// The capability's, else the policy's.
  let inactivity: TimeSpan
  let modes: ModeLimits
}

/// The rules that executions were decided under, by number: one for each policy and capability.
///
/// Capabilities are compared as the bytes that a column has; nearly every row has the one of the row before it.
struct PreviewRules {
  private(set) var rules: [PreviewRule] = []
  private var policyID: Int64 = -1
  private var ofPolicy: [(name: [UInt8], number: Int32)] = []
  private var last = 0
  private var known: [Int64: [(name: [UInt8], number: Int32)]] = [:]

  /// - Parameter column: where a row has its capability.
  mutating func number(
    _ db: Database, policyID id: Int64, _ row: borrowing Query, _ column: Int32
  ) throws(StoreError) -> Int32 {
    if id != policyID { try change(db, to: id) }
    return try row.withBytes(column) { bytes throws(StoreError) in
      if last < ofPolicy.count, bytes.isSame(as: ofPolicy[last].name) { return ofPolicy[last].number }
      guard let place = ofPolicy.firstIndex(where: { bytes.isSame(as: $0.name) }) else {
        throw .corrupt(message: "an execution was allowed with a capability that policy \(id) does not have")
      }
      last = place
      return ofPolicy[place].number
    }
  }

  private mutating func change(_ db: Database, to id: Int64) throws(StoreError) {
    if known[id] == nil { try read(db, id) }
    policyID = id
    ofPolicy = known[id] ?? []
    last = 0
  }

  private mutating func read(_ db: Database, _ id: Int64) throws(StoreError) {
    let policy = try Rules.policy(db, id: id).policy
    var numbers: [(name: [UInt8], number: Int32)] = []
    for rule in policy.capabilities.values where rule.isActive {
      numbers.append((Array(rule.id.text.utf8), Int32(rules.count)))
      rules.append(
        PreviewRule(
          maxValue: rule.maxValue, inactivity: rule.inactivity ?? policy.defaults.inactivity,
          modes: policy.modes))
    }
    known[id] = numbers
  }
}
