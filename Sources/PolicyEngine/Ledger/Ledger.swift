package import Delegation

/// The session store's rules on a virtual clock, in memory: what replay runs on.
///
/// Takes events one at a time; each either changes the state and moves the clock, or is refused and changes nothing.
package struct Ledger {
  package let policy: Policy
  /// The time of the latest event that was not refused; nil while there was none.
  package private(set) var clock: Timestamp?
  package let sessions: SessionTable
  package private(set) var revocations = RevocationBook()
  package private(set) var modes = ModeTable()

  package enum Outcome: Hashable, Sendable {
    case accepted
    case decided(Decision)
    /// `detail` is a sentence for the first refusal.
    case refused([Refusal], detail: String)
  }

  package init(policy: Policy, seed: UInt64 = 0) {
    self.policy = policy
    sessions = SessionTable(seed: seed)
  }

  package mutating func apply(_ logged: LoggedEvent) -> Outcome {
    if case .revoked(let notice) = logged.event { return revoke(notice, at: logged.at) }
    guard let time = logged.at else { return .refused([.malformed], detail: "`at` is missing") }
    let isLate = clock.map { time < $0 } ?? false
    if case .requested(let request) = logged.event {
      if isLate { return refuse([.outOfOrder], logged, at: time) }
      clock = time
      return .decided(decide(request, at: time))
    }
    var refusals = refusals(of: logged.event, at: time)
    if isLate && refusals != [.malformed] { refusals.append(.outOfOrder) }
    guard refusals.isEmpty else { return refuse(refusals, logged, at: time) }
    clock = time
    accept(logged.event, at: time)
    return .accepted
  }

  private mutating func decide(_ request: ExecutionRequest, at time: Timestamp) -> Decision {
    let context = DecisionContext(policy: policy, modes: modes, at: time)
    guard let position = sessions.position(of: request.sessionKey) else {
      return PolicyEngine.decide(request, session: nil, in: context)
    }
    return sessions.withState(at: position) { state in
      if let window = state.envelope.spendWindow { state.windowSpend.prune(at: time, window: window.length) }
      let decision = PolicyEngine.decide(request, knowing: state, in: context)
      if decision.isAllowed { state.record(request, allowedAt: time) }
      return decision
    }
  }

  private func refusals(of event: SessionEvent, at time: Timestamp) -> [Refusal] {
    switch event {
    case .granted(let envelope):
      let key = envelope.sessionKey
      return Acceptance.grant(
        envelope, at: time, policy: policy, isKnown: sessions.position(of: key) != nil,
        hasRevocation: revocations.revokedFrom(key) != nil)
    case .attested(let key): return Acceptance.attestation(of: sessions[key], at: time)
    case .extended(let key, let expiresAt):
      return Acceptance.extending(sessions[key], to: expiresAt, at: time, policy: policy)
    case .reinstated(let key, let id): return revocations.has(key, id: id) ? [] : [.unknownRevocation]
    case .loggedOut, .modeChanged, .requested, .revoked: return []
    }
  }

  private mutating func accept(_ event: SessionEvent, at time: Timestamp) {
    switch event {
    case .granted(let envelope): sessions.insert(SessionState(envelope: envelope, grantedAt: time))
    case .attested(let key): sessions.update(key) { $0.attest(at: time) }
    case .extended(let key, let expiresAt): sessions.update(key) { $0.expiresAt = expiresAt }
    case .reinstated(let key, let id):
      _ = revocations.withdraw(key, id: id)
      let revokedFrom = revocations.revokedFrom(key)
      sessions.update(key) { $0.revokedFrom = revokedFrom }
    case .modeChanged(let mode, let scope): modes.change(to: mode, scope: scope, at: time)
    // Delegation outlives a log-out: it is recorded and changes no decision.
    case .loggedOut, .requested, .revoked: break
    }
  }

  /// A revocation is never late: it applies with its own times, and moves the clock only forward.
  private mutating func revoke(_ notice: RevocationNotice, at written: Timestamp?) -> Outcome {
    guard let time = written ?? clock ?? notice.effectiveAt else {
      return .refused([.malformed], detail: "`at`: expected epoch seconds, or `effectiveAt`, on an empty log")
    }
    revocations.revoke(notice.sessionKey, id: notice.revocationID, from: notice.effectiveAt ?? time)
    let revokedFrom = revocations.revokedFrom(notice.sessionKey)
    sessions.update(notice.sessionKey) { $0.revokedFrom = revokedFrom }
    clock = max(clock ?? time, time)
    return .accepted
  }

  private func refuse(_ refusals: [Refusal], _ logged: LoggedEvent, at time: Timestamp) -> Outcome {
    .refused(refusals, detail: refusals.first.map { sentence($0, logged, at: time) } ?? "")
  }

  private func sentence(_ refusal: Refusal, _ logged: LoggedEvent, at time: Timestamp) -> String {
    switch refusal {
    case .outOfOrder: "`at` \(time.seconds) is before the clock, \(clock?.seconds ?? "unset")"
    default: refusal.sentence(for: logged.event)
    }
  }
}
