import AuditTrail
import Delegation
import GRDB

/// The end of the log inside one transaction: what it was, and the leaves that the transaction adds.
struct LogAppender {
  private(set) var frontier: MerkleFrontier
  /// The log as the transaction found it.
  private let start: MerkleFrontier
  /// Inner nodes that were completed and are kept (``LogNodes/keptEvery``).
  private var nodes: [(level: Int, position: UInt64, hash: MerkleHash)] = []
  private let writer = LeafWriter()
  /// Of the log as it was found, so many leaves are signed.
  private let signed: UInt64
  /// An operator's action is among the new leaves, or somebody wants the head signed as it stands.
  var mustSign = false
  /// The signed head is kept beside the last new leaf, where that is an entry, and not only until the next one.
  var keepsCheckpoint = false

  init(_ db: Database) throws(StoreError) {
    let row = try db.query("SELECT size, frontier, signed FROM log_head")
    guard try row.step() else { throw .corrupt(message: "the table `log_head` is empty") }
    let size = row.int(0)
    let stored = row.withBytes(1) { MerkleFrontier(stored: Array($0)) }
    guard let stored, stored.size == UInt64(clamping: size) else {
      throw .corrupt(message: "the log's edge does not fit its size: see `curfew audit verify`")
    }
    frontier = stored
    start = stored
    signed = UInt64(clamping: row.int(2))
  }

  var hasGrown: Bool { frontier.size > start.size }

  /// Adds the leaf that `write` writes.
  /// - Returns: its hash, which its row keeps.
  mutating func append(_ write: (LeafWriter) -> Void) -> MerkleHash {
    write(writer)
    let leaf = Merkle.leafHash(writer.leaf)
    frontier.append(leaf) { level, position, hash in
      if level % LogNodes.keptEvery == 0 { nodes.append((level, position, hash)) }
    }
    return leaf
  }

  /// Writes the log's new end, and signs it where this account has the key and it is due (``LogSigner/isDue(_:at:)``).
  /// - Returns: the new head, for ``LogSigner/committed(_:at:)`` once the commit has returned.
  mutating func finish(_ db: Database, _ signer: LogSigner?, at time: Timestamp) throws(StoreError)
    -> CommittedHead
  {
    if !nodes.isEmpty {
      let insert = try db.query("INSERT INTO log_nodes VALUES (?, ?, ?)")
      for node in nodes {
        insert.bind(1, Int64(node.level))
        insert.bind(2, Int64(clamping: node.position))
        insert.bind(3, node.hash)
        try insert.run()
      }
    }
    let root = frontier.root
    let wants = mustSign || (signer?.isDue(frontier.size - signed, at: time) ?? false)
    guard let signer, wants, signed < frontier.size, try follows(signer, db) else {
      try db.run(
        "UPDATE log_head SET size = ?, frontier = ?", [.int(Int64(frontier.size)), .blob(frontier.stored)])
      let continues = signer?.knows(size: start.size, root: start.root) ?? false
      return CommittedHead(
        size: frontier.size, root: root, isSigned: false, isKnown: continues, isAction: mustSign)
    }
    let checkpoint = signer.checkpoint(size: frontier.size, root: root)
    try db.run(
      "UPDATE log_head SET size = ?1, frontier = ?2, signed = ?1, checkpoint = ?3",
      [.int(Int64(frontier.size)), .blob(frontier.stored), .text(checkpoint)])
    if keepsCheckpoint {
      try db.run(
        "UPDATE entries SET checkpoint = ? WHERE sequence = ?",
        [.text(checkpoint), .int(Int64(frontier.size))])
    }
    return CommittedHead(size: frontier.size, root: root, isSigned: true, isKnown: true, isAction: mustSign)
  }

  /// Whether what is to be signed follows from what was signed last, by this process or by another of this account.
  private func follows(_ signer: LogSigner, _ db: Database) throws(StoreError) -> Bool {
    if signer.knows(size: start.size, root: start.root) { return true }
    guard let last = signer.last else { return true }
    if last.size == start.size { return last.root == start.root }
    // The store is behind: it was rolled back, and whatever is signed now would be a second history.
    guard last.size < start.size else { return false }
    // Another process signed just this after the one that is remembered.
    if let note = try LogHead.read(db).checkpoint, signer.verifies(note, size: start.size, root: start.root) {
      return true
    }
    let nodes = LogNodes(db)
    return try MerkleProofs.root(of: last.size) { level, position throws(StoreError) in
      try nodes.hash(level: level, position: position)
    } == last.root
  }
}

/// The log's head as a transaction leaves it.
struct CommittedHead: Sendable {
  let size: UInt64
  let root: MerkleHash
  let isSigned: Bool
  /// It follows from what was signed last.
  let isKnown: Bool
  /// An operator's action is among what it adds.
  let isAction: Bool
}

extension Query {
  func bind(_ position: Int32, _ hash: MerkleHash) { bind(position, hash.bytes) }

  func hash(_ column: Int32) throws(StoreError) -> MerkleHash {
    guard let hash = withBytes(column, { MerkleHash(Array($0)) }) else {
      throw .corrupt(message: "a hash of the log has the wrong length")
    }
    return hash
  }
}
