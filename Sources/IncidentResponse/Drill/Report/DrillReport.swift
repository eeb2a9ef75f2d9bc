package import Delegation

package enum DrillKind: String, CaseIterable, Hashable, Sendable {
  /// On virtual time: in memory, and on stores of its own that are gone afterwards.
  case scripted
  /// Canaries on the store in use.
  case live
}

/// Who took part, and as what.
package struct DrillParticipant: Hashable, Sendable {
  /// Such as `owner`, `operator`, `observer`.
  package let role: String
  package let name: String

  package init(role: String, name: String) {
    self.role = role
    self.name = name
  }
}

/// What is to be done about something that did not hold.
package struct DrillAction: Hashable, Sendable {
  package let what: String
  package let owner: String
  package let dueAt: Timestamp

  package init(what: String, owner: String, dueAt: Timestamp) {
    self.what = what
    self.owner = owner
    self.dueAt = dueAt
  }
}

/// One scenario of an earlier drill, as a trend shows it.
package struct DrillTrendRow: Hashable, Sendable {
  package let drill: String
  package let at: Timestamp
  package let scenario: DrillScenarioID
  package let effectiveP95: TimeSpan?
  package let leaksAfterEffective: Int
  package let passed: Bool

  package init(
    drill: String, at: Timestamp, scenario: DrillScenarioID, effectiveP95: TimeSpan?,
    leaksAfterEffective: Int,
    passed: Bool
  ) {
    self.drill = drill
    self.at = at
    self.scenario = scenario
    self.effectiveP95 = effectiveP95
    self.leaksAfterEffective = leaksAfterEffective
    self.passed = passed
  }
}

/// The report of one drill. Everything derived is derived from what is here, so it is the same bytes when made again.
package struct DrillReport: Hashable, Sendable {
  /// `DRILL-…`.
  package let id: String
  package let kind: DrillKind
  package let startedAt: Timestamp
  package let endedAt: Timestamp
  package let seed: UInt64
  package let participants: [DrillParticipant]
  /// The store's id; nil where there was none.
  package let store: String?
  /// The version of the policy in force.
  package let policy: String
  package let results: [DrillResult]
  /// What could not be tested or asked, each one sentence.
  package let notes: [String]
  /// Earlier drills of the same scenarios, oldest first, at most ``trendLength`` of each.
  package let trend: [DrillTrendRow]

  package static let trendLength = 5

  package init(
    id: String, kind: DrillKind, startedAt: Timestamp, endedAt: Timestamp, seed: UInt64,
    participants: [DrillParticipant], store: String?, policy: String, results: [DrillResult],
    notes: [String] = [], trend: [DrillTrendRow] = []
  ) {
    self.id = id
    self.kind = kind
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.seed = seed
    self.participants = participants
    self.store = store
    self.policy = policy
    self.results = results
    self.notes = notes
    self.trend = trend
  }

  package var verdicts: [DrillVerdict] { results.map { DrillVerdict($0) } }
  package var passed: Bool { !results.isEmpty && verdicts.allSatisfy(\.passed) }
  package var owner: String { participants.first { $0.role == "owner" }?.name ?? "nobody" }

  /// What did not hold, and what could not be tested.
  package var gaps: [String] {
    let failed = zip(results, verdicts).flatMap { result, verdict in
      verdict.failed.map {
        "\(result.scenario.rawValue) (\(result.target)): \($0.name) \($0.found), expected \($0.expected)"
      }
    }
    return failed + notes
  }

  /// One for each scenario that failed: within a week where something was let through or a point said what was not so,
  /// within a month otherwise.
  package var actions: [DrillAction] {
    zip(results, verdicts).compactMap { result, verdict in
      guard !verdict.passed else { return nil }
      let isLeak = result.leaksAfterEffective > 0 || result.points.contains { $0.falseAcknowledgements > 0 }
      let what = verdict.failed.map(\.name).joined(separator: ", ")
      return DrillAction(
        what: "repair \(result.scenario.rawValue) \(DrillScenario.of(result.scenario).title): \(what)",
        owner: owner, dueAt: endedAt + TimeSpan(seconds: (isLeak ? 7 : 30) * 86_400))
    }
  }

  /// This drill's own rows, for the trend of those that come after it.
  package var trendRows: [DrillTrendRow] {
    zip(results, verdicts).map { result, verdict in
      DrillTrendRow(
        drill: id, at: startedAt, scenario: result.scenario,
        effectiveP95: result.spread(\.propagation).p95, leaksAfterEffective: result.leaksAfterEffective,
        passed: verdict.passed)
    }
  }

  /// The rows of earlier drills that a drill of `scenarios` is compared with.
  /// - Parameter earlier: oldest first.
  package static func trend(of scenarios: [DrillScenarioID], in earlier: [DrillReport]) -> [DrillTrendRow] {
    let rows = earlier.flatMap(\.trendRows)
    return scenarios.flatMap { id in rows.filter { $0.scenario == id }.suffix(trendLength) }
  }
}
