import AuditTrail
import Delegation
import Digests
import GRDB
import GRDBSQLite
import PolicyEngine
import RiskScoring

// Evidence is written with the revocation and is read again as `RevocationEvidence` (Face). It costs a bounded number of
// reads, and what it cannot read it says: a session whose rows are damaged is ended like any other.

/// What a revocation finds under its key.
enum RevocationTarget {
  case session(StoredSession)
  /// No session has the key yet.
  case unknown
  /// Its row is damaged.
  case unreadable(StoreError)

  /// As it stands in the store.
  static func find(
    _ db: Database, _ key: Identifier, at time: Timestamp, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> RevocationTarget {
    do throws(StoreError) {
      guard let session = try StoredSession.find(db, key, at: time, envelopes) else { return .unknown }
      return .session(session)
    } catch {
      guard case .corrupt = error else { throw error }
      return .unreadable(error)
    }
  }
}

extension Transaction {
  /// What is known of a session that is to be revoked.
  /// - Parameter explanation: of its score, where it was made already.
  /// - Returns: a JSON object.
  /// - Throws: only when SQLite has taken the transaction back with what it could not read (``evidenceProblem``).
  mutating func evidence(
    of target: RevocationTarget, _ explanation: RiskExplanation? = nil
  ) throws(StoreError) -> String {
    var unread: [String] = []
    var session: StoredSession?
    var executions: [LastExecution] = []
    switch target {
    case .session(var found):
      found.carryRisk(rules, policyID: meta.policyID)
      session = found
      executions = try lastExecutions(of: found, &unread)
    case .unknown: break
    case .unreadable(let error): unread.append(error.sentence)
    }
    return JSONWriter.object { writer in
      if let session {
        let why =
          explanation
          ?? session.risk.explanation(RiskContext(session.state, at: time, model: rules.policy.risk))
        EvidenceFigures(session).write(to: &writer)
        if !executions.isEmpty {
          writer.key("executions")
          writer.array { for execution in executions { execution.write(to: &$0) } }
        }
        why.write(to: &writer)
      }
      rules.write(to: &writer)
      if !unread.isEmpty { writer.member("unread", strings: unread) }
    }
  }

  /// Back along the chain of its executions.
  private mutating func lastExecutions(
    of session: StoredSession, _ unread: inout [String]
  ) throws(StoreError) -> [LastExecution] {
    guard evidenceProblem == nil else {
      unread.append("its executions: \(evidenceProblem?.sentence ?? "")")
      return []
    }
    var executions: [LastExecution] = []
    do throws(StoreError) {
      let row = try db.query("SELECT ts, reasons, leaf, previous FROM executions WHERE sequence = ?")
      var next = session.lastExecution
      while let sequence = next, executions.count < RevocationEvidence.executionsMax {
        row.bind(1, sequence)
        guard try row.step() else { throw .corrupt(message: "execution \(sequence) is missing") }
        let previous = row.optionalInt(3)
        executions.append(try LastExecution(row, sequence))
        guard previous.map({ $0 < sequence }) ?? true else {
          throw .corrupt(message: "execution \(sequence) does not come after the one before it")
        }
        next = previous
        row.reset()
      }
    } catch {
      // Of some errors SQLite takes back the whole transaction (sqlite.org/lang_transaction.html, 2.3): what would be
      // written now would not be one with what was written before.
      guard sqlite3_get_autocommit(db.sqliteConnection) == 0 else {
        evidenceProblem = error
        throw error
      }
      unread.append(error.sentence)
    }
    return executions
  }
}

extension SQLiteStore {
  /// A revocation with its evidence. Where reading that has cost the transaction, the revocation goes without it.
  func revoking<T>(
    _ body: (inout Transaction) throws(StoreError) -> T
  ) throws(StoreError) -> T {
    var problem: StoreError?
    do throws(StoreError) {
      return try write(.urgent) { transaction throws(StoreError) in
        defer { problem = transaction.evidenceProblem }
        return try body(&transaction)
      }
    } catch {
      guard let problem else { throw error }
      return try write(.urgent) { transaction throws(StoreError) in
        transaction.evidenceProblem = problem
        return try body(&transaction)
      }
    }
  }
}

/// The detail of an entry that has evidence.
func detail(evidence: String, beside more: (inout JSONWriter) -> Void = { _ in }) -> String {
  JSONWriter.object { writer in
    more(&writer)
    writer.member("evidence", raw: evidence)
  }
}

// MARK: Its parts

/// A session's row as evidence has it.
struct EvidenceFigures {
  let expiresAt: Timestamp
  let spentMicros: UInt64
  let allowed: Int64
  let denied: Int64
  let lastUsed: Timestamp?
  let revokedFrom: Timestamp?
  let assertedUntil: Timestamp?
  let lastExecution: Int64?

  func write(to writer: inout JSONWriter) {
    writer.key("session")
    writer.object { object in
      object.member("expiresAt", raw: expiresAt.seconds)
      object.member("spentUsd", shortestDecimal(spentMicros, scale: Money.scale))
      object.member("allowed", raw: String(max(0, allowed)))
      object.member("denied", raw: String(max(0, denied)))
      if let lastUsed { object.member("lastUsed", raw: lastUsed.seconds) }
      if let revokedFrom { object.member("revokedFrom", raw: revokedFrom.seconds) }
      if let assertedUntil { object.member("assertedUntil", raw: assertedUntil.seconds) }
    }
    if let lastExecution { writer.member("lastExecution", raw: String(lastExecution)) }
  }
}

extension EvidenceFigures {
  fileprivate init(_ session: StoredSession) {
    self.init(
      expiresAt: session.state.expiresAt, spentMicros: session.state.spent.micros,
      allowed: Int64(clamping: session.state.allowedCount), denied: session.denied,
      lastUsed: session.lastUsed, revokedFrom: session.state.revokedFrom,
      assertedUntil: session.assertedUntil, lastExecution: session.lastExecution)
  }
}

private struct LastExecution {
  let sequence: Int64
  let at: Timestamp
  let leaf: [UInt8]
  let reasons: Reasons

  init(_ row: borrowing Query, _ sequence: Int64) throws(StoreError) {
    self.sequence = sequence
    at = row.time(0)
    reasons = Reasons(rawValue: UInt32(truncatingIfNeeded: row.int(1)))
    leaf = try row.hash(2).bytes
  }

  func write(to writer: inout JSONWriter) {
    writer.object { object in
      object.member("sequence", raw: String(sequence))
      object.member("at", raw: at.seconds)
      object.member("leaf", Hex.encode(leaf))
      object.member("reasons", strings: reasons.names)
    }
  }
}

extension RiskExplanation {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("score", raw: score.text)
    if !contributions.isEmpty {
      writer.key("signals")
      writer.array { for part in contributions { part.write(to: &$0) } }
    }
    if !floors.isEmpty { writer.member("floors", strings: floors.map(\.word)) }
  }
}

extension RiskExplanation.Contribution {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { object in
      object.member("signal", signal.code)
      object.member("nats", raw: shortestDecimal(UInt64(max(0, nats)), scale: 6))
      object.member("scoreWithout", raw: scoreWithout.text)
      object.member("count", raw: String(count))
      object.member("allowed", raw: String(allowed))
      object.member("denied", raw: String(denied))
      if let lastSeen { object.member("lastSeen", raw: lastSeen.seconds) }
      object.member("executions", raw: "[" + executions.map(String.init).joined(separator: ",") + "]")
    }
  }
}

extension Rules {
  /// The policy and the modes under which a revocation was made.
  func write(to writer: inout JSONWriter) {
    writer.member("policy", policy.version.text)
    guard !modes.entries.isEmpty else { return }
    writer.key("modes")
    writer.array { list in
      for entry in modes.entries {
        list.object { object in
          object.member("mode", entry.mode.rawValue)
          object.member("scope", raw: entry.scope.json)
        }
      }
    }
  }
}
