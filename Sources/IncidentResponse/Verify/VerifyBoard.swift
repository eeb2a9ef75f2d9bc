package import Delegation
package import SessionStore

/// Whether a revocation holds, as far as it can be seen: at each enforcement point, in what was tried since, and outside.
package struct VerifyBoard: Hashable, Sendable {
  package enum PointState: Hashable, Sendable {
    /// It refuses each probe because of the revocation, and was first seen to at this time.
    case refusing(since: Timestamp)
    /// It would allow so many of the probes.
    case allowing(Int)
    /// It refuses everything, because it cannot see the store.
    case blind
    /// It refuses, with these reasons and not because of the revocation.
    case otherwise(Reasons)
    case silent(after: Duration)
    case unreadable(String)
    /// Nothing could be asked of it: ``VerifyBoard/notes`` say why.
    case notProbed

    package var isRefusing: Bool { if case .refusing = self { true } else { false } }
    package var isAllowing: Bool { if case .allowing = self { true } else { false } }
  }

  package struct Point: Hashable, Sendable {
    package let point: EnforcementPoint
    package let state: PointState
    /// The size of the log that it saw; nil where it did not answer.
    package let seenLeaves: UInt64?
    package let roundTrip: Duration?
  }

  package enum Verdict: Hashable, Sendable {
    /// Something was allowed after the revocation, or would be at this moment.
    case allowed
    /// Not everything could be asked, or does not hold yet.
    case open
    case refusing
  }

  package let attempts: AttemptSummary
  /// By name.
  package let points: [Point]
  /// Those that ended while they were asked: they decide nothing any more.
  package let gone: [String]
  /// What this process's own look at the store gives.
  package let store: PointState
  /// How many sessions were probed, of how many whose revocation has taken effect and stands.
  package let probed: Int
  package let standing: Int
  package let outside: [OutsideFinding]
  /// The time that must pass without an allow.
  package let quiet: TimeSpan
  /// From when on nothing was allowed; in the future where a revocation has not taken effect.
  package let quietSince: Timestamp
  package var asOf: Timestamp { attempts.asOf }

  package init(_ inputs: VerifyInputs) {
    attempts = inputs.attempts
    standing = inputs.standing.count
    probed = inputs.probes.count
    let hasStanding = standing > 0
    points = inputs.answers.compactMap { Point($0, inputs) }.sorted { $0.point.name < $1.point.name }
    gone = inputs.answers.filter { $0.answer == .gone }.map(\.point.name).sorted()
    store = PointState(inputs.own, since: inputs.attempts.asOf, isAsked: probed > 0 && hasStanding)
    outside = inputs.outside
    quiet = inputs.quiet
    let ends = inputs.attempts.sessions.filter { $0.withdrawnAt == nil }.map {
      max($0.committedAt, $0.effectiveAt)
    }
    quietSince = ([inputs.attempts.lastAllowedAt].compactMap(\.self) + ends).max() ?? inputs.attempts.asOf
  }
}

/// What a board is made of.
package struct VerifyInputs: Sendable {
  package struct Asked: Sendable {
    package let point: EnforcementPoint
    package let answer: PointAnswer

    package init(point: EnforcementPoint, answer: PointAnswer) {
      self.point = point
      self.answer = answer
    }
  }

  package let attempts: AttemptSummary
  /// What every point was asked.
  package let probes: [ExecutionRequest]
  package let answers: [Asked]
  /// This process's own dry run of the probes.
  package let own: [Decision]
  package let effects: [PointEffect]
  package let outside: [OutsideFinding]
  package let quiet: TimeSpan

  package init(
    attempts: AttemptSummary, probes: [ExecutionRequest], answers: [Asked], own: [Decision],
    effects: [PointEffect], outside: [OutsideFinding], quiet: TimeSpan
  ) {
    self.attempts = attempts
    self.probes = probes
    self.answers = answers
    self.own = own
    self.effects = effects
    self.outside = outside
    self.quiet = quiet
  }

  package var standing: [RevokedSession] { attempts.standing }
}

extension AttemptSummary {
  /// The sessions of the store whose revocation has taken effect and was not withdrawn.
  package var standing: [RevokedSession] {
    sessions.filter { $0.isKnown && $0.withdrawnAt == nil && $0.effectiveAt <= asOf }
  }
}

extension VerifyBoard.PointState {
  /// - Parameter time: when it was first seen to refuse, if it does.
  init(_ decisions: [Decision], since time: Timestamp, isAsked: Bool) {
    let allowed = decisions.count(where: \.isAllowed)
    if !isAsked {
      self = .notProbed
    } else if allowed > 0 {
      self = .allowing(allowed)
    } else if let other = decisions.first(where: { !$0.reasons.contains(.sessionRevoked) }) {
      let isBlind = decisions.contains { $0.reasons.contains(.stateStale) }
      self = isBlind ? .blind : .otherwise(other.reasons)
    } else {
      self = .refusing(since: time)
    }
  }
}

extension VerifyBoard.Point {
  /// - Returns: nil for one that is gone.
  init?(_ asked: VerifyInputs.Asked, _ inputs: VerifyInputs) {
    point = asked.point
    let isAsked = !inputs.probes.isEmpty && !inputs.standing.isEmpty
    switch asked.answer {
    case .gone: return nil
    case .decided(let decisions, let seen, let time):
      let known = inputs.effects.filter { $0.point == asked.point.name }.map(\.at).max()
      // Of an earlier process that had its name nothing is taken.
      let since = known.map { max($0, asked.point.startedAt) } ?? inputs.attempts.asOf
      let isWhole = decisions.count == inputs.probes.count
      state =
        isWhole || !isAsked
        ? VerifyBoard.PointState(decisions, since: since, isAsked: isAsked)
        : .unreadable("it decided on \(decisions.count) of \(inputs.probes.count) requests")
      seenLeaves = seen
      roundTrip = time
    case .noAnswer(let span):
      (state, seenLeaves, roundTrip) = (.silent(after: span), nil, nil)
    case .problem(let words):
      (state, seenLeaves, roundTrip) = (.unreadable(words), nil, nil)
    }
  }
}
