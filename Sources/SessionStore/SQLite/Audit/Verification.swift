import AuditTrail
import Delegation
import Digests
import GRDB
import PolicyEngine

extension SQLiteStore {
  func verifyAudit(_ anchors: AuditAnchors) throws(StoreError) -> AuditReport {
    let connection = try Connection(path: path, .reading, label: "curfew.verify")
    defer { connection.close() }
    return try connection.use { db throws(StoreError) in
      try db.snapshot { db throws(StoreError) in
        var verification = try Verification(db, anchors: anchors, identity: storeIdentity, keys: keys)
        return try verification.run()
      }
    }
  }
}

/// One verification, on one unchanging view of the store.
private struct Verification {
  let db: Database
  let anchors: AuditAnchors
  let identity: StoreIdentity
  let signer: LogSigner?
  private var findings = Findings()
  private var marks: [LogWalk.Mark] = []
  private var signedLeaves: UInt64 = 0
  private var witnessed = 0
  private var witnessedLeaves: UInt64 = 0

  init(_ db: Database, anchors: AuditAnchors, identity: StoreIdentity, keys: KeyFolder?) throws(StoreError) {
    self.db = db
    self.anchors = anchors
    self.identity = identity
    signer = if let keys { (try? LogSigner(keys, identity: identity)) ?? nil } else { nil }
  }

  mutating func run() throws(StoreError) -> AuditReport {
    try SchemaCheck.run(db, &findings)
    try markCheckpoint()
    try markKept()
    markLast()
    for checkpoint in anchors.checkpoints { mark(witness: checkpoint) }
    let recount = Recount(RecountRows(db, yaml: try texts()))
    var walk = LogWalk(db, recount, marks: marks)
    walk.findings = findings
    try walk.run()
    findings = walk.findings
    try TableChecks(db: db, recount: recount, meta: try Meta.read(db), head: walk.frontier).run(&findings)
    return AuditReport(
      leaves: walk.frontier.size, signedLeaves: signedLeaves, root: Hex.encode(walk.frontier.root.bytes),
      witnessed: witnessed, witnessedLeaves: witnessedLeaves, findings: findings.first,
      findingCount: findings.count)
  }

  /// The key from outside if there is one: the store's own word for it could have been changed with the rest.
  private var trustedKey: Ed25519.PublicKey? {
    anchors.logKey ?? signer?.key.publicKey ?? identity.logKey
  }

  private mutating func markCheckpoint() throws(StoreError) {
    guard let key = trustedKey else { return }
    if key != identity.logKey {
      findings.add("identity", "id 1", "`log_key` is not the key that was given")
    }
    guard let note = try db.text("SELECT checkpoint FROM log_head") else {
      return findings.add("checkpoint", "the store's", "missing")
    }
    guard let checkpoint = read(note, key) else {
      return findings.add("checkpoint", "the store's", "it is not signed by the log's key")
    }
    signedLeaves = checkpoint.size
    marks.append(.init(size: checkpoint.size, root: checkpoint.root, place: "checkpoint", row: "the store's"))
  }

  /// Heads that stand beside the incident's event with which they end.
  private mutating func markKept() throws(StoreError) {
    let rows = try db.query(
      "SELECT sequence, checkpoint FROM entries WHERE checkpoint IS NOT NULL ORDER BY sequence")
    while try rows.step() {
      let size = UInt64(clamping: rows.int(0))
      guard let key = trustedKey, let checkpoint = read(rows.text(1), key), checkpoint.size == size else {
        findings.add(
          "entries", "sequence \(size)", "`checkpoint` is not signed by the log's key over just these leaves")
        continue
      }
      marks.append(
        .init(size: size, root: checkpoint.root, place: "entries", row: "checkpoint of sequence \(size)"))
    }
  }

  /// What this account remembers to have signed last.
  private mutating func markLast() {
    guard let last = signer?.last else { return }
    marks.append(
      .init(size: last.size, root: last.root, place: "checkpoint", row: "the last one signed here"))
  }

  private mutating func mark(witness: (place: String, note: String)) {
    guard let key = trustedKey, let checkpoint = read(witness.note, key) else {
      return findings.add("witness", witness.place, "it is no checkpoint that this store's key signed")
    }
    witnessed += 1
    witnessedLeaves = max(witnessedLeaves, checkpoint.size)
    marks.append(.init(size: checkpoint.size, root: checkpoint.root, place: "witness", row: witness.place))
  }

  private func read(_ text: String, _ key: Ed25519.PublicKey) -> Checkpoint? {
    guard let verifier = try? NoteVerifierKey(name: identity.origin, publicKey: key),
      let note = try? SignedNote(text.utf8), note.isSigned(by: verifier),
      let checkpoint = try? Checkpoint(noteText: note.text), checkpoint.origin == identity.origin
    else { return nil }
    return checkpoint
  }

  private func texts() throws(StoreError) -> [Int64: String] {
    let rows = try db.query("SELECT id, yaml FROM policy_versions")
    var texts: [Int64: String] = [:]
    while try rows.step() { texts[rows.int(0)] = rows.text(1) }
    return texts
  }
}
