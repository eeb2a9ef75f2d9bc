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
  /// Events that were given to it, refused ones too: the number of the latest.
  package private(set) var eventCount: Int64 = 0

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
    var nobody = Unwatched()
    return apply(logged, watchedBy: &nobody)
  }

  /// Applies the next event of the log; `watch` is told of it, and asked for a session's risk before each decision.
  package mutating func apply(_ logged: LoggedEvent, watchedBy watch: inout some LedgerWatch) -> Outcome {
    eventCount += 1
    if case .revoked(let notice) = logged.event { return revoke(notice, at: logged.at, &watch) }
    guard let time = logged.at else { return .refused([.malformed], detail: "`at` is missing") }
    let isLate = clock.map { time < $0 } ?? false
    if case .requested(let request) = logged.event {
      if isLate { return refuse([.outOfOrder], logged, at: time) }
      clock = time
      return .decided(decide(request, at: time, &watch))
    }
    var refusals = refusals(of: logged.event, at: time)
    if isLate && refusals != [.malformed] { refusals.append(.outOfOrder) }
    guard refusals.isEmpty else { return refuse(refusals, logged, at: time) }
    clock = time
    accept(logged.event, at: time, &watch)
    return .accepted
  }

  private mutating func decide(
    _ request: ExecutionRequest, at time: Timestamp, _ watch: inout some LedgerWatch
  ) -> Decision {
    let (policy, modes, event) = (policy, modes, eventCount)
    guard let position = sessions.position(of: request.sessionKey) else {
      return PolicyEngine.decide(
        request, session: nil, in: DecisionContext(policy: policy, modes: modes, at: time))
    }
    return sessions.withState(at: position) { state in
      if let window = state.envelope.spendWindow { state.windowSpend.prune(at: time, window: window.length) }
      let risk = watch.risk(of: position, state, at: time)
      let decision = PolicyEngine.decide(
        request, knowing: state, in: DecisionContext(policy: policy, modes: modes, risk: risk, at: time))
      watch.decided(request, decision, of: position, state, event: event)
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

  private mutating func accept(
    _ event: SessionEvent, at time: Timestamp, _ watch: inout some LedgerWatch
  ) {
    switch event {
    case .granted(let envelope):
      let session = SessionState(envelope: envelope, grantedAt: time)
      watch.granted(session, at: time, event: eventCount)
      sessions.insert(session)
    case .attested(let key): sessions.update(key) { $0.attest(at: time) }
    case .extended(let key, let expiresAt): sessions.update(key) { $0.expiresAt = expiresAt }
    case .reinstated(let key, let id):
      _ = revocations.withdraw(key, id: id)
      settle(key, from: nil, at: time, &watch)
    case .modeChanged(let mode, let scope): modes.change(to: mode, scope: scope, at: time)
    // Delegation outlives a log-out: it is recorded and changes no decision.
    case .loggedOut, .requested, .revoked: break
    }
  }

  /// A revocation is never late: it applies with its own times, and moves the clock only forward.
  private mutating func revoke(
    _ notice: RevocationNotice, at written: Timestamp?, _ watch: inout some LedgerWatch
  ) -> Outcome {
    guard let time = written ?? clock ?? notice.effectiveAt else {
      return .refused([.malformed], detail: "`at`: expected epoch seconds, or `effectiveAt`, on an empty log")
    }
    let effectiveAt = notice.effectiveAt ?? time
    revocations.revoke(notice.sessionKey, id: notice.revocationID, from: effectiveAt)
    let now = max(clock ?? time, time)
    settle(notice.sessionKey, from: effectiveAt, at: now, &watch)
    clock = now
    return .accepted
  }

  private func settle(
    _ key: Identifier, from start: Timestamp?, at time: Timestamp, _ watch: inout some LedgerWatch
  ) {
    guard let position = sessions.position(of: key) else { return }
    sessions.withState(at: position) { state in
      watch.revocationsChanged(of: position, state, from: start, at: time)
      state.revokedFrom = revocations.revokedFrom(key)
    }
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
