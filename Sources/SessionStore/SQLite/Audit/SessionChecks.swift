import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension TableChecks {
  func checkSessions(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.sessions.lazy.enumerated().map { index, session -> [SQLValue] in
      let state = session.state
      let envelope = state.envelope
      var row: [SQLValue] = [
        .int(Int64(index) + 1), .text(session.key), .text(envelope.wallet.text),
        .int(Int64(envelope.chainID)),
        .time(session.grantedAt), .time(state.issuedAt),
        .time(max(state.issuedAt, envelope.notBefore ?? state.issuedAt)),
        .time(state.expiresAt), .int(Int64(envelope.maxValue.micros)), .time(state.revokedFrom),
        .time(session.firstRefusedAt), .time(state.lastAttested), .time(state.lastActive),
        .time(session.lastUsed),
      ]
      row += [
        .int(Int64(state.spent.micros)), .int(Int64(state.allowedCount)), .int(session.denied),
        .int(session.lastExecution), .int(state.nonces.highest.map { Int64(bitPattern: $0) }),
        .blob(state.nonces.highest == nil ? nil : state.nonces.stored), .time(session.assertedUntil),
        .blob(session.risk == RiskState() ? nil : session.risk.stored), .int(session.riskPolicy),
      ]
      return row
    }
    try TableComparison(
      "sessions",
      "id session_key wallet chain_id granted_at issued_at valid_from expires_at max_value revoked_from first_refused_at last_attested last_active last_used spent allowed denied last_execution nonce_highest nonces asserted_until risk risk_policy"
    ).run(db, expected, &findings) { row in
      // What was written and says nothing is as good as nothing.
      row[21] == .blob(RiskState().stored) ? row.prefix(21) + [.null, row[22]] : row
    }
    try checkBounds(&findings)
    try checkIdle(&findings)
  }

  /// A bound may have stood still while the score faded, and is lowered now and then: it is never below the score.
  private func checkBounds(_ findings: inout Findings) throws(StoreError) {
    guard let policy = recount.policy else { return }
    let rows = try db.query("SELECT id, risk_bound FROM sessions ORDER BY id")
    while try rows.step() {
      let index = Int(rows.int(0)) - 1
      guard recount.sessions.indices.contains(index) else { continue }
      let session = recount.sessions[index]
      let risk = recount.models.carried(
        session.risk, from: session.riskPolicy, to: Int64(recount.policies.count))
      let score = risk.score(RiskContext(session.state, at: recount.lastTime, model: policy.risk))
      if rows.int(1) < Int64(score.hundredths) || rows.int(1) > 10_000 {
        findings.add(
          "sessions", "id \(rows.int(0))", "`risk_bound` is \(rows.int(1)), its score \(score.hundredths)")
      }
    }
  }

  /// The inactivity limit that a session is counted with is the policy's; of one that had ended when the policy changed,
  /// and of those that the change has not come to yet, an earlier policy's.
  private func checkIdle(_ findings: inout Findings) throws(StoreError) {
    let rows = try db.query("SELECT id, idle_ms FROM sessions ORDER BY id")
    let policies = recount.loaded.compactMap(\.self)
    while try rows.step() {
      let id = rows.int(0)
      guard recount.sessions.indices.contains(Int(id) - 1), let policy = recount.policy else { continue }
      let state = recount.sessions[Int(id) - 1].state
      let idle = TimeSpan(milliseconds: rows.int(1))
      if idle == state.idleLimit(under: policy) { continue }
      let mayBeOld = id <= meta.idleUntil || state.expiresAt <= recount.lastTime
      if mayBeOld, policies.contains(where: { state.idleLimit(under: $0) == idle }) { continue }
      findings.add("sessions", "id \(id)", "`idle_ms` is \(idle.milliseconds), no policy says so")
    }
  }

  func checkEnvelopes(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.sessions.lazy.enumerated().map { index, session -> [SQLValue] in
      let words = SearchText(session.state.envelope)
      return [
        .int(Int64(index) + 1), .text(session.state.envelope.json), .text(words.nonceDomain),
        .text(words.capabilities), .text(words.destinations), .text(words.labels), .text(session.classes),
      ]
    }
    try TableComparison("envelopes", "id json nonce_domain capabilities destinations labels classes").run(
      db, expected, &findings)
  }

  func checkWindows(_ findings: inout Findings) throws(StoreError) {
    let expected = recount.sessions.lazy.enumerated().flatMap { index, session in
      session.window.map { spend -> [SQLValue] in
        [.int(Int64(index) + 1), .time(spend.at), .int(Int64(spend.micros))]
      }
    }
    try TableComparison("window_spends", "session_id at value", keyed: 2).run(db, expected, &findings)
  }

  /// The header's counts: what lies behind `counted_until` may stand in its own second or in row 0.
  func checkLifeCounts(_ findings: inout Findings) throws(StoreError) {
    var counts = LifeCounts()
    let idle = try db.query("SELECT id, idle_ms FROM sessions ORDER BY id")
    while try idle.step() {
      let index = Int(idle.int(0)) - 1
      guard recount.sessions.indices.contains(index) else { continue }
      counts.add(LifePlan(recount.sessions[index].state, idle: TimeSpan(milliseconds: idle.int(1))))
    }
    let expected = counts.rows(foldedTo: recount.countedUntil)
    let found = try LifeCounts.rows(db, foldedTo: recount.countedUntil)
    for second in Set(expected.keys).union(found.keys).sorted() {
      let none = [Int64](repeating: 0, count: 5)
      if (expected[second] ?? none) != (found[second] ?? none) {
        findings.add(
          "life_counts", "second \(second)",
          "it counts \(found[second] ?? none), by the log \(expected[second] ?? none)")
      }
    }
  }
}
