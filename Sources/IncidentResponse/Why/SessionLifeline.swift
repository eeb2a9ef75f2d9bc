import AuditTrail
import Delegation
import SessionStore

/// What the log says of a session up to an execution, and whether a revocation could have stopped it. What came first is
/// told by the numbers of the leaves: commits have an order, clocks do not.
struct SessionLifeline {
  let history: SessionHistory
  let execution: ExecutionRecord
  private let isBefore: (Int64) -> Bool

  init(_ history: SessionHistory, _ execution: ExecutionRecord) {
    self.history = history
    self.execution = execution
    let sequence = execution.sequence
    isBefore = { $0 < sequence }
  }

  /// The session as it was when the execution was decided; nil where no session had the key yet.
  var row: SessionRow? {
    guard let row = history.row else { return nil }
    return grant.map { isBefore($0.sequence) } ?? (row.grantedAt <= execution.decision.at) ? row : nil
  }

  var grant: AuditEntry? { history.entries.first { $0.action == "session.grant" } }

  /// When it ended as things stood: by the latest extension before the execution.
  var expiresAt: Timestamp? {
    let extended = history.entries.last { $0.action == "session.extend" && isBefore($0.sequence) }
    return extended?.after.flatMap { Timestamp(text: $0) } ?? row?.envelope.expiresAt
  }

  /// Of the session's wallet since the grant: before the execution, and after it.
  var logOuts: (before: [AuditEntry], after: [AuditEntry]) {
    let all = history.entries.filter { $0.action == "user.logOut" }
    return (all.filter { isBefore($0.sequence) }, all.filter { !isBefore($0.sequence) })
  }

  /// The last sign of life before the execution: an attestation, an allowed execution, or the issue. Only what is shown is
  /// known: nil where an older execution may be the last.
  var lastActive: Timestamp? {
    guard let row else { return nil }
    let attested = history.entries.last { $0.action == "session.attest" && isBefore($0.sequence) }?.at
    let used = history.executions.last { isBefore($0.sequence) && $0.decision.isAllowed }?.decision.at
    guard used != nil || history.executions.first?.sequence == execution.sequence else { return nil }
    return [attested, used, row.issuedAt].compactMap(\.self).max()
  }
}

// MARK: Revocations

extension SessionLifeline {
  /// One revocation as the execution met it.
  struct Met {
    let id: String
    /// Its place in the order of commits.
    let sequence: Int64
    /// Its leaf; nil where that is not known.
    let leaf: Int64?
    let committedAt: Timestamp
    let effectiveAt: Timestamp
    let who: String
    /// The entry that gave the session back.
    let withdrawal: AuditEntry?

    /// `12:01:02Z (leaf 7)`, with the date.
    var when: String { committedAt.utc + (leaf.map { " (leaf \($0))" } ?? "") }
  }

  enum Revocation {
    /// There was none, and there is none.
    case never
    /// Committed after the execution.
    case committedLater(Met)
    /// Committed before it, and meant to hold from a later time.
    case effectiveLater(Met)
    /// Committed before it, and taken back before it.
    case givenBack(Met, AuditEntry)
    /// Committed, in effect, and not taken back.
    case inForce(Met)
  }

  /// What is most against an execution, of all the revocations: one in force before one that came late.
  var revocation: Revocation {
    let time = execution.decision.at
    let all = met
    let committed = all.filter { isBefore($0.sequence) }
    let standing = committed.filter { $0.withdrawal.map { !isBefore($0.sequence) } ?? true }
    if let one = standing.first(where: { $0.effectiveAt <= time }) { return .inForce(one) }
    if let one = standing.min(by: { $0.effectiveAt < $1.effectiveAt }) { return .effectiveLater(one) }
    if let one = all.first(where: { !isBefore($0.sequence) }) { return .committedLater(one) }
    if let one = committed.last, let entry = one.withdrawal { return .givenBack(one, entry) }
    return .never
  }

  /// In commit order, from the entries as they were logged: the table of revocations keeps only how they stand now.
  private var met: [Met] {
    var met = history.entries.filter { $0.action == "session.revoke" }.map { entry in
      Met(
        id: entry.result, sequence: entry.sequence, leaf: entry.sequence, committedAt: entry.at,
        effectiveAt: entry.after.flatMap { Timestamp(text: $0) } ?? entry.at, who: entry.who,
        withdrawal: withdrawal(of: entry.result, after: entry.sequence))
    }
    // Taken back and entered again under its id: the table has the later commit, under the number of the first.
    for record in history.revocations {
      guard let first = met.last(where: { $0.id == record.notice.revocationID }),
        let end = first.withdrawal, record.committedAt >= end.at, record.withdrawnAt != end.at
      else { continue }
      met.append(
        Met(
          id: first.id, sequence: record.committedAt <= execution.decision.at ? end.sequence : .max,
          leaf: nil,
          committedAt: record.committedAt,
          effectiveAt: record.effectiveAt, who: record.notice.revokedBy ?? first.who,
          withdrawal: withdrawal(of: first.id, after: end.sequence)))
    }
    return met.sorted { $0.sequence < $1.sequence }
  }

  private func withdrawal(of id: String, after sequence: Int64) -> AuditEntry? {
    history.entries.first {
      $0.action == "session.reinstate" && $0.result == id && $0.sequence > sequence
    }
  }
}
