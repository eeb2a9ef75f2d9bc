import Delegation
package import PolicyEngine

/// The severity that the facts speak for, and why. An operator sets the severity; this only proposes.
package struct SeverityProposal: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// An execution was allowed after the revocation had taken effect.
    case allowedAfterRevoke(UInt64)
    case broadWallets(UInt64, from: UInt64)
    /// In dollars.
    case broadValue(String, from: String)
    case criticalRiskWithSpend(RiskScore)
    /// The score is critical, and whether anything was spent is not known.
    case criticalRiskSpendUnknown(RiskScore)
    case risk(RiskScore, RiskBand)
    case nothingFound
    /// One level worse than what is known, because these are not.
    case unsure([String])

    /// Part of a sentence.
    package var text: String {
      switch self {
      case .allowedAfterRevoke(let count): "\(count) allowed after the revocation"
      case .broadWallets(let count, let from): "\(count) wallets are exposed, broad from \(from)"
      case .broadValue(let value, let from): "\(value) USD are exposed, broad from \(from)"
      case .criticalRiskWithSpend(let risk): "risk \(risk.text) with spend"
      case .criticalRiskSpendUnknown(let risk): "risk \(risk.text), and what was spent is not known"
      case .risk(let risk, let band): "risk \(risk.text) is \(band.word)"
      case .nothingFound: "nothing known speaks for more"
      case .unsure(let facts): "rounded up: not known \(facts.joined(separator: ", "))"
      }
    }
  }

  package let severity: Severity
  /// All that hold, the weightiest first; never empty.
  package let reasons: [Reason]

  /// P1: allowed after a revocation, exposure that is broad, or a critical score with spend. P2: a high score. P3: a
  /// medium one. Else P4. While a fact is not known, one level worse.
  package init(_ facts: IncidentFacts, _ response: ResponseSettings) {
    let worst = SeverityProposal.reasonsForP1(facts, response)
    guard worst.isEmpty else {
      (severity, reasons) = (.p1, worst)
      return
    }
    let band = facts.risk.map { RiskBand($0) } ?? .low
    let known: Severity = band >= .high ? .p2 : band == .medium ? .p3 : .p4
    var reasons: [Reason] = [.nothingFound]
    if let risk = facts.risk, band > .low { reasons = [.risk(risk, band)] }
    let unknown = SeverityProposal.unknown(in: facts)
    if !unknown.isEmpty { reasons.append(.unsure(unknown)) }
    severity = unknown.isEmpty ? known : known.raised
    self.reasons = reasons
  }

  private static func reasonsForP1(_ facts: IncidentFacts, _ response: ResponseSettings) -> [Reason] {
    var reasons: [Reason] = []
    if let count = facts.allowedAfterRevoke, count > 0 { reasons.append(.allowedAfterRevoke(count)) }
    if let count = facts.exposedWallets, count >= response.broadWallets {
      reasons.append(.broadWallets(count, from: response.broadWallets))
    }
    if let value = facts.exposedValue, value >= response.broadValue {
      reasons.append(.broadValue(value.dollars, from: response.broadValue.dollars))
    }
    if let risk = facts.risk, RiskBand(risk) == .critical {
      switch facts.spent {
      case nil: reasons.append(.criticalRiskSpendUnknown(risk))
      case .some(let spent) where spent > .zero: reasons.append(.criticalRiskWithSpend(risk))
      case .some: break
      }
    }
    return reasons
  }

  /// Facts that could still make it worse. What was spent matters only beside a critical score, where it is a reason itself.
  private static func unknown(in facts: IncidentFacts) -> [String] {
    var names: [String] = []
    if facts.allowedAfterRevoke == nil { names.append("what was allowed after the revocation") }
    if facts.exposedWallets == nil { names.append("how many wallets are exposed") }
    if facts.exposedValue == nil { names.append("how much is exposed") }
    if facts.risk == nil { names.append("the risk") }
    return names
  }
}
