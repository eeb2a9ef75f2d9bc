package import Delegation

/// What a decision is made with beside the request: the same inputs always give the same answer.
package struct DecisionContext: Sendable {
  package let policy: Policy
  package let modes: ModeTable
  /// The session's risk before this request.
  package let risk: RiskScore
  package let at: Timestamp
  /// Whether this enforcement point can prove that its view is fresh.
  package let isFresh: Bool

  package init(policy: Policy, modes: ModeTable, risk: RiskScore = .none, at: Timestamp, isFresh: Bool = true)
  {
    self.policy = policy
    self.modes = modes
    self.risk = risk
    self.at = at
    self.isFresh = isFresh
  }
}

/// Allows or denies `request`, with every reason that holds.
///
/// Pure: no clock, no store, no randomness. `session` is nil when the key is unknown; then only what can be said
/// without an envelope is looked at.
package func decide(_ request: ExecutionRequest, session: SessionState?, in context: DecisionContext)
  -> Decision
{
  let mode = context.modes.effective(for: request, session: session)
  let rule = context.policy.activeRule(for: request.capability)
  var reasons: Reasons = context.isFresh ? [] : .stateStale
  if mode.mode == .lockdown { reasons.insert(.modeLockdown) }
  if rule == nil { reasons.insert(.capabilityUnregistered) }
  var remaining: Money?
  if let session {
    let factor = mode.mode == .guarded ? context.policy.modes.guardedSpendFactor : .one
    reasons.formUnion(lifeReasons(session, rule: rule, in: context))
    reasons.formUnion(modeReasons(session, mode: mode, in: context))
    reasons.formUnion(contextReasons(request, session.envelope, rule: rule))
    if request.nonceDomain == session.envelope.nonceDomain {
      reasons.formUnion(session.nonces.reasons(for: request.nonce))
    }
    reasons.formUnion(spendReasons(request, session, rule: rule, factor: factor, at: context.at))
    if reasons.isEmpty {
      let used = session.spent.micros + request.value.micros
      remaining = Money(micros: factor.of(session.envelope.maxValue) - used)
    }
  } else {
    reasons.insert(.unknownSession)
  }
  return Decision(
    requestID: request.requestID, sessionKey: request.sessionKey, reasons: reasons, mode: mode.mode,
    at: context.at,
    policy: context.policy.version, remaining: remaining)
}

/// Revocation, validity and inactivity.
private func lifeReasons(_ session: SessionState, rule: CapabilityRule?, in context: DecisionContext)
  -> Reasons
{
  let time = context.at
  var reasons: Reasons = []
  if let revokedFrom = session.revokedFrom, time >= revokedFrom { reasons.insert(.sessionRevoked) }
  if time < session.issuedAt || session.envelope.notBefore.map({ time < $0 }) ?? false {
    reasons.insert(.sessionNotYetValid)
  }
  if time >= session.expiresAt { reasons.insert(.sessionExpired) }
  let idle = session.envelope.inactivity ?? rule?.inactivity ?? context.policy.defaults.inactivity
  if time - session.lastActive > idle { reasons.insert(.attestationRequired) }
  return reasons
}

private func modeReasons(
  _ session: SessionState, mode: ModeTable.Effective, in context: DecisionContext
) -> Reasons {
  let limits = context.policy.modes
  let attestedSinceStart = session.lastAttested.map { $0 >= mode.start } ?? false
  switch mode.mode {
  case .denyFirst where !attestedSinceStart || context.risk >= limits.denyFirstMaxRisk: return .modeDenyFirst
  case .guarded where context.risk >= limits.guardedMaxRisk: return .modeGuarded
  case .guarded where session.expiresAt - context.at > limits.guardedMaxRemaining && !attestedSinceStart:
    return .modeGuarded
  default: return []
  }
}

/// Capability, chain, destination and nonce domain.
private func contextReasons(_ request: ExecutionRequest, _ envelope: Envelope, rule: CapabilityRule?)
  -> Reasons
{
  var reasons: Reasons = []
  if !envelope.capabilities.contains(request.capability) { reasons.insert(.capabilityNotGranted) }
  if request.chainID != envelope.chainID { reasons.insert(.chainMismatch) }
  let familyHolds = rule?.familyDestinations?.contains(request.destination) ?? true
  if !familyHolds || !envelope.allows(request.destination, for: request.capability) {
    reasons.insert(.destinationNotAllowed)
  }
  if request.nonceDomain != envelope.nonceDomain { reasons.insert(.domainMismatch) }
  return reasons
}

/// The four value limits; limits are scaled by `factor` and rounded down to a micro-dollar.
private func spendReasons(
  _ request: ExecutionRequest, _ session: SessionState, rule: CapabilityRule?, factor: SpendFactor,
  at time: Timestamp
) -> Reasons {
  let envelope = session.envelope
  let value = request.value.micros
  var reasons: Reasons = []
  let executionLimits = [envelope.maxValuePerExecution, rule?.maxValue]
  if let limit = executionLimits.compactMap(\.self).min(), value > factor.of(limit) {
    reasons.insert(.valueOverExecutionLimit)
  }
  if let window = envelope.spendWindow,
    value + session.windowSpend.total(at: time, window: window.length) > factor.of(window.value)
  {
    reasons.insert(.valueOverWindow)
  }
  if value + session.spent.micros > factor.of(envelope.maxValue) { reasons.insert(.valueOverBudget) }
  if let limit = envelope.maxExecutions, session.allowedCount >= limit {
    reasons.insert(.executionLimitReached)
  }
  return reasons
}
