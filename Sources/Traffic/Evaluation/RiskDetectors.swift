package import PolicyEngine
import Delegation
package import RiskScoring

/// The risk score after each request.
package struct RiskScoreDetector: Detector {
  package init() {}

  package mutating func observe(_ seen: Seen) -> Verdict? {
    seen.risk.map { Verdict(score: Double($0.after.hundredths) / 100) }
  }
}

/// The alerts that a store opens by itself on what a session does: its score is 1 while a request raises one of them,
/// and 0 else.
package struct AlertDetector: Detector {
  private let kinds: Set<AlertKind>
  private let detection: DetectionSettings
  private var mismatches: MismatchCount
  private var opened: [Identifier: Set<AlertKind>] = [:]
  private var lastBurst: [Identifier: Timestamp] = [:]

  /// Alerts about one session's requests. Those about grants come before anybody has attacked anything.
  package static let kinds: Set<AlertKind> = [.contextViolations, .riskHigh, .burst, .postRevocation]

  package init(_ policy: Policy, kinds: Set<AlertKind> = AlertDetector.kinds) {
    self.kinds = kinds
    detection = policy.detection
    mismatches = MismatchCount(policy.detection)
  }

  package mutating func observe(_ seen: Seen) -> Verdict? {
    guard let count = mismatches.observe(seen)?.score else { return nil }
    var raised: Set<AlertKind> = []
    let isMismatch = seen.decision?.isMismatch ?? false
    if isMismatch, count >= MismatchCount.threshold(detection) { raised.insert(.contextViolations) }
    if let risk = seen.risk, !risk.signals.isEmpty {
      if risk.hasClimbed, RiskBand(risk.after) >= .high { raised.insert(.riskHigh) }
      if risk.signals.contains(.burst), beginsBurst(seen.step) { raised.insert(.burst) }
      if risk.signals.contains(.postRevocation) { raised.insert(.postRevocation) }
    }
    raised.formIntersection(kinds)
    guard !raised.isEmpty else { return Verdict(score: 0, alertsOpened: 0) }
    let known = opened[seen.step.sessionKey] ?? []
    opened[seen.step.sessionKey] = known.union(raised)
    return Verdict(score: 1, alertsOpened: raised.subtracting(known).count)
  }
}

extension AlertDetector {
  /// A burst is raised when it begins anew: none was seen for a quarter of an hour.
  private mutating func beginsBurst(_ step: TrafficStep) -> Bool {
    defer { lastBurst[step.sessionKey] = step.at }
    return lastBurst[step.sessionKey].map { step.at - $0 > TimeSpan(seconds: 900) } ?? true
  }
}

extension RiskChange {
  /// To another whole point: the store writes no alert for less.
  fileprivate var hasClimbed: Bool { after.hundredths / 100 > before.hundredths / 100 }
}

extension Evaluation.Contestant {
  /// All that is compared in one run: first what an operator is shown, any alert; then the score from each band on
  /// and from where the policy plane would revoke, the seed's query, and each kind of alert by itself.
  package static func all(_ policy: Policy) -> [Evaluation.Contestant] {
    let revoking = Double(policy.response.autoRevokeAtRisk.hundredths) / 100
    let score = Evaluation.Contestant(
      name: scoreName, detector: RiskScoreDetector(),
      thresholds: RiskBand.allCases.dropFirst().map(\.points) + [revoking])
    let kinds = AlertKind.allCases.filter(AlertDetector.kinds.contains).map { kind in
      Evaluation.Contestant(
        name: kind.rawValue, detector: AlertDetector(policy, kinds: [kind]), thresholds: [1])
    }
    return [
      Evaluation.Contestant(name: alertsName, detector: AlertDetector(policy), thresholds: [1]), score,
      .seedQuery(policy.detection),
    ] + kinds
  }

  package static let alertsName = "alerts"
  package static let scoreName = "score"
}

extension RiskBand {
  /// The least score of the band.
  package var points: Double { Double(from.hundredths) / 100 }
}
