import AuditTrail
import Delegation
import GRDB
import GRDBSQLite

extension SQLiteStore {
  func incidentRecords(of incident: String?) throws(StoreError) -> [IncidentRecord] {
    try read { snapshot throws(StoreError) in try IncidentRecord.all(snapshot.db, of: incident) }
  }

  func record<Problem: Error>(
    incident: String?, by operator: Operator,
    _ next: ([IncidentRecord], Timestamp) -> Result<[IncidentDraft], Problem>
  ) throws(StoreError) -> Result<[IncidentRecord], Problem> {
    try write(.ordinary) { transaction throws(StoreError) in
      let known = try IncidentRecord.all(transaction.db, of: incident)
      switch next(known, transaction.time) {
      case .failure(let problem): return .failure(problem)
      case .success(let drafts):
        var records: [IncidentRecord] = []
        for draft in drafts { records.append(try transaction.enter(draft, by: `operator`)) }
        return .success(records)
      }
    }
  }
}

extension IncidentRecord {
  /// The words of `incident_entries`, the index that finds them. It has to be named: SQLite would rather read all entries
  /// in the order that is asked for.
  private static let among = "n.action >= 'incident.' AND n.action < 'incident/'"

  /// In commit order.
  fileprivate static func all(_ db: Database, of incident: String?) throws(StoreError) -> [IncidentRecord] {
    let rows = try db.query(
      """
      SELECT n.sequence, n.target, n.action, n.at, n.who, n.detail
      FROM entries n INDEXED BY incident_entries
      WHERE \(among) \(incident == nil ? "" : "AND n.target = ?") ORDER BY n.sequence
      """, incident.map { [.text($0)] } ?? [])
    var records: [IncidentRecord] = []
    while try rows.step() {
      records.append(
        IncidentRecord(
          sequence: rows.int(0), incident: rows.text(1), action: rows.text(2), at: rows.time(3),
          who: rows.text(4), json: rows.text(5)))
    }
    return records
  }
}

extension Transaction {
  fileprivate mutating func enter(
    _ draft: IncidentDraft, by operator: Operator
  ) throws(StoreError) -> IncidentRecord {
    // What is kept must be one object, or the leaf would be no JSON.
    guard case .object? = try? parseJSON(draft.json.utf8), (try? checkName(draft.incident.utf8)) != nil else {
      throw .failed(code: SQLITE_MISUSE, message: "an incident's event is a JSON object under a name")
    }
    let action = "incident.\(draft.action)"
    let sequence = try audit(action, draft.incident, by: `operator`, detail: draft.json)
    return IncidentRecord(
      sequence: sequence, incident: draft.incident, action: action, at: time, who: `operator`.name,
      json: draft.json)
  }
}
