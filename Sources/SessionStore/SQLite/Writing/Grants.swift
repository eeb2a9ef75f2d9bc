import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func grant(_ grants: [Grant], by operator: Operator) throws(StoreError) -> [GrantOutcome] {
    if grants.isEmpty { return [] }
    return try write(.ordinary) { transaction throws(StoreError) in
      var outcomes: [GrantOutcome] = []
      outcomes.reserveCapacity(grants.count)
      for grant in grants {
        outcomes.append(try transaction.grant(grant.envelope, by: `operator`, envelopes))
      }
      return outcomes
    }
  }
}

extension Transaction {
  fileprivate mutating func grant(
    _ envelope: Envelope, by operator: Operator, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> GrantOutcome {
    guard envelope.canBeStored else { return .refused([.malformed]) }
    let key = envelope.sessionKey.text
    let refusals = Acceptance.grant(
      envelope, at: time, policy: rules.policy,
      isKnown: try db.int("SELECT 1 FROM sessions WHERE session_key = ?", [.text(key)]) != nil,
      hasRevocation: try db.int(
        "SELECT 1 FROM revocations WHERE session_key = ? AND withdrawn_at IS NULL", [.text(key)]) != nil)
    guard refusals.isEmpty else {
      if refusals.contains(.duplicateSession) { try noteSharedKey(envelope, by: `operator`) }
      return .refused(refusals)
    }
    let state = SessionState(envelope: envelope, grantedAt: time)
    let idle = state.idleLimit(under: rules.policy)
    let id = meta.sessions + 1
    meta.sessions = id
    life.add(LifePlan(state, idle: idle))
    let sequence = try audit(
      "session.grant", key, by: `operator`, result: "granted", event: .granted(envelope), session: id)
    let classes = envelope.actionClasses(under: rules.policy)
    var risk = RiskState()
    if try hasDrifted(envelope, id: id, envelopes) {
      risk.noteDrift(at: time, sequence: sequence, model: rules.policy.risk)
    }
    try insert(state, id: id, idle: idle, risk: risk, classes: classes)
    watch.sums.plan(state, classes)
    try noteNonceDomain(envelope, classes: classes, sequence: sequence)
    return .granted(at: time)
  }

  private func insert(
    _ state: SessionState, id: Int64, idle: TimeSpan, risk: RiskState, classes: String
  ) throws(StoreError) {
    let envelope = state.envelope
    try db.run(
      """
      INSERT INTO sessions (id, session_key, wallet, chain_id, granted_at, issued_at, valid_from, expires_at, idle_ms,
        max_value, last_active, spent, allowed, denied, risk, risk_policy, risk_bound)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?)
      """,
      [
        .int(id), .text(envelope.sessionKey.text), .text(envelope.wallet.text), .int(Int64(envelope.chainID)),
        .time(time), .time(state.issuedAt), .time(max(state.issuedAt, envelope.notBefore ?? state.issuedAt)),
        .time(state.expiresAt), .int(idle.milliseconds), .int(Int64(envelope.maxValue.micros)),
        .time(state.lastActive), risk.isClean ? .null : .blob(risk.stored), .int(meta.policyID),
        .int(Int64(risk.bound(RiskContext(state, at: time, model: rules.policy.risk)).hundredths)),
      ])
    let words = SearchText(envelope)
    try db.run(
      "INSERT INTO envelopes VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        .int(id), .text(envelope.json), .text(words.nonceDomain), .text(words.capabilities),
        .text(words.destinations), .text(words.labels), .text(classes),
      ])
  }
}

extension Envelope {
  /// Whether reading its JSON again gives the same envelope: one that cannot be read would stop every batch it is in.
  /// Envelopes that were read from JSON all pass; one made in code may not.
  fileprivate var canBeStored: Bool {
    let times = [expiresAt, issuedAt, notBefore].compactMap(\.self)
    let counts = [chainID, maxExecutions].compactMap(\.self)
    let spans = [spendWindow?.length, inactivity].compactMap(\.self)
    return !capabilities.isEmpty && Set(capabilities).count == capabilities.count && chainID > 0
      && times.allSatisfy { $0 >= .epoch && $0 <= .max } && counts.allSatisfy { $0 <= Read.largestInteger }
      && spans.allSatisfy { $0.milliseconds % 1000 == 0 && (1...31_536_000).contains($0.milliseconds / 1000) }
      && hasStorableLabels && hasStorableDestinations
  }

  private var hasStorableLabels: Bool {
    guard labels.count <= 32, Set(labels.map { Array($0.key.utf8) }).count == labels.count else {
      return false
    }
    return labels.allSatisfy {
      $0.value.unicodeScalars.count <= 256 && (1...128).contains($0.key.utf8.count)
        && $0.key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
  }

  private var hasStorableDestinations: Bool {
    guard case .perCapability(let lists) = destinations else { return true }
    let named = lists.map(\.capability)
    return Set(named).count == named.count && named.allSatisfy(capabilities.contains)
  }
}
