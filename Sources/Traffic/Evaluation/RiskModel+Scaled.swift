package import PolicyEngine

extension RiskModel {
  /// The model with every piece of evidence `percent` per cent as heavy. What evidence is seen, how long it lasts and how
  /// much it says at the most stay.
  package func scaled(percent: Int64) -> RiskModel {
    var model = self
    for weight in RiskWeight.allCases where weight.isEvidence { model[weight] = self[weight] * percent / 100 }
    return model
  }
}

extension RiskWeight {
  /// In nats, or nats per doubling.
  fileprivate var isEvidence: Bool {
    switch self {
    case .burstOver, .burstRatio, .velocityOver, .allowedFactor, .sequenceFactor, .retryFactor: false
    default: true
    }
  }
}

extension Policy {
  /// The same policy with other weights; its version stays, so it is for measuring only.
  package func weighing(_ model: RiskModel) -> Policy {
    Policy(
      version: version, defaults: defaults, capabilities: capabilities, families: families, modes: modes,
      detection: detection, response: response, risk: model, owners: owners)
  }
}
