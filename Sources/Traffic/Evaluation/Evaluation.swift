import Delegation
package import PolicyEngine
import RiskScoring

/// Runs detectors over one stretch of traffic, decided by the ledger, and says how each did.
///
/// The loop is open: no alarm changes what happens next, and the policy plane revokes nothing. So all detectors see the
/// same decisions, and an attack is played to its end.
package enum Evaluation {
  /// A detector, and from which scores on it is taken to raise an alarm.
  package struct Contestant {
    package let name: String
    package var detector: any Detector
    package let thresholds: [Double]

    package init(name: String, detector: any Detector, thresholds: [Double]) {
      self.name = name
      self.detector = detector
      self.thresholds = thresholds
    }

    /// The seed's query with the policy's window and count.
    package static func seedQuery(_ settings: DetectionSettings) -> Contestant {
      Contestant(
        name: seedQueryName, detector: MismatchCount(settings),
        thresholds: [MismatchCount.threshold(settings)])
    }

    package static let seedQueryName = "seed-sql"
  }

  package struct Result: Sendable {
    package let sessions: [SessionLabels.Session]
    package let steps: Int

    package func report(of name: String) -> DetectorReport? { reports.first { $0.name == name }?.report }

    /// By contestant, in the order given.
    package let reports: [(name: String, report: DetectorReport)]
  }

  /// - Parameter options: of a bounded volume; an endless one has no end here either.
  package static func run(policy: Policy, options: TrafficOptions, contestants: [Contestant]) -> Result {
    var contestants = contestants
    var tallies = contestants.map { Tally(thresholds: $0.thresholds) }
    var ledger = Ledger(policy: policy, seed: options.seed)
    var watch = RiskWatch(policy: policy)
    var labels = SessionLabels()
    var lives = SessionLives()
    var attacked: Set<Identifier> = []
    var steps = 0
    for step in TrafficGenerator(options, policy: policy) {
      steps += 1
      labels.note(step)
      if step.isMalicious { attacked.insert(step.sessionKey) }
      let outcome = ledger.apply(step.logged, watchedBy: &watch)
      if case .refused = outcome { continue }
      lives.note(step)
      var seen = Seen(step: step)
      if case .decided(let decision) = outcome {
        let isKnown = !decision.reasons.contains(.unknownSession)
        seen = Seen(step: step, decision: decision, risk: isKnown ? watch.change : nil)
      }
      for index in contestants.indices {
        guard let verdict = contestants[index].detector.observe(seen) else { continue }
        tallies[index].note(
          Observation(
            sessionKey: step.sessionKey, at: step.at, score: verdict.score, alertsOpened: verdict.alertsOpened
          ),
          isAttacked: attacked.contains(step.sessionKey))
      }
    }
    let honestLife = lives.sum { !attacked.contains($0) }
    return Result(
      sessions: labels.sessions, steps: steps,
      reports: zip(contestants, tallies).map { contestant, tally in
        (contestant.name, tally.report(of: labels.sessions, honestLife: honestLife))
      })
  }
}

/// How long sessions may act: from the grant to the latest expiry or the revocation.
private struct SessionLives {
  private struct Life {
    let grantedAt: Timestamp
    var end: Timestamp
  }

  private var lives: [Identifier: Life] = [:]

  /// - Parameter step: one that was accepted.
  mutating func note(_ step: TrafficStep) {
    switch step.event {
    case .granted(let envelope):
      lives[step.sessionKey] = Life(grantedAt: step.at, end: envelope.expiresAt)
    case .extended(_, let expiresAt): lives[step.sessionKey]?.end = expiresAt
    case .revoked(let notice):
      guard let life = lives[step.sessionKey] else { return }
      lives[step.sessionKey]?.end = max(life.grantedAt, min(life.end, notice.effectiveAt ?? step.at))
    default: break
    }
  }

  func sum(where isWanted: (Identifier) -> Bool) -> TimeSpan {
    let kept = lives.filter { isWanted($0.key) }.values
    return TimeSpan(
      milliseconds: kept.reduce(0) { $0 + $1.end.milliseconds - $1.grantedAt.milliseconds })
  }
}
