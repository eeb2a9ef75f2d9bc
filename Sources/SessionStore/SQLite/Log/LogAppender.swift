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
  private var writer = LeafWriter()

  init(_ db: Database) throws(StoreError) {
    let row = try db.query("SELECT size, frontier FROM log_head")
    guard try row.step() else { throw .corrupt(message: "the table `log_head` is empty") }
    let size = row.int(0)
    let stored = row.withBytes(1) { MerkleFrontier(stored: Array($0)) }
    guard let stored, stored.size == UInt64(clamping: size) else {
      throw .corrupt(message: "the log's edge does not fit its size: see `curfew audit verify`")
    }
    frontier = stored
    start = stored
  }

  var hasGrown: Bool { frontier.size > start.size }

  /// Adds the leaf that `write` writes.
  /// - Returns: its hash, which its row keeps.
  mutating func append(_ write: (inout LeafWriter) -> Void) -> MerkleHash {
    write(&writer)
    let leaf = Merkle.leafHash(writer.bytes)
    frontier.append(leaf) { level, position, hash in
      if level % LogNodes.keptEvery == 0 { nodes.append((level, position, hash)) }
    }
    return leaf
  }

  /// Writes the log's new end, signed where this account has the key.
  /// - Returns: the head that was signed, for ``LogSigner/remember(size:root:)`` once the commit has returned.
  mutating func finish(_ db: Database, _ signer: LogSigner?) throws(StoreError) -> SignedHead? {
    if !nodes.isEmpty {
      let insert = try db.query("INSERT INTO log_nodes VALUES (?, ?, ?)")
      for node in nodes {
        insert.bind(1, Int64(node.level))
        insert.bind(2, Int64(clamping: node.position))
        insert.bind(3, node.hash)
        try insert.run()
      }
    }
    guard let signer, try follows(signer.last, db) else {
      try db.run(
        "UPDATE log_head SET size = ?, frontier = ?", [.int(Int64(frontier.size)), .blob(frontier.stored)])
      return nil
    }
    let head = SignedHead(size: frontier.size, root: frontier.root)
    try db.run(
      "UPDATE log_head SET size = ?, frontier = ?, checkpoint = ?",
      [
        .int(Int64(frontier.size)), .blob(frontier.stored),
        .text(signer.checkpoint(size: head.size, root: head.root)),
      ])
    return head
  }

  /// Whether what is to be signed follows from what was signed last.
  private func follows(_ last: (size: UInt64, root: MerkleHash)?, _ db: Database) throws(StoreError) -> Bool {
    guard let last else { return true }
    if last.size == start.size { return last.root == start.root }
    // The store is behind: it was rolled back, and whatever is signed now would be a second history.
    guard last.size < start.size else { return false }
    let nodes = LogNodes(db)
    return try MerkleProofs.root(of: last.size) { level, position throws(StoreError) in
      try nodes.hash(level: level, position: position)
    } == last.root
  }
}

struct SignedHead: Sendable {
  let size: UInt64
  let root: MerkleHash
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
