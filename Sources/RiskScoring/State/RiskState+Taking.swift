package import Delegation
package import PolicyEngine

/// One execution with its decision, as scoring looks at it.
package struct ObservedExecution: Sendable {
  package let at: Timestamp
  /// The log's number of it.
  package let sequence: Int64
  package let capability: Identifier
  package let value: Money
  package let reasons: Reasons
  /// The destination stands on a list of known-bad ones.
  package let isListed: Bool

  package init(
    at: Timestamp, sequence: Int64, capability: Identifier, value: Money, reasons: Reasons, isListed: Bool
  ) {
    self.at = at
    self.sequence = sequence
    self.capability = capability
    self.value = value
    self.reasons = reasons
    self.isListed = isListed
  }

  package var isAllowed: Bool { reasons.isEmpty }
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
    var isSeen = false
    func weigh(_ signal: RiskSignal, _ nats: Int64, _ state: inout RiskState) {
      state.add(nats, to: signal, execution, model)
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
    if pace.step(at: execution.at, model: model) { weigh(.burst, model[.burstStep], &self) }
    let velocity = velocityWeight(execution, session.envelope.maxValue, model)
    if velocity > 0 { weigh(.velocity, velocity, &self) }
    if reasons.contains(.sessionRevoked) { weigh(.postRevocation, model[.postRevocation], &self) }
    if reasons.contains(.sessionExpired) {
      overrun(execution, issuedAt: session.issuedAt, expiresAt: session.expiresAt, model)
      isSeen = true
    }
    return isSeen
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

  /// Enters what it spent, or tried to spend above a limit.
  private mutating func velocityWeight(
    _ execution: ObservedExecution, _ budget: Money, _ model: RiskModel
  ) -> Int64 {
    guard execution.isAllowed || execution.reasons.isAny(of: .overLimit), execution.value > .zero else {
      return 0
    }
    let share = min(execution.value.micros, budget.micros).shareInMillionths(of: budget.micros)
    spending.add(share, at: execution.at, halfLife: model.spendHalfLife)
    let recent = spending.value(at: execution.at, halfLife: model.spendHalfLife)
    let over = UInt64(max(1, model[.velocityOver]))
    guard recent > over else { return 0 }
    return model[.velocityBase] + model[.velocitySlope] * FixedPoint.log2(recent, over: over) / 1_000_000
  }

  /// Enters a use after expiry: the greatest overrun so far, and a little for each further attempt.
  private mutating func overrun(
    _ execution: ObservedExecution, issuedAt: Timestamp, expiresAt: Timestamp, _ model: RiskModel
  ) {
    let life = UInt64(max(1, (expiresAt - issuedAt).milliseconds))
    let late = UInt64(max(0, (execution.at - expiresAt).milliseconds))
    let ratio = FixedPoint.log2(life + late, over: life)
    let nats = model[.ttlBase] + model[.ttlSlope] * ratio / 1_000_000
    withRecord(of: .ttl) {
      let again = $0.count > 0 ? UInt64(model[.ttlRepeat]) : 0
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
