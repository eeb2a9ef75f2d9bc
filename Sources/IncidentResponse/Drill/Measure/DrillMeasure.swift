package import Delegation

/// How long one run took. A span is nil where one of its ends was not reached.
package struct DrillMeasure: Hashable, Sendable {
  /// MTTA, alert to answer: t1 − t0.
  package let toAcknowledge: TimeSpan?
  /// Answer to key press: t2 − t1; nil where nobody had answered before.
  package let decision: TimeSpan?
  /// Key press to commit: t3 − t2.
  package let commit: TimeSpan?
  /// Commit to the last point's lasting refusal: max t5 − t3.
  package let propagation: TimeSpan?
  /// Time to revoke, alert to the last point's lasting refusal: max t5 − t0.
  package let toRevoke: TimeSpan?
  package let leaksAfterCommit: Int
  package let leaksAfterEffective: Int

  package init(of timeline: DrillTimeline) {
    func span(_ from: Timestamp?, _ to: Timestamp?) -> TimeSpan? {
      guard let from, let to, to >= from else { return nil }
      return to - from
    }
    let settled = timeline.points.compactMap(\.settledAt)
    let last = settled.count == timeline.points.count ? settled.max() : nil
    toAcknowledge = span(timeline.alertedAt, timeline.acknowledgedAt)
    decision = span(timeline.acknowledgedAt, timeline.pressedAt)
    commit = span(timeline.pressedAt, timeline.committedAt)
    propagation = span(timeline.committedAt, last)
    toRevoke = span(timeline.alertedAt, last)
    leaksAfterCommit = timeline.points.reduce(0) { $0 + $1.leaksAfterCommit }
    leaksAfterEffective = timeline.points.reduce(0) { $0 + $1.leaksAfterEffective }
  }
}

/// A measured span over the runs of a scenario. Percentiles are nearest rank, so each is a span that was measured.
package struct DrillSpread: Hashable, Sendable {
  package let count: Int
  /// Runs in which it was never reached: worse than any span.
  package let missing: Int
  package let p50: TimeSpan?
  package let p95: TimeSpan?
  package let worst: TimeSpan?

  /// A percentile that falls on a run that never reached it is nil.
  package init(_ spans: [TimeSpan?]) {
    let reached = spans.compactMap { $0 }.sorted { $0 < $1 }
    let count = spans.count
    func rank(_ percent: Int) -> TimeSpan? {
      let place = (count * percent + 99) / 100 - 1
      return reached.indices.contains(place) ? reached[place] : nil
    }
    self.count = count
    missing = count - reached.count
    p50 = rank(50)
    p95 = rank(95)
    worst = rank(100)
  }
}

/// One point over the runs of a scenario.
package struct DrillPointSpread: Hashable, Sendable {
  package let name: String
  /// Commit to the first refusal that nothing allowed comes after.
  package let refusing: DrillSpread
  /// Commit to its acknowledgement.
  package let acknowledging: DrillSpread
  package let probes: Int
  package let leaksAfterCommit: Int
  package let leaksAfterEffective: Int
  package let falseAcknowledgements: Int
  package let unanswered: Int
  /// Reasons of its last refusal.
  package let reasons: [String]
}

/// A scenario's runs, in the order in which they were made.
package struct DrillResult: Hashable, Sendable {
  package let scenario: DrillScenarioID
  /// Which enforcement was drilled, such as `simulated store`, `scratch store`, `live`.
  package let target: String
  package let runs: [DrillRun]

  package init(scenario: DrillScenarioID, target: String, runs: [DrillRun]) {
    self.scenario = scenario
    self.target = target
    self.runs = runs
  }

  package func spread(_ span: (DrillMeasure) -> TimeSpan?) -> DrillSpread {
    DrillSpread(runs.map { span($0.measure) })
  }

  package var leaksAfterCommit: Int { runs.reduce(0) { $0 + $1.measure.leaksAfterCommit } }
  package var leaksAfterEffective: Int { runs.reduce(0) { $0 + $1.measure.leaksAfterEffective } }

  /// By the name of the point.
  package var points: [DrillPointSpread] {
    let names = Set(runs.flatMap { $0.timeline.points.map(\.name) })
    return names.sorted().map(spread(ofPoint:))
  }

  private func spread(ofPoint name: String) -> DrillPointSpread {
    var seen: [(committed: Timestamp?, trace: DrillTrace)] = []
    for run in runs {
      for trace in run.timeline.points where trace.name == name {
        seen.append((run.timeline.committedAt, trace))
      }
    }
    func after(_ moment: (DrillTrace) -> Timestamp?) -> DrillSpread {
      DrillSpread(
        seen.map { one in
          guard let committed = one.committed, let at = moment(one.trace) else { return nil }
          return at - committed
        })
    }
    func sum(_ count: (DrillTrace) -> Int) -> Int { seen.reduce(0) { $0 + count($1.trace) } }
    return DrillPointSpread(
      name: name, refusing: after(\.settledAt), acknowledging: after(\.acknowledgedAt), probes: sum(\.probes),
      leaksAfterCommit: sum(\.leaksAfterCommit), leaksAfterEffective: sum(\.leaksAfterEffective),
      falseAcknowledgements: sum { $0.isFalselyAcknowledged ? 1 : 0 }, unanswered: sum(\.unanswered),
      reasons: seen.last { !$0.trace.reasons.isEmpty }?.trace.reasons ?? [])
  }
}
