package import Delegation
package import PolicyEngine

/// One execution with its decision, as scoring looks at it.
package struct ObservedExecution: Sendable {
  package let at: Timestamp
  /// The log's number of it.
  package let sequence: Int64
  package let capability: Identifier
  package let value: Money
  /// Of what it asks for, by which a client's retry is told: see ``Delegation/ExecutionRequest/fingerprint``.
  package let fingerprint: UInt32
  package let reasons: Reasons
  /// The destination stands on a list of known-bad ones.
  package let isListed: Bool

  package init(
    _ request: ExecutionRequest, reasons: Reasons, at: Timestamp, sequence: Int64, isListed: Bool
  ) {
    self.at = at
    self.sequence = sequence
    capability = request.capability
    value = request.value
    fingerprint = request.fingerprint
    self.reasons = reasons
    self.isListed = isListed
  }

  package var isAllowed: Bool { reasons.isEmpty }
}

extension ExecutionRequest {
  /// A hash of all that it asks for, its nonce left out: the same in what a client sends once more, be it with the old
  /// nonce or with a new one.
  package var fingerprint: UInt32 {
    let asked = [capability, destination, nonceDomain].reduce(value.micros ^ chainID << 44) {
      $1.mixed(seed: $0)
    }
    return UInt32(truncatingIfNeeded: asked >> 36)
  }
}

extension RiskState {
  /// Takes the next execution of the session.
  /// - Parameter session: as the decision saw it: before this execution changed it.
  /// - Returns: whether any signal was seen, so that the score has changed.
  package mutating func take(
    _ execution: ObservedExecution, of session: borrowing SessionState, under policy: Policy
  ) -> Bool {
    let model = policy.risk
    let reasons = execution.reasons
    let isRetry = isRetry(execution)
    lastAsked = execution.fingerprint
    if let attested = session.lastAttested { forgetSleep(before: attested) }
    var isSeen = false
    func weigh(_ signal: RiskSignal, _ nats: Int64, _ state: inout RiskState) {
      state.add(isRetry ? nats * model[.retryFactor] / 1_000_000 : nats, to: signal, execution, model)
      isSeen = true
    }
    if reasons.isAny(of: [.capabilityNotGranted, .capabilityUnregistered]) {
      weigh(.scope, scopeWeight(execution.capability, model), &self)
    }
    let context = contextWeight(execution, model)
    if context > 0 { weigh(.context, context, &self) }
    if reasons.isAny(of: [.nonceReplayed, .nonceOutOfWindow]) { weigh(.nonce, model[.nonce], &self) }
    if reasons.contains(.attestationRequired) {
      let idle = session.envelope.inactivity ?? policy.inactivity(of: execution.capability)
      weigh(.dormant, dormantWeight(execution.at - session.lastActive, idle, model), &self)
    }
    if pace.step(at: execution.at, model: model) {
      // How fast it acts does not depend on what it asks for.
      add(model[.burstStep], to: .burst, execution, model)
      isSeen = true
    }
    if !isRetry {
      let velocity = velocityWeight(execution, session.envelope.maxValue, model)
      if velocity > 0 { weigh(.velocity, velocity, &self) }
    }
    if reasons.contains(.sessionRevoked), !wasOnItsWay(execution, session.revokedFrom) {
      weigh(.postRevocation, model[.postRevocation], &self)
    }
    if reasons.contains(.sessionExpired) {
      overrun(execution, isRetry: isRetry, expiresAt: session.expiresAt, model)
      isSeen = true
    }
    return isSeen
  }

  /// How soon a client's retry comes.
  private static let retryWithin = TimeSpan(seconds: 60)

  /// It was refused, and asks for the very same as the request just before it.
  private func isRetry(_ execution: ObservedExecution) -> Bool {
    guard !execution.isAllowed, execution.fingerprint == lastAsked, let last = pace.last else { return false }
    return execution.at - last <= RiskState.retryWithin
  }

  /// How long a request may have been on its way when the revocation took effect.
  private static let onItsWay = TimeSpan(seconds: 2)

  private func wasOnItsWay(_ execution: ObservedExecution, _ revokedFrom: Timestamp?) -> Bool {
    revokedFrom.map { execution.at - $0 < RiskState.onItsWay } ?? false
  }

  /// An attestation answers what was asked while the session slept: its owner is there.
  private mutating func forgetSleep(before attested: Timestamp) {
    guard let record = record(of: .dormant), record.lastSeen <= attested else { return }
    withRecord(of: .dormant) { $0.evidence = .none }
  }

  /// Notes that the session was granted wider than its wallet's last one to the same app.
  package mutating func noteDrift(at time: Timestamp, sequence: Int64, model: RiskModel) {
    withRecord(of: .scope) {
      $0.evidence.add(UInt64(model[.scopeDrift]), at: time, halfLife: model[.scope].halfLife)
      $0.note(sequence, isAllowed: true, at: time)
    }
  }

  private mutating func add(
    _ nats: Int64, to signal: RiskSignal, _ execution: ObservedExecution, _ model: RiskModel
  ) {
    var nats = nats
    if execution.isAllowed { nats = nats * model[.allowedFactor] / 1_000_000 }
    let completes = signal.completes.contains { isPresent($0, at: execution.at, model) }
    if completes { nats = nats * model[.sequenceFactor] / 1_000_000 }
    withRecord(of: signal) {
      $0.evidence.add(UInt64(max(0, nats)), at: execution.at, halfLife: model[signal].halfLife)
      $0.note(execution.sequence, isAllowed: execution.isAllowed, at: execution.at)
      if completes { $0.completing += 1 }
    }
  }

  /// A signal counts as present while half a nat of it is left.
  private func isPresent(_ signal: RiskSignal, at time: Timestamp, _ model: RiskModel) -> Bool {
    guard let record = record(of: signal) else { return false }
    return record.nats(at: time, model) >= 500_000
  }
}

extension RiskSignal {
  /// The signals before it with which it makes a loss path: "these failures are usually compositional" (seed).
  fileprivate var completes: [RiskSignal] {
    switch self {
    case .context: [.scope]
    case .burst: [.dormant]
    case .postRevocation: [.ttl]
    default: []
    }
  }
}

// MARK: The weight of each signal

extension RiskState {
  private mutating func scopeWeight(_ capability: Identifier, _ model: RiskModel) -> Int64 {
    let bit = UInt64(1) << (capability.mixed(seed: 0) & 63)
    defer { capabilitiesTried |= bit }
    return capabilitiesTried & bit == 0 ? model[.scopeFirst] : model[.scopeRepeat]
  }

  private func contextWeight(_ execution: ObservedExecution, _ model: RiskModel) -> Int64 {
    var nats: Int64 = 0
    if execution.reasons.contains(.chainMismatch) { nats += model[.chain] }
    if execution.reasons.contains(.destinationNotAllowed) { nats += model[.destination] }
    if execution.reasons.contains(.domainMismatch) { nats += model[.domain] }
    if execution.isListed { nats += model[.listed] }
    return nats
  }

  private func dormantWeight(_ gap: TimeSpan, _ idle: TimeSpan, _ model: RiskModel) -> Int64 {
    let limit = UInt64(max(1, idle.milliseconds))
    let ratio = FixedPoint.log2(limit + UInt64(max(0, gap.milliseconds)), over: limit)
    return model[.dormantBase] + model[.dormantSlope] * ratio / 1_000_000
  }

  /// Enters what it spent, or tried to spend and was refused; what is sent again can be spent but once.
  private mutating func velocityWeight(
    _ execution: ObservedExecution, _ budget: Money, _ model: RiskModel
  ) -> Int64 {
    guard execution.value > .zero, !execution.reasons.contains(.nonceReplayed) else { return 0 }
    let share = min(execution.value.micros, budget.micros).shareInMillionths(of: budget.micros)
    spending.add(share, at: execution.at, halfLife: model.spendHalfLife)
    let recent = spending.value(at: execution.at, halfLife: model.spendHalfLife)
    let over = UInt64(max(1, model[.velocityOver]))
    guard recent > over else { return 0 }
    return model[.velocityBase] + model[.velocitySlope] * FixedPoint.log2(recent, over: over) / 1_000_000
  }

  /// Enters a use after expiry: the greatest overrun so far, and something for each further attempt.
  private mutating func overrun(
    _ execution: ObservedExecution, isRetry: Bool, expiresAt: Timestamp, _ model: RiskModel
  ) {
    let late = UInt64(max(0, (execution.at - expiresAt).milliseconds))
    let ratio = FixedPoint.log2(60_000 + late, over: 60_000)
    let nats = model[.ttlBase] + model[.ttlSlope] * ratio / 1_000_000
    let more = isRetry ? model[.ttlRepeat] * model[.retryFactor] / 1_000_000 : model[.ttlRepeat]
    withRecord(of: .ttl) {
      let again = $0.count > 0 ? UInt64(max(0, more)) : 0
      $0.evidence = Decaying(sum: max($0.evidence.sum + again, UInt64(max(0, nats))), block: 0)
      $0.note(execution.sequence, isAllowed: execution.isAllowed, at: execution.at)
    }
  }
}

extension UInt64 {
  /// 1,000,000 of nothing.
  fileprivate func shareInMillionths(of whole: UInt64) -> UInt64 {
    guard whole > 0 else { return 1_000_000 }
    let product = multipliedFullWidth(by: 1_000_000)
    return product.high < whole ? whole.dividingFullWidth(product).quotient : .max
  }
}

extension Reasons {
  /// Whether any of `others` holds.
  fileprivate func isAny(of others: Reasons) -> Bool { rawValue & others.rawValue != 0 }
}
