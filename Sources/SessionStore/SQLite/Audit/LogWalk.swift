import AuditTrail
import Delegation
import GRDB
import PolicyEngine

/// Goes through the log's raw rows in order: makes every leaf anew, builds the tree from them, and counts the tables anew.
struct LogWalk {
  let recount: Recount
  var findings = Findings()
  private(set) var frontier = MerkleFrontier()
  /// Roots that somebody outside the rows vouches for, by size, least first.
  private var marks: ArraySlice<Mark>
  private let writer = LeafWriter()
  private var nodes: Int64 = 0
  /// A row is missing: what stands above it in the tree cannot be made.
  private var hasGap = false
  private let db: Database

  /// A root that the log must have had.
  struct Mark {
    let size: UInt64
    let root: MerkleHash
    let place: String
    let row: String
  }

  init(_ db: Database, _ recount: Recount, marks: [Mark]) {
    self.db = db
    self.recount = recount
    self.marks = marks.sorted { $0.size < $1.size }[...]
  }

  mutating func run() throws(StoreError) {
    let entries = try db.query(
      "SELECT \(AuditEntry.columns), n.leaf, n.event IS NULL \(AuditEntry.source) ORDER BY n.sequence")
    let executions = try db.query(
      """
      SELECT \(ExecutionLeaf.columns), x.leaf, x.previous, x.policy_id, x.chain_mismatch, x.destination_mismatch,
        typeof(x.nonce) = 'integer' \(ExecutionLeaf.source) ORDER BY x.sequence
      """)
    passMarks()
    var hasEntry = try entries.step()
    var hasExecution = try executions.step()
    while hasEntry || hasExecution {
      if hasEntry && !(hasExecution && executions.int(0) < entries.int(0)) {
        try take(entry: entries)
        hasEntry = try entries.step()
      } else {
        try take(execution: executions)
        hasExecution = try executions.step()
      }
    }
    for mark in marks {
      findings.add(
        mark.place, mark.row,
        "it vouches for \(mark.size) leaves, the log has \(frontier.size): its end was cut off")
    }
    let kept = try db.int("SELECT count(*) FROM log_nodes") ?? 0
    if kept != nodes { findings.add("log_nodes", "all", "there are \(kept) nodes, by the log \(nodes)") }
  }

  // MARK: Rows

  private mutating func take(entry row: borrowing Query) throws(StoreError) {
    let name = "sequence \(row.int(0))"
    guard follow(row.int(0), "entries") else { return }
    let entry: AuditEntry
    do throws(StoreError) {
      entry = try AuditEntry(row)
    } catch {
      findings.add("entries", name, "it does not read: \(error.sentence)")
      return append(nil, stored: try? row.hash(14), "entries", name)
    }
    entry.write(to: writer)
    append(Merkle.leafHash(writer.leaf), stored: try? row.hash(14), "entries", name)
    let isGrant = entry.action == "session.grant" && entry.result == "granted"
    if let session = row.optionalInt(12) {
      findings.expect("entries", name, "session_id", session, Int64(recount.sessions.count) + 1)
      if row.isNull(13) { findings.add("envelopes", "id \(session)", "missing") }
      if !isGrant || row.int(15) != 1 {
        findings.add("entries", name, "it stands for a session that it does not grant")
      }
    } else if isGrant {
      findings.add("entries", name, "it grants a session that it does not name")
    }
    if let problem = recount.take(entry) { findings.add("entries", name, problem) }
  }

  private mutating func take(execution row: borrowing Query) throws(StoreError) {
    let sequence = row.int(0)
    let name = "sequence \(sequence)"
    guard follow(sequence, "executions") else { return }
    let leaf: ExecutionLeaf
    let request: ExecutionRequest
    do throws(StoreError) {
      leaf = try ExecutionLeaf(row)
      request = ExecutionRequest(
        requestID: leaf.requestID, sessionKey: try Identifier(stored: leaf.sessionKey),
        capability: try Identifier(stored: leaf.capability),
        destination: try Identifier(stored: leaf.destination),
        chainID: leaf.chainID, value: leaf.value, nonceDomain: try Identifier(stored: leaf.nonceDomain),
        nonce: leaf.nonce)
    } catch {
      findings.add("executions", name, "it does not read: \(error.sentence)")
      return append(nil, stored: try? row.hash(14), "executions", name)
    }
    leaf.write(to: writer)
    append(Merkle.leafHash(writer.leaf), stored: try? row.hash(14), "executions", name)
    let facts = recount.take(request, recorded: leaf.reasons, at: leaf.at, sequence: sequence)
    if let facts { check(leaf, row, facts, name) }
  }

  /// What the row holds beside its leaf, and whether the decision follows from what came before it.
  private mutating func check(
    _ leaf: ExecutionLeaf, _ row: borrowing Query, _ facts: ExecutionFacts, _ name: String
  ) {
    let decision = facts.decision
    findings.expect("executions", name, "reasons", row.int(10), Int64(decision.reasons.rawValue))
    findings.expect("executions", name, "mode", leaf.mode, decision.mode)
    findings.expect("executions", name, "remaining", leaf.remaining?.micros, decision.remaining?.micros)
    findings.expect("executions", name, "previous", row.optionalInt(15), facts.previous)
    findings.expect("executions", name, "policy_id", row.int(16), facts.policyID)
    findings.expect(
      "executions", name, "chain_mismatch", row.int(17), leaf.reasons.contains(.chainMismatch) ? 1 : 0)
    findings.expect(
      "executions", name, "destination_mismatch", row.int(18),
      leaf.reasons.contains(.destinationNotAllowed) ? 1 : 0)
    findings.expect(
      "executions", name, "nonce is a number", row.int(19), Int64(exactly: leaf.nonce) == nil ? 0 : 1)
  }

  // MARK: The tree

  /// - Returns: false for a second row of one number.
  private mutating func follow(_ sequence: Int64, _ table: String) -> Bool {
    let next = Int64(frontier.size) + 1
    guard sequence >= next else {
      findings.add(table, "sequence \(sequence)", "the log has another entry of this number")
      return false
    }
    if sequence > next {
      let last = sequence - 1
      findings.add("log", next == last ? "sequence \(next)" : "sequences \(next) to \(last)", "missing")
      hasGap = true
      // Nothing is known of what stood here; the places after it keep theirs.
      for _ in next..<sequence { grow(Merkle.emptyRoot) }
    }
    return true
  }

  private mutating func append(_ leaf: MerkleHash?, stored: MerkleHash?, _ table: String, _ name: String) {
    if let leaf, leaf != stored { findings.add(table, name, "it was changed: it is not what was logged") }
    // The hash beside a changed row, if that is still the logged one, keeps one change from hiding another.
    grow(stored ?? leaf ?? Merkle.emptyRoot)
  }

  private mutating func grow(_ leaf: MerkleHash) {
    var completed: [(Int, UInt64, MerkleHash)] = []
    frontier.append(leaf) { level, position, hash in
      if level % LogNodes.keptEvery == 0 { completed.append((level, position, hash)) }
    }
    for (level, position, hash) in completed {
      nodes += 1
      compare(level, position, hash)
    }
    passMarks()
  }

  private mutating func compare(_ level: Int, _ position: UInt64, _ hash: MerkleHash) {
    guard !hasGap else { return }
    if (try? keptNode(level, position)) == hash { return }
    let width = UInt64(1) << UInt64(level)
    findings.add(
      "log_nodes", "level \(level) position \(position)",
      "it is not the node over sequences \(position * width + 1) to \((position + 1) * width)")
  }

  private func keptNode(_ level: Int, _ position: UInt64) throws(StoreError) -> MerkleHash? {
    let row = try db.query(
      "SELECT hash FROM log_nodes WHERE level = ? AND position = ?",
      [.int(Int64(level)), .int(Int64(clamping: position))])
    return try row.step() ? row.hash(0) : nil
  }

  private mutating func passMarks() {
    while let mark = marks.first, mark.size <= frontier.size {
      if mark.size == frontier.size, !hasGap, mark.root != frontier.root {
        findings.add(
          mark.place, mark.row,
          "it vouches for another log: of its \(mark.size) leaves at least one is not what it was")
      }
      marks.removeFirst()
    }
  }
}
