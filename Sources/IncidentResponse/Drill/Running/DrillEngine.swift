package import Delegation

/// When people act, and how a run is probed.
package struct DrillScript: Hashable, Sendable {
  /// Alert to answer; nil: nobody answers.
  package var toAcknowledge: TimeSpan?
  /// Alert to the key press.
  package var toPress: TimeSpan
  /// From one round of probes to the next.
  package var interval: TimeSpan
  /// How long the canaries act before the key press.
  package var before: TimeSpan
  /// From the key press to the next round of probes.
  package var phase: TimeSpan
  /// How long every point must have refused before a run is over.
  package var quiet: TimeSpan
  /// When a run is given up, from the key press.
  package var longest: TimeSpan

  package static let interval = TimeSpan(milliseconds: 200)

  package init(
    toAcknowledge: TimeSpan?, toPress: TimeSpan, interval: TimeSpan = DrillScript.interval,
    before: TimeSpan = TimeSpan(seconds: 1), phase: TimeSpan = DrillScript.interval,
    quiet: TimeSpan = TimeSpan(seconds: 5), longest: TimeSpan = TimeSpan(seconds: 420)
  ) {
    self.toAcknowledge = toAcknowledge
    self.toPress = toPress
    self.interval = interval
    self.before = before
    self.phase = phase
    self.quiet = quiet
    self.longest = longest
  }
}

/// Plays one run: canaries act, the change is made, every point is probed until all have refused for a while.
package struct DrillEngine {
  private let script: DrillScript
  private let stage: any DrillStage
  private let clock: any DrillClock
  private var timeline: DrillTimeline

  private init(
    _ script: DrillScript, _ stage: any DrillStage, _ clock: any DrillClock, alertedAt: Timestamp?
  ) {
    self.script = script
    self.stage = stage
    self.clock = clock
    timeline = DrillTimeline(alertedAt: alertedAt ?? clock.now)
  }

  /// - Parameter alertedAt: where somebody was paged before the run; else the alert is now.
  /// - Throws: ``DrillTrouble`` when the stage or the clock does.
  package static func run(
    _ script: DrillScript, variant: String, on stage: any DrillStage, by clock: any DrillClock,
    alertedAt: Timestamp? = nil
  ) throws(DrillTrouble) -> DrillRun {
    var engine = DrillEngine(script, stage, clock, alertedAt: alertedAt)
    try engine.play()
    let findings = try stage.findings(at: clock.now)
    return DrillRun(variant: variant, timeline: engine.timeline, findings: findings)
  }

  private mutating func play() throws(DrillTrouble) {
    let pressAt = max(timeline.alertedAt + script.toPress, clock.now + script.before)
    try clock.wait(until: pressAt - script.before)
    try stage.prepare(at: clock.now, change: pressAt)
    timeline.points = stage.points.map { DrillTrace(name: $0.name) }
    while clock.now < pressAt {
      try round()
      try clock.wait(until: min(pressAt, clock.now + script.interval))
    }
    timeline.acknowledgedAt = script.toAcknowledge.map { timeline.alertedAt + $0 }
    timeline.pressedAt = clock.now
    try stage.press(at: clock.now)
    try watch(from: clock.now + script.phase, until: pressAt + script.longest)
  }

  private mutating func watch(from first: Timestamp, until end: Timestamp) throws(DrillTrouble) {
    var next = first
    while true {
      try clock.wait(until: next)
      try round()
      if isQuiet(at: clock.now) {
        timeline.quietAt = clock.now
        return
      }
      if clock.now >= end { return }
      // A round that took longer than the interval is followed by the next at once, never by two.
      next = max(next + script.interval, clock.now)
    }
  }

  private mutating func round() throws(DrillTrouble) {
    try stage.advance(to: clock.now)
    timeline.committedAt = stage.committedAt
    for (place, point) in stage.points.enumerated() {
      let asked = clock.now
      let answers = point.probe(stage.requests(), at: asked)
      timeline.points[place].acknowledgedAt = point.acknowledgedAt
      timeline.points[place].take(
        answers, asked: asked, answered: clock.now, committedAt: timeline.committedAt)
    }
  }

  private func isQuiet(at time: Timestamp) -> Bool {
    guard timeline.committedAt != nil else { return false }
    return timeline.points.allSatisfy { trace in
      trace.settledAt.map { time - $0 >= script.quiet } ?? false
    }
  }
}

extension DrillTrace {
  /// Enters one round's answers; a round is refused when every request was.
  ///
  /// In doubt a point looks slower than it is: what it allowed counts from when it was asked, what it refused from when
  /// it had answered.
  mutating func take(
    _ answers: [DrillAnswer], asked: Timestamp, answered: Timestamp, committedAt: Timestamp?
  ) {
    probes += answers.count
    let allowed = answers.count { $0 == .allowed }
    unanswered += answers.count { $0 == .unanswered }
    guard let committedAt, asked >= committedAt else {
      allowedBefore += allowed
      staleBefore += answers.count {
        if case .denied(let why) = $0 { why.contains(.stateStale) } else { false }
      }
      return
    }
    if allowed > 0 {
      leaksAfterCommit += allowed
      let isHeld = acknowledgedAt.map { asked >= $0 } ?? false
      if isHeld || firstDeniedAt != nil { leaksAfterEffective += allowed }
      lastAllowedAt = asked
      settledAt = nil
    } else if answers.allSatisfy({ $0 != .unanswered }) {
      firstDeniedAt = firstDeniedAt ?? answered
      settledAt = settledAt ?? answered
      if case .denied(let why)? = answers.last { reasons = why.names }
    }
  }
}
