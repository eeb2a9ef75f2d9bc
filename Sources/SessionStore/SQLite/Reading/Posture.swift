import AuditTrail
import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func posture() throws(StoreError) -> PostureReading {
    try read { snapshot throws(StoreError) in
      PostureReading(policy: snapshot.rules.policy, facts: try snapshot.postureFacts(), asOf: snapshot.time)
    }
  }
}

extension Snapshot {
  fileprivate func postureFacts() throws(StoreError) -> PostureFacts {
    var facts = PostureFacts()
    var sessions = PostureSessions(policy: rules.policy, mixed: try mixedDomains())
    try sessions.run(db, at: time)
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

  /// Names of domains that ever served several action classes, by their folded form. Among more than so many, those that
  /// come later are not looked into: one alone is a finding.
  private func mixedDomains() throws(StoreError) -> [String: String] {
    let rows = try db.query(
      "SELECT domain FROM nonce_domains WHERE instr(classes, ' ') > 0 LIMIT 10000")
    var names: [String: String] = [:]
    while try rows.step() {
      let name = rows.text(0)
      names[SearchText.folded(name)] = name
    }
    return names
  }

  private func nonceDomains(_ sessions: PostureSessions) throws(StoreError) -> PostureFacts.NonceDomains {
    let row = try db.query(
      "SELECT count(*), ifnull(sum(sessions), 0), ifnull(max(sessions), 0) FROM nonce_domains")
    var domains = PostureFacts.NonceDomains()
    guard try row.step() else { return domains }
    (domains.count, domains.sessions, domains.largest) = (
      Int(row.int(0)), Int(row.int(1)), Int(row.int(2))
    )
    sessions.judgeDomains(&domains)
    return domains
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
      "SELECT at, reason FROM entries WHERE action = 'drill.run' ORDER BY sequence DESC LIMIT 1")
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
