import AuditTrail
import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  /// On a connection of its own, so that no list waits for it, and on one view of the store: a session that is granted or
  /// revoked meanwhile is in all of the figures or in none. Until it ends (about a second for a million sessions) the
  /// write-ahead log is not cut off; writers go on.
  func posture() throws(StoreError) -> PostureReading {
    try readApart("curfew.posture") { snapshot throws(StoreError) in
      PostureReading(
        stored: snapshot.rules.stored, facts: try snapshot.postureFacts(), asOf: snapshot.time)
    }
  }
}

extension Snapshot {
  fileprivate func postureFacts() throws(StoreError) -> PostureFacts {
    var facts = PostureFacts()
    var sessions = PostureSessions(policy: rules.policy, mixed: try mixedDomains())
    try sessions.run(db, at: time)
    sessions.name(
      inactive: try spelling(sessions.inactive), generic: try spelling(sessions.generic))
    facts.live = sessions.live
    facts.nonceDomains = try nonceDomains(sessions)
    facts.modes = rules.modes.entries
    facts.executions = try recentExecutions()
    facts.detected = try detected()
    facts.revocations = try recentRevocations()
    facts.drills = try drillState()
    facts.policyFile = PostureFacts.PolicyFileState(
      appliedAt: rules.stored.appliedAt, isStarter: rules.policyID == 1)
    facts.approvers = try OperatorRecord.all(db).count { $0.roles.contains(.approver) }
    facts.log = try signedState()
    return facts
  }

  /// A capability as its session's envelope has it.
  private func spelling(_ found: (session: Int64, word: String)?) throws(StoreError) -> String? {
    guard let found else { return nil }
    let row = try db.query("SELECT json FROM envelopes WHERE id = ?", [.int(found.session)])
    guard try row.step() else { return nil }
    let envelope = try row.withBytes(0) { bytes throws(StoreError) in try Envelope(stored: bytes) }
    return envelope.capabilities.first { SearchText.folded($0.text) == found.word }?.text
  }

  /// Names of domains that ever served several action classes, by their folded form. Among more than so many, those with
  /// fewer sessions are not looked into: one alone is a finding.
  private func mixedDomains() throws(StoreError) -> [String: String] {
    let rows = try db.query(
      """
      SELECT domain FROM nonce_domains WHERE instr(classes, ' ') > 0 ORDER BY sessions DESC, domain LIMIT 10000
      """)
    var names: [String: String] = [:]
    while try rows.step() {
      let name = rows.text(0)
      let folded = SearchText.folded(name)
      names[folded] = names[folded] ?? name
    }
    return names
  }

  private func nonceDomains(_ sessions: PostureSessions) throws(StoreError) -> PostureFacts.NonceDomains {
    let row = try db.query("SELECT count(*), ifnull(sum(sessions), 0) FROM nonce_domains")
    var domains = PostureFacts.NonceDomains()
    guard try row.step() else { return domains }
    (domains.count, domains.sessions) = (Int(row.int(0)), Int(row.int(1)))
    sessions.judgeDomains(&domains)
    domains.majority = try majority(sessions)
    return domains
  }

  /// A vote names at most one domain: its sessions are counted.
  private func majority(_ sessions: PostureSessions) throws(StoreError) -> Int {
    guard let name = sessions.vote.name else { return 0 }
    let count = try db.int(
      """
      SELECT count(*) FROM sessions s JOIN envelopes e ON e.id = s.id
      WHERE \(PostureSessions.isLive) AND e.nonce_domain = ?2
      """, [.time(time), .text(name)])
    let found = Int(count ?? 0)
    return found > sessions.live.count / 2 ? found : 0
  }

  /// By whole hours, the one in which the time begins among them.
  private func recentExecutions() throws(StoreError) -> PostureFacts.Executions {
    let from = floorSecond(time) - PostureLimits.executionDays * 86_400
    let row = try db.query(
      """
      SELECT ifnull(sum(allowed + denied), 0), ifnull(sum(denied), 0), ifnull(sum(late), 0) FROM rollups
      WHERE span = 3600 AND start >= ?
      """, [.int(from / 3600 * 3600)])
    var executions = PostureFacts.Executions()
    guard try row.step() else { return executions }
    (executions.all, executions.denied, executions.allowedAfterRevocation) = (
      row.int(0), row.int(1), row.int(2)
    )
    return executions
  }

  private func detected() throws(StoreError) -> PostureFacts.Detected {
    var detected = PostureFacts.Detected()
    for session in try found() {
      detected.sessions += 1
      let isLive = try db.int(
        "SELECT 1 FROM sessions s WHERE s.session_key = ?2 AND \(PostureSessions.isLive)",
        [.time(time), .text(session.sessionKey.text)])
      if isLive != nil { detected.live += 1 }
    }
    return detected
  }

  private func recentRevocations() throws(StoreError) -> PostureFacts.Revocations {
    let from = time - TimeSpan(seconds: PostureLimits.planDays * 86_400)
    var revocations = PostureFacts.Revocations()
    let rows = try db.query(
      "SELECT plane, count(*) FROM revocations WHERE committed_at > ? GROUP BY plane", [.time(from)])
    while try rows.step() { revocations.byPlane[try rows.plane(0)] = Int(rows.int(1)) }
    let times = try timesToRevocation(from: from, to: time + TimeSpan(seconds: 1))
    revocations.answeredAlerts = times.count
    revocations.timeToRevocationP95 = times.p95
    revocations.pendingAlerts = Int(
      try db.int(
        """
        SELECT count(*) FROM alerts a INDEXED BY critical_alerts JOIN sessions s ON s.session_key = a.session_key
        WHERE a.kind = 'risk_critical' AND a.opened_at > ?2 AND a.effective_at IS NULL AND \(PostureSessions.isLive)
        """, [.time(time), .time(from)]) ?? 0)
    return revocations
  }

  private func drillState() throws(StoreError) -> PostureFacts.Drills {
    let row = try db.query(
      """
      SELECT at, reason FROM entries WHERE action = 'drill.run' AND \(AuditEntry.isOfResponse)
      ORDER BY sequence DESC LIMIT 1
      """)
    var drills = PostureFacts.Drills()
    guard try row.step() else { return drills }
    (drills.lastAt, drills.lastPassed) = (row.time(0), row.optionalText(1) == "passed")
    return drills
  }

  private func signedState() throws(StoreError) -> PostureFacts.SignedLogState {
    let row = try db.query("SELECT size, signed FROM log_head")
    guard try row.step() else { throw .corrupt(message: "the table `log_head` is empty") }
    let (size, signed) = (row.int(0), row.int(1))
    // Row n of the log is its leaf n - 1: the first that is unsigned is the one after the last signed.
    let since = try db.int(
      """
      SELECT coalesce((SELECT at FROM entries WHERE sequence = ?1), (SELECT ts FROM executions WHERE sequence = ?1))
      """, [.int(signed + 1)])
    return PostureFacts.SignedLogState(
      leaves: UInt64(clamping: size), unsigned: UInt64(clamping: size - signed),
      unsignedSince: signed < size ? since.map(Timestamp.init(milliseconds:)) : nil)
  }
}
