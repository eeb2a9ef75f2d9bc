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
  if let session { return decide(request, knowing: session, in: context) }
  let mode = context.modes.effective(for: request, session: nil)
  let rule = context.policy.activeRule(for: request.capability)
  return Decision(
    request, generalReasons(mode: mode, rule: rule, in: context).union(.unknownSession), mode: mode,
    in: context)
}

/// ``decide(_:session:in:)`` for a known session, which is read in place: at a million sessions copying one would
/// cost more than deciding.
package func decide(
  _ request: ExecutionRequest, knowing session: borrowing SessionState, in context: DecisionContext
) -> Decision {
  let mode = context.modes.effective(for: request, knowing: session)
  let rule = context.policy.activeRule(for: request.capability)
  let factor = context.policy.modes.spendFactor(in: mode.mode)
  var reasons = generalReasons(mode: mode, rule: rule, in: context)
  reasons.formUnion(lifeReasons(session, rule: rule, in: context))
  reasons.formUnion(modeReasons(session, mode: mode, in: context))
  reasons.formUnion(contextReasons(request, session.envelope, rule: rule))
  if request.nonceDomain == session.envelope.nonceDomain {
    reasons.formUnion(session.nonces.reasons(for: request.nonce))
  }
  reasons.formUnion(spendReasons(request, session, rule: rule, factor: factor, at: context.at))
  var remaining: Money?
  if reasons.isEmpty {
    let used = session.spent.micros + request.value.micros
    remaining = Money(micros: factor.of(session.envelope.maxValue) - used)
  }
  return Decision(request, reasons, mode: mode, in: context, remaining: remaining)
}

extension Decision {
  fileprivate init(
    _ request: ExecutionRequest, _ reasons: Reasons, mode: ModeTable.Effective, in context: DecisionContext,
    remaining: Money? = nil
  ) {
    self.init(
      requestID: request.requestID, sessionKey: request.sessionKey, reasons: reasons, mode: mode.mode,
      at: context.at,
      policy: context.policy.version, remaining: remaining)
  }
}

/// What can be said without an envelope.
private func generalReasons(mode: ModeTable.Effective, rule: CapabilityRule?, in context: DecisionContext)
  -> Reasons
{
  var reasons = context.isFresh ? Reasons.none : .stateStale
  if case .lockdown = mode.mode { reasons.formUnion(.modeLockdown) }
  if rule == nil { reasons.formUnion(.capabilityUnregistered) }
  return reasons
}

/// Revocation, validity and inactivity.
private func lifeReasons(
  _ session: borrowing SessionState, rule: CapabilityRule?, in context: DecisionContext
)
  -> Reasons
{
  let time = context.at
  var reasons = Reasons.none
  if let revokedFrom = session.revokedFrom, time >= revokedFrom { reasons.formUnion(.sessionRevoked) }
  if time < session.issuedAt || session.envelope.notBefore.map({ time < $0 }) ?? false {
    reasons.formUnion(.sessionNotYetValid)
  }
  if time >= session.expiresAt { reasons.formUnion(.sessionExpired) }
  let idle = session.envelope.inactivity ?? rule?.inactivity ?? context.policy.defaults.inactivity
  if time - session.lastActive > idle { reasons.formUnion(.attestationRequired) }
  return reasons
}

private func modeReasons(
  _ session: borrowing SessionState, mode: ModeTable.Effective, in context: DecisionContext
) -> Reasons {
  context.policy.modes.reasons(
    in: mode, risk: context.risk, lastAttested: session.lastAttested,
    remaining: session.expiresAt - context.at)
}

/// Capability, chain, destination and nonce domain.
private func contextReasons(
  _ request: ExecutionRequest, _ envelope: borrowing Envelope, rule: CapabilityRule?
)
  -> Reasons
{
  var reasons = Reasons.none
  if !envelope.grants(request.capability) { reasons.formUnion(.capabilityNotGranted) }
  if request.chainID != envelope.chainID { reasons.formUnion(.chainMismatch) }
  let familyHolds = rule?.familyDestinations?.contains(request.destination) ?? true
  if !familyHolds || !envelope.allows(request.destination, for: request.capability) {
    reasons.formUnion(.destinationNotAllowed)
  }
  if request.nonceDomain != envelope.nonceDomain { reasons.formUnion(.domainMismatch) }
  return reasons
}

/// The four value limits; limits are scaled by `factor` and rounded down to a micro-dollar.
private func spendReasons(
  _ request: ExecutionRequest, _ session: borrowing SessionState, rule: CapabilityRule?, factor: SpendFactor,
  at time: Timestamp
) -> Reasons {
  let window = session.envelope.spendWindow
  let limits = SpendLimits(
    perExecution: session.envelope.maxValuePerExecution, window: window?.value,
    budget: session.envelope.maxValue)
  var reasons = limits.reasons(
    request.value.micros, rule: rule?.maxValue, spent: session.spent.micros,
    inWindow: window.map { session.windowSpend.total(at: time, window: $0.length) } ?? 0, factor: factor)
  if let limit = session.envelope.maxExecutions, session.allowedCount >= limit {
    reasons.formUnion(.executionLimitReached)
  }
  return reasons
}
