import AuditTrail
import Delegation
import Digests
import GRDB
import PolicyEngine

/// Every table that follows from the log, held against it.
struct TableChecks {
  let db: Database
  let recount: Recount
  let meta: Meta
  let head: MerkleFrontier

  func run(_ findings: inout Findings) throws(StoreError) {
    try checkMeta(&findings)
    try checkIdentity(&findings)
    try checkPolicies(&findings)
    try checkModes(&findings)
    try checkOperators(&findings)
    try checkApprovals(&findings)
    try checkRevocations(&findings)
    try checkTraffic(&findings)
    try checkSessions(&findings)
    try checkEnvelopes(&findings)
    try checkWindows(&findings)
    try checkLifeCounts(&findings)
    try WatchChecks(db: db, watched: recount.watched).run(&findings)
  }

  private func checkMeta(_ findings: inout Findings) throws(StoreError) {
    let expected: [SQLValue] = [
      .int(1), .time(recount.lastTime), .int(Int64(head.size) + 1), .int(Int64(recount.sessions.count)),
      .int(recount.executions), .int(recount.afterRevoke), .int(recount.rulesVersion),
      .int(Int64(recount.policies.count)), .int(recount.countedUntil),
      .time(recount.watched.mismatches.until),
    ]
    try TableComparison(
      "meta",
      "id last_time next_sequence sessions executions after_revoke rules_version policy_id counted_until mismatches_until"
    ).run(db, [expected], &findings)
    if !(0...meta.sessions).contains(meta.idleUntil) {
      findings.add("meta", "id 1", "`idle_until` is \(meta.idleUntil), of \(meta.sessions) sessions")
    }
    let stored = try db.int("SELECT size FROM log_head")
    let note = try LogHead.read(db).checkpoint.flatMap { try? SignedNote($0.utf8) }
    let signed = note.flatMap { try? Checkpoint(noteText: $0.text) }?.size ?? 0
    findings.expect(
      "log_head", "id 1", "signed", try db.int("SELECT signed FROM log_head") ?? 0, Int64(clamping: signed))
    let edge = try db.query("SELECT frontier FROM log_head")
    let bytes = try edge.step() ? edge.withBytes(0) { Array($0) } : []
    findings.expect("log_head", "id 1", "size", stored ?? 0, Int64(head.size))
    if bytes != head.stored { findings.add("log_head", "id 1", "`frontier` is not the log's edge") }
  }

  private func checkIdentity(_ findings: inout Findings) throws(StoreError) {
    guard let identity = recount.identity else {
      return findings.add("identity", "id 1", "the log does not begin with the making of the store")
    }
    try TableComparison("identity", "id store_id log_key assertion_key").run(
      db,
      [[.int(1), .text(identity.id), .blob(identity.logKey?.bytes), .blob(identity.assertionKey?.bytes)]],
      &findings)
  }

  private func checkPolicies(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.policies.enumerated().map { index, row -> [SQLValue] in
      [
        .int(Int64(index) + 1), .text(row.version), .text(row.yamlDigest), .time(row.appliedAt),
        .text(row.appliedBy), .text(recount.loaded[index].map { HalfLives($0.risk).text }),
      ]
    }
    try TableComparison("policy_versions", "id version yaml applied_at applied_by half_lives").run(
      db, expected, &findings
    ) {
      row in
      guard case .text(let yaml) = row[2] else { return row }
      return [row[0], row[1], .text(yaml.digestText), row[3], row[4], row[5]]
    }
  }

  private func checkModes(_ findings: inout Findings) throws(StoreError) {
    let expected = zip(recount.modes.entries, recount.modePositions).map { entry, position -> [SQLValue] in
      [.int(position.sequence), .text(entry.scope.json), .text(entry.mode.rawValue), .time(entry.start)]
    }
    try TableComparison("modes", "position scope mode start").run(db, expected, &findings)
  }

  private func checkOperators(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.operators.map { row -> [SQLValue] in
      [
        .int(row.sequence), .text(row.name), .blob(row.key.bytes), .text(OperatorRole.text(row.roles)),
        .time(row.addedAt), .text(row.addedBy), .time(row.removedAt),
      ]
    }
    try TableComparison("operators", "sequence name key roles added_at added_by removed_at").run(
      db, expected, &findings)
  }

  private func checkApprovals(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.approvals.map { row -> [SQLValue] in
      [
        .int(row.sequence), .text(row.ask.id), .text(row.ask.action), .text(row.ask.what),
        .text(row.ask.reason),
        .text(row.ask.by), .time(row.ask.at), .time(row.ask.expiresAt), .blob(row.signature),
        .text(row.state.rawValue), .text(row.decidedBy), .time(row.decidedAt), .text(row.answer),
        .blob(row.answerSignature),
      ]
    }
    try TableComparison(
      "approvals",
      "sequence request_id action what reason asked_by asked_at expires_at signature state decided_by decided_at answer answer_signature"
    ).run(db, expected, &findings)
    try checkAttachments(&findings)
  }

  private func checkAttachments(_ findings: inout Findings) throws(StoreError) {
    let rows = try db.query(
      "SELECT sequence, action, target, what, attachment FROM approvals ORDER BY sequence")
    while try rows.step() {
      let name = "sequence \(rows.int(0))"
      do throws(StoreError) {
        let change = try Loosening(action: rows.text(1), what: rows.text(3), attachment: rows.optionalText(4))
        findings.expect("approvals", name, "target", rows.text(2), change.target)
        if change.json != rows.text(3) || change.attachment != rows.optionalText(4) {
          findings.add("approvals", name, "`attachment` is not what was signed")
        }
      } catch {
        findings.add("approvals", name, "its change does not read")
      }
    }
  }

  private func checkRevocations(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.revocations.sorted { $0.sequence < $1.sequence }.map { row -> [SQLValue] in
      [
        .int(row.sequence), .text(row.key), .text(row.id), .time(row.effectiveAt), .time(row.committedAt),
        .text(row.plane.rawValue), .text(row.who), .text(row.reason), .time(row.withdrawnAt),
      ]
    }
    try TableComparison(
      "revocations",
      "sequence session_key revocation_id effective_at committed_at plane operator reason withdrawn_at"
    ).run(db, expected, &findings)
  }

  private func checkTraffic(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.traffic.sorted { $0.key < $1.key }.map { second, counts -> [SQLValue] in
      [.int(second), .int(counts.allowed), .int(counts.denied)]
    }
    try TableComparison("traffic", "second allowed denied").run(db, expected, &findings)
  }
}
