package import Delegation

/// What a drill is held against.
package struct DrillObjectives: Hashable, Sendable {
  /// Key press to commit, 95th percentile.
  package let acceptedP95: TimeSpan
  /// Commit to the last point's refusal, 95th percentile and worst.
  package let effectiveP95: TimeSpan
  package let effectiveWorst: TimeSpan
  /// Alert to the last point's refusal, a person in between: median and 95th percentile.
  package let toRevokeP50: TimeSpan
  package let toRevokeP95: TimeSpan

  package init(
    acceptedP95: TimeSpan, effectiveP95: TimeSpan, effectiveWorst: TimeSpan, toRevokeP50: TimeSpan,
    toRevokeP95: TimeSpan
  ) {
    self.acceptedP95 = acceptedP95
    self.effectiveP95 = effectiveP95
    self.effectiveWorst = effectiveWorst
    self.toRevokeP50 = toRevokeP50
    self.toRevokeP95 = toRevokeP95
  }

  /// 2 s, 5 s, 60 s; 5 min, 15 min. Field caches that were measured keep a revoked key alive for 60 s to 15 min.
  package static let standard = DrillObjectives(
    acceptedP95: TimeSpan(seconds: 2), effectiveP95: TimeSpan(seconds: 5),
    effectiveWorst: TimeSpan(seconds: 60), toRevokeP50: TimeSpan(seconds: 300),
    toRevokeP95: TimeSpan(seconds: 900))
}

/// One thing that a scenario's runs were held against.
package struct DrillCheck: Hashable, Sendable {
  package let name: String
  package let expected: String
  package let found: String
  package let passed: Bool
}

/// Whether a scenario passed, and by what.
package struct DrillVerdict: Hashable, Sendable {
  package let checks: [DrillCheck]
  package var passed: Bool { !checks.isEmpty && checks.allSatisfy(\.passed) }
  package var failed: [DrillCheck] { checks.filter { !$0.passed } }

  package init(_ result: DrillResult, against objectives: DrillObjectives = .standard) {
    checks =
      [
        DrillVerdict.canaries(result), DrillVerdict.quiet(result),
        DrillVerdict.within(
          "accepted p95", result.spread(\.commit), \.p95, atMost: objectives.acceptedP95),
        DrillVerdict.within(
          "effective p95", result.spread(\.propagation), \.p95, atMost: objectives.effectiveP95),
        DrillVerdict.within(
          "effective worst", result.spread(\.propagation), \.worst, atMost: objectives.effectiveWorst),
        DrillVerdict.within(
          "time to revoke p50", result.spread(\.toRevoke), \.p50, atMost: objectives.toRevokeP50),
        DrillVerdict.within(
          "time to revoke p95", result.spread(\.toRevoke), \.p95, atMost: objectives.toRevokeP95),
        DrillVerdict.none("allowed after effective", result.leaksAfterEffective),
        DrillVerdict.none(
          "false acknowledgements", result.points.reduce(0) { $0 + $1.falseAcknowledgements }),
      ] + DrillVerdict.findings(result)
  }

  /// A canary that never acted proves nothing when it is refused. A point that fails closed throughout need not have
  /// let it act; S1's canary may never act.
  private static func canaries(_ result: DrillResult) -> DrillCheck {
    let runs = result.runs.filter { run in
      let points = run.timeline.points
      if result.scenario == .s1 { return points.allSatisfy { $0.allowedBefore == 0 } }
      return points.contains { $0.allowedBefore > 0 }
        && points.allSatisfy { $0.allowedBefore > 0 || $0.staleBefore > 0 || $0.unanswered > 0 }
    }
    return DrillCheck(
      name: result.scenario == .s1 ? "nothing acted before" : "canaries acted before",
      expected: "in every run", found: "in \(runs.count) of \(result.runs.count)",
      passed: runs.count == result.runs.count && !runs.isEmpty)
  }

  private static func quiet(_ result: DrillResult) -> DrillCheck {
    let runs = result.runs.filter { $0.timeline.quietAt != nil }
    return DrillCheck(
      name: "every point quiet", expected: "in every run", found: "in \(runs.count) of \(result.runs.count)",
      passed: runs.count == result.runs.count && !runs.isEmpty)
  }

  private static func within(
    _ name: String, _ spread: DrillSpread, _ part: (DrillSpread) -> TimeSpan?, atMost limit: TimeSpan
  ) -> DrillCheck {
    let found = part(spread)
    return DrillCheck(
      name: name, expected: "at most \(PlainText.span(limit))",
      found: found.map(PlainText.span) ?? "not reached in \(spread.missing) of \(spread.count)",
      passed: found.map { $0 <= limit } ?? false)
  }

  private static func none(_ name: String, _ count: Int) -> DrillCheck {
    DrillCheck(name: name, expected: "0", found: String(count), passed: count == 0)
  }

  /// A finding of the same name in several runs is one check; the first that does not hold is what was found.
  private static func findings(_ result: DrillResult) -> [DrillCheck] {
    var checks: [DrillCheck] = []
    for finding in result.runs.flatMap(\.findings) {
      let place = checks.firstIndex { $0.name == finding.name }
      if let place, !checks[place].passed || finding.holds { continue }
      let check = DrillCheck(
        name: finding.name, expected: finding.expected, found: finding.found, passed: finding.holds)
      if let place { checks[place] = check } else { checks.append(check) }
    }
    return checks
  }
}
