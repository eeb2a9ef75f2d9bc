import Delegation

extension SessionScript {
  /// A call within the envelope, of this share of its budget, in whole cents, and within the limits of one execution.
  func validCall(shareOfBudget share: Double, random: inout SplitMix64) -> Call {
    let capability = random.pick(envelope.capabilities) ?? envelope.nonceDomain
    let destination: Identifier
    switch envelope.destinations {
    case .shared(let list): destination = random.pick(list) ?? envelope.nonceDomain
    case .perCapability(let lists):
      let own = lists.first { $0.capability == capability }?.destinations ?? []
      destination = random.pick(own) ?? envelope.nonceDomain
    }
    return Call(
      capability: capability, destination: destination, chainID: envelope.chainID,
      value: value(shareOfBudget: share), nonceDomain: envelope.nonceDomain)
  }

  func value(shareOfBudget share: Double) -> Money {
    let wanted = UInt64(Double(envelope.maxValue.micros) * share)
    let limit = min(app.maxValue, envelope.maxValuePerExecution ?? .max).micros
    return Money(micros: min(wanted, limit) / 10_000 * 10_000) ?? .zero
  }

  /// How long the session may be quiet in every capability that it has.
  var idle: TimeSpan { envelope.inactivity ?? app.inactivity }
}
