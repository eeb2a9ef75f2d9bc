package import Delegation
package import PolicyEngine

/// Scores the sessions of a ledger as its events come: what the store does, on a virtual clock and in memory.
package struct RiskWatch: LedgerWatch {
  private struct Session {
    var risk = RiskState()
    /// The last allowed execution.
    var lastUsed: Timestamp?
    let capabilities: [Identifier]
  }

  private struct Grantee: Hashable {
    let wallet: Identifier
    let app: String
  }

  private let policy: Policy
  private var sessions: [Session] = []
  private var lastGrant: [Grantee: Int] = [:]
  /// What the latest decision's session looked like before it, and after.
  package private(set) var before = RiskSummary.clean
  package private(set) var after = RiskSummary.clean
  /// What the latest decision did to its session's risk.
  package private(set) var change = RiskChange(
    before: RiskState.cleanScore, after: RiskState.cleanScore, signals: [])

  package init(policy: Policy) { self.policy = policy }

  package mutating func risk(of position: Int, _ session: borrowing SessionState, at time: Timestamp)
    -> RiskScore
  {
    let context = RiskContext(session, at: time, model: policy.risk)
    before = RiskSummary(sessions[position].risk, context)
    return before.score
  }

  package mutating func granted(_ session: borrowing SessionState, at time: Timestamp, event: Int64) {
    let envelope = session.envelope
    var granted = Session(capabilities: envelope.capabilities)
    if let app = envelope.labels.first(where: { $0.key == "app" })?.value {
      let grantee = Grantee(wallet: envelope.wallet, app: app)
      if let last = lastGrant[grantee].map({ sessions[$0] }),
        envelope.capabilities.contains(where: { !last.capabilities.contains($0) })
      {
        granted.risk.noteDrift(at: time, sequence: event, model: policy.risk)
      }
      lastGrant[grantee] = sessions.count
    }
    sessions.append(granted)
  }

  package mutating func decided(
    _ request: ExecutionRequest, _ decision: Decision, of position: Int, _ session: borrowing SessionState,
    event: Int64
  ) {
    change = sessions[position].risk.observe(
      ObservedExecution(
        request, reasons: decision.reasons, at: decision.at, sequence: event, isListed: false), of: session,
      under: policy)
    if decision.isAllowed { sessions[position].lastUsed = decision.at }
    after = RiskSummary(
      sessions[position].risk, RiskContext(session, at: decision.at, model: policy.risk))
  }

  package mutating func revocationsChanged(
    of position: Int, _ session: borrowing SessionState, from start: Timestamp?, at time: Timestamp
  ) {
    guard let start else {
      sessions[position].risk.criticalSince = nil
      return
    }
    if start < time, let lastUsed = sessions[position].lastUsed, lastUsed >= start,
      session.revokedFrom.map({ $0 > start }) ?? true
    {
      sessions[position].risk.set(.allowedAfterRevocation)
    }
  }
}

extension RiskSummary {
  /// `{"score":…,"band":"…","signals":[…]}`.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("score", raw: score.text)
      writer.member("band", band.word)
      writer.member("signals", strings: signals.map(\.code))
    }
  }
}

extension WatchedReplay where Watch == RiskWatch {
  /// A replay with scores: they enter the modes, and each decision carries its session's before this event.
  package init(scoringUnder policy: Policy, seed: UInt64 = 0) {
    self.init(policy: policy, seed: seed, watch: RiskWatch(policy: policy)) { watch, decision in
      let summary = decision.reasons.contains(.unknownSession) ? .clean : watch.before
      return ("risk", summary.json)
    }
  }
}
