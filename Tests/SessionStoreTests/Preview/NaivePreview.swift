import Delegation
import PolicyEngine
import RiskScoring
import SessionStore

/// A mode preview by replaying the whole event log through ``decide``, with every session's state whole: slow, and plain to
/// read.
struct NaivePreview {
  struct Outcome {
    let request: ExecutionRequest
    let isAllowedThen: Bool
    /// Of one that was allowed.
    let reasons: Reasons
  }

  private let query: ModePreviewQuery
  private let from: Timestamp
  private let risks: [Identifier: RiskScore]
  private var policies: [(from: Int, policy: Policy)]
  private var modes = ModeTable()
  /// As they would have been.
  private var tried: [Identifier: SessionState] = [:]
  private(set) var outcomes: [Outcome] = []
  /// Whether each execution of the log was allowed, in order; those that come yet.
  private var decisions: ArraySlice<Bool>

  /// - Parameters:
  ///   - policies: each with the number of the event that it came before.
  ///   - risks: as of now.
  init(
    _ query: ModePreviewQuery, at now: Timestamp, policies: [(from: Int, policy: Policy)],
    decisions: [Bool], risks: [Identifier: RiskScore]
  ) {
    self.query = query
    from = now - query.over
    self.policies = policies
    self.risks = risks
    self.decisions = decisions[...]
  }

  mutating func take(_ logged: LoggedEvent, number: Int) {
    while policies.count > 1, policies[1].from <= number { policies.removeFirst() }
    let time = logged.at ?? from
    switch logged.event {
    case .granted(let envelope):
      tried[envelope.sessionKey] = SessionState(envelope: envelope, grantedAt: time)
    case .attested(let key): tried[key]?.attest(at: time)
    case .extended(let key, let expiresAt): tried[key]?.expiresAt = expiresAt
    case .modeChanged(let mode, let scope): modes.change(to: mode, scope: scope, at: time)
    case .requested(let request): decide(request, at: time)
    // What these stop was denied then, and stays so.
    case .revoked, .reinstated, .loggedOut: break
    }
  }

  private mutating func decide(_ request: ExecutionRequest, at time: Timestamp) {
    guard let isAllowed = decisions.popFirst() else { return }
    var reasons = Reasons.none
    if isAllowed, let state = tried[request.sessionKey] {
      if time >= from { reasons = reconsider(request, state, at: time) }
      if reasons.isEmpty { tried[request.sessionKey]?.record(request, allowedAt: time) }
    }
    if time >= from {
      outcomes.append(Outcome(request: request, isAllowedThen: isAllowed, reasons: reasons))
    }
  }

  private func reconsider(_ request: ExecutionRequest, _ state: SessionState, at time: Timestamp) -> Reasons {
    let candidate = ModeTable.Entry(scope: query.scope, mode: query.mode, start: from)
    let both = ModeTable(modes.entries + [candidate])
    let then = modes.effective(for: request, session: state).mode
    let risk = both.effective(for: request, session: state).mode == then ? nil : risks[request.sessionKey]
    let context = DecisionContext(
      policy: policies[0].policy, modes: both, risk: risk ?? .none, at: time)
    return PolicyEngine.decide(request, session: state, in: context).reasons
  }

}

extension NaivePreview {
  /// What the store ought to say.
  /// - Parameter isBad: whether a session is a suspect.
  func summary(isBad: (Identifier) -> Bool) -> Summary {
    var summary = Summary()
    for outcome in outcomes {
      guard outcome.isAllowedThen else {
        summary.deniedThen += 1
        continue
      }
      let bad = isBad(outcome.request.sessionKey)
      summary.add(outcome, to: bad ? \.bad : \.good)
      for name in outcome.reasons.names { summary.reasons[name, default: [0, 0]][bad ? 1 : 0] += 1 }
    }
    return summary
  }

  struct Side: Hashable {
    var allowed = [0, 0]
    var denied = [0, 0]
    var sessions: Set<Identifier> = []
    /// Executions and micro-dollars newly denied.
    var hit: [Identifier: [Int]] = [:]

    /// The keys of the ten that lost most.
    var hardestHit: [String] {
      let sorted = hit.sorted { (a, b) -> Bool in
        if a.value[0] != b.value[0] { return a.value[0] > b.value[0] }
        if a.value[1] != b.value[1] { return a.value[1] > b.value[1] }
        return a.key.text < b.key.text
      }
      return sorted.prefix(10).map { $0.key.text }
    }
  }

  struct Summary: Hashable {
    var deniedThen = 0
    var good = Side()
    var bad = Side()
    var reasons: [String: [Int]] = [:]

    mutating func add(_ outcome: Outcome, to side: WritableKeyPath<Summary, Side>) {
      let (key, micros) = (outcome.request.sessionKey, Int(outcome.request.value.micros))
      self[keyPath: side].sessions.insert(key)
      self[keyPath: side].allowed[0] += 1
      self[keyPath: side].allowed[1] += micros
      if outcome.reasons.isEmpty { return }
      self[keyPath: side].denied[0] += 1
      self[keyPath: side].denied[1] += micros
      self[keyPath: side].hit[key, default: [0, 0]][0] += 1
      self[keyPath: side].hit[key, default: [0, 0]][1] += micros
    }
  }
}
