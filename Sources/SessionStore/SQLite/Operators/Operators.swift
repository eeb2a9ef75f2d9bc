import AuditTrail
import Delegation
import Digests
import GRDB

extension SQLiteStore {
  var identity: StoreIdentity { storeIdentity }
  var keyProblem: StoreError? { (try? writable())?.keyProblem }
  var signsLog: Bool { (try? writable())?.signer != nil }

  func operators() throws(StoreError) -> [OperatorRecord] {
    try read { snapshot throws(StoreError) in try OperatorRecord.all(snapshot.db) }
  }

  func addOperator(
    _ name: String, key: Ed25519.PublicKey, roles: Set<OperatorRole>, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<OperatorRecord> {
    let id = requestID()
    return try write(.ordinary) { transaction throws(StoreError) in
      try transaction.checkNewOperator(name, key)
      let change = Loosening.addOperator(name, key, roles)
      switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
      case .waits(let request): return .waits(request)
      case .goesAhead(let detail):
        return .done(
          try transaction.addOperator(name, key, roles, reason: reason, by: `operator`, detail: detail))
      }
    }
  }

  func removeOperator(
    _ name: String, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<OperatorRecord> {
    let id = requestID()
    return try write(.ordinary) { transaction throws(StoreError) in
      try transaction.checkRemoval(of: name)
      let change = Loosening.removeOperator(name)
      switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
      case .waits(let request): return .waits(request)
      case .goesAhead(let detail):
        return .done(try transaction.removeOperator(name, reason: reason, by: `operator`, detail: detail))
      }
    }
  }
}

extension OperatorRecord {
  /// Those who were not removed, in the order in which they were added.
  static func all(_ db: Database) throws(StoreError) -> [OperatorRecord] {
    let rows = try db.query(
      "SELECT name, key, roles, added_at, added_by FROM operators WHERE removed_at IS NULL ORDER BY sequence")
    var records: [OperatorRecord] = []
    while try rows.step() {
      guard let roles = OperatorRole.roles(rows.text(2)) else {
        throw .corrupt(message: "`\(rows.text(2))` are no roles")
      }
      records.append(
        OperatorRecord(
          name: rows.text(0), key: try rows.key(1), roles: roles, addedAt: rows.time(3), addedBy: rows.text(4)
        ))
    }
    return records
  }
}

extension Transaction {
  /// The operator's record, when it is proved to be them and they have the role.
  func prove(_ operator: Operator, _ role: OperatorRole) throws(StoreError) -> OperatorRecord {
    guard let record = try OperatorRecord.all(db).first(where: { $0.name == `operator`.name }) else {
      throw .operators(.unknown(`operator`.name))
    }
    guard let key = `operator`.key else { throw .operators(.noKey(record.name)) }
    guard key.publicKey == record.key else { throw .operators(.wrongKey(record.name)) }
    guard record.roles.contains(role) else { throw .operators(.lacksRole(record.name, role)) }
    return record
  }

  func checkNewOperator(_ name: String, _ key: Ed25519.PublicKey) throws(StoreError) {
    guard OperatorName.isValid(name) else { throw .operators(.badName(name)) }
    for record in try OperatorRecord.all(db) {
      if record.name == name { throw .operators(.nameTaken(name)) }
      if record.key == key { throw .operators(.keyTaken(by: record.name)) }
    }
  }

  func checkRemoval(of name: String) throws(StoreError) {
    let all = try OperatorRecord.all(db)
    guard all.contains(where: { $0.name == name }) else { throw .operators(.unknown(name)) }
    let left = all.filter { $0.name != name }
    guard left.contains(where: { $0.roles.contains(.operator) }) else { throw .operators(.lastOne(name)) }
  }

  mutating func addOperator(
    _ name: String, _ key: Ed25519.PublicKey, _ roles: Set<OperatorRole>, reason: String,
    by operator: Operator,
    detail: String?
  ) throws(StoreError) -> OperatorRecord {
    let sequence = try audit(
      "operator.add", name, by: `operator`, after: "\(OperatorRole.text(roles)) \(KeyText.text(of: key))",
      reason: reason, detail: detail)
    try insertOperator(name, key, roles, sequence: sequence, by: `operator`)
    return OperatorRecord(
      name: name, key: key, roles: roles, addedAt: time, addedBy: `operator`.qualifiedName)
  }

  func insertOperator(
    _ name: String, _ key: Ed25519.PublicKey, _ roles: Set<OperatorRole>, sequence: Int64,
    by operator: Operator
  ) throws(StoreError) {
    try db.run(
      "INSERT INTO operators VALUES (?, ?, ?, ?, ?, ?, NULL)",
      [
        .int(sequence), .text(name), .blob(key.bytes), .text(OperatorRole.text(roles)), .time(time),
        .text(`operator`.qualifiedName),
      ])
  }

  mutating func removeOperator(
    _ name: String, reason: String, by operator: Operator, detail: String?
  ) throws(StoreError) -> OperatorRecord {
    guard let record = try OperatorRecord.all(db).first(where: { $0.name == name }) else {
      throw .operators(.unknown(name))
    }
    try audit(
      "operator.remove", name, by: `operator`,
      before: "\(OperatorRole.text(record.roles)) \(KeyText.text(of: record.key))", reason: reason,
      detail: detail)
    try db.run(
      "UPDATE operators SET removed_at = ? WHERE name = ? AND removed_at IS NULL", [.time(time), .text(name)])
    return record
  }
}
