import AuditTrail
import Delegation
import Digests
import GRDB
import PolicyEngine

/// Makes a store: its tables, its keys, its first operator, the starter policy, and the log's first leaf that says so.
struct Founding {
  let keys: KeyFolder?
  /// The first operator's name.
  let founder: String
  /// A new id, never the same.
  let id: String
  let time: Timestamp

  /// To be called under the lock.
  func found(_ connection: Connection) throws(StoreError) {
    let policy: Policy
    do throws(PolicyLoadError) {
      policy = try Policy.load(yaml: StarterPolicy.yaml)
    } catch {
      throw .corrupt(message: "the built-in policy does not load: \(error.problems.map(\.message))")
    }
    guard OperatorName.isValid(founder) else { throw .operators(.badName(founder)) }
    let identity = try makeIdentity()
    let founderKey: Ed25519.PublicKey? =
      if let keys { try keys.make(.operator(founder), store: identity.id) } else { nil }
    try connection.use { db throws(StoreError) in
      try db.script("BEGIN IMMEDIATE")
      defer { db.rollBack() }
      try db.script(Schema.script)
      try prepare(db, identity, policy)
      try enter(db, identity, policy, founderKey)
      try db.script("PRAGMA user_version = \(Schema.version); COMMIT")
    }
  }

  private func makeIdentity() throws(StoreError) -> StoreIdentity {
    let id = String(SHA256.hex(id.utf8).prefix(16))
    guard let keys else { return StoreIdentity(id: id, logKey: nil, assertionKey: nil) }
    return StoreIdentity(
      id: id, logKey: try keys.make(.log, store: id), assertionKey: try keys.make(.assertion, store: id))
  }

  /// What every transaction begins by reading.
  private func prepare(_ db: Database, _ identity: StoreIdentity, _ policy: Policy) throws(StoreError) {
    try db.run(
      "INSERT INTO identity VALUES (1, ?, ?, ?)",
      [.text(identity.id), .blob(identity.logKey?.bytes), .blob(identity.assertionKey?.bytes)])
    try db.run("INSERT INTO log_head VALUES (1, 0, ?, 0, NULL)", [.blob(MerkleFrontier().stored)])
    try db.run("INSERT INTO meta VALUES (1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0)")
    try db.run(
      "INSERT INTO policy_versions VALUES (1, ?, ?, ?, ?, ?)",
      [
        .text(policy.version.text), .text(StarterPolicy.yaml), .time(time), .text("curfew"),
        .text(HalfLives(policy.risk).text),
      ])
  }

  private func enter(
    _ db: Database, _ identity: StoreIdentity, _ policy: Policy, _ founderKey: Ed25519.PublicKey?
  ) throws(StoreError) {
    var transaction = try Transaction(db, clock: time, rules: RulesCache())
    let roles: Set<OperatorRole> = [.operator, .approver]
    let detail = JSONWriter.object { writer in
      writer.member("policy", policy.version.text)
      writer.member("yaml", StarterPolicy.yaml.digestText)
      if let key = identity.logKey { writer.member("log", KeyText.text(of: key)) }
      if let key = identity.assertionKey { writer.member("assertions", KeyText.text(of: key)) }
      if let founderKey {
        writer.member("operator", KeyText.text(of: founderKey))
        writer.member("roles", OperatorRole.text(roles))
      }
    }
    let acting = Operator(name: founder)
    let sequence = try transaction.audit(
      "store.create", identity.id, by: acting, after: policy.version.text, detail: detail)
    if let founderKey {
      try transaction.insertOperator(founder, founderKey, roles, sequence: sequence, by: acting)
    }
    let signer = if let keys { try LogSigner(keys, identity: identity) } else { nil as LogSigner? }
    try transaction.finish(signer)
    if let head = transaction.head { signer?.committed(head, at: time) }
  }
}

extension String {
  /// A text's digest as leaves name it: `sha256:` and 64 hex digits.
  var digestText: String { "sha256:" + SHA256.hex(utf8) }
}

extension StoreIdentity {
  static func read(_ db: Database) throws(StoreError) -> StoreIdentity {
    let row = try db.query("SELECT store_id, log_key, assertion_key FROM identity")
    guard try row.step() else { throw .corrupt(message: "the table `identity` is empty") }
    return StoreIdentity(
      id: row.text(0), logKey: try row.optionalKey(1), assertionKey: try row.optionalKey(2))
  }
}

extension Query {
  func key(_ column: Int32) throws(StoreError) -> Ed25519.PublicKey {
    guard let key = withBytes(column, { try? Ed25519.PublicKey(Array($0)) }) else {
      throw .corrupt(message: "a public key does not read")
    }
    return key
  }

  func optionalKey(_ column: Int32) throws(StoreError) -> Ed25519.PublicKey? {
    isNull(column) ? nil : try key(column)
  }
}
