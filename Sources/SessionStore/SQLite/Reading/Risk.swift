import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func risk(of key: Identifier) throws(StoreError) -> RiskReport? {
    try read { snapshot throws(StoreError) in
      guard var session = try StoredSession.find(snapshot.db, key, at: snapshot.time, envelopes) else {
        return nil
      }
      session.carryRisk(snapshot.rules, policyID: snapshot.meta.policyID)
      let context = RiskContext(session.state, at: snapshot.time, model: snapshot.rules.policy.risk)
      let explanation = session.risk.explanation(context)
      let row = try snapshot.db.query(
        "SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.id = ?",
        [.int(session.id)])
      guard try row.step() else { throw .corrupt(message: "session \(session.id) has no envelope") }
      return RiskReport(
        row: try SessionRow(row, rules: snapshot.rules, at: snapshot.time), explanation: explanation,
        executions: try snapshot.executions(explanation.contributions.flatMap(\.executions)),
        policy: snapshot.rules.policy.version)
    }
  }
}

extension Snapshot {
  fileprivate func executions(_ sequences: [Int64]) throws(StoreError) -> [Int64: ExecutionRecord] {
    let row = try db.query(
      """
      SELECT \(ExecutionRecord.columns) FROM executions x JOIN policy_versions p ON p.id = x.policy_id
      WHERE x.sequence = ?
      """)
    var records: [Int64: ExecutionRecord] = [:]
    for sequence in sequences where records[sequence] == nil {
      row.bind(1, sequence)
      if try row.step() { records[sequence] = try ExecutionRecord(row) }
      row.reset()
    }
    return records
  }
}
