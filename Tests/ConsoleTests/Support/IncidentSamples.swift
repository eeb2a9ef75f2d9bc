import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// Incidents as their events make them.
enum IncidentSamples {
  static func incident(
    _ id: String = "INC-1", from origin: IncidentOrigin = .session(key(1)), title: String = "odd swaps",
    severity: Severity = .p2, facts: IncidentFacts = facts, startedAgo: Int64 = 252, isDrill: Bool = false,
    doing actions: [IncidentAction] = []
  ) throws -> Incident {
    let began = start - seconds(startedAgo)
    let opening = IncidentOpening(
      origin: origin, title: title, detectedAt: began, facts: facts, severity: severity, isDrill: isDrill)
    var incident = try Incident(event(id, 0, .opened(opening), at: began + seconds(10)))
    for action in actions { incident = try incident.doing(action) }
    return incident
  }

  static let facts = IncidentFacts(
    allowedAfterRevoke: 0, exposedWallets: 1, exposedValue: money(500), risk: nil, spent: money(250))

  static func event(_ id: String, _ number: Int, _ action: IncidentAction, at time: Timestamp)
    -> IncidentEvent
  {
    IncidentEvent(
      id: "e\(number)", incident: id, happenedAt: time, recordedAt: time, who: "alice",
      sequence: Int64(900 + number), action: action)
  }

  static let revoked: [IncidentAction] = [
    .stepStarted(.revoke),
    .revoked(
      IncidentRevocation(
        sequence: 41, target: .session(key(1)), sessions: 1, committedAt: start - seconds(200))),
    .evidenceAttached(Evidence(title: "revocation of \(key(1).text)", sequence: 41)),
  ]

  static let afterRevoke = revoked + [.stepDone(.revoke, StepResult(summary: "1 session revoked"))]

  static let mode = IncidentModeChange(
    sequence: 44, mode: .guarded, scope: Scope(chainID: 1, capability: .opaque("swap.execute")),
    committedAt: start - seconds(150))

  static let afterTighten =
    afterRevoke + [
      .stepStarted(.tighten), .tightened(mode),
      .stepDone(.tighten, StepResult(summary: "mode guarded for chain:1 cap:swap.execute")),
    ]

  static let quiet = Verification(pendingPoints: [], allowed: 0, denied: 14, isQuiet: true)

  static let afterVerify =
    afterTighten + [
      .stepStarted(.verify),
      .stepDone(.verify, StepResult(summary: "3 points refuse, quiet", verification: quiet)),
    ]

  static let settled = afterVerify + [.stepSkipped(.notice, reason: "exposure is below 25 wallets")]

  static func board(pending: [String] = [], isQuiet: Bool = false, quietIn: Int64? = 43) -> BoardReading {
    BoardReading(
      at: start,
      points: [
        .init(name: "authorize@4711", state: .refuses(since: start - seconds(190)), behind: 0),
        .init(
          name: "gateway@4712", state: pending.isEmpty ? .refuses(since: start - seconds(189)) : .allows,
          behind: 3),
        .init(name: "authorize@4713", state: .silent("no answer within 500 ms"), behind: 0),
      ],
      attempts: [
        .init(
          destination: .opaque("0xRouterA"), chainID: 1, allowed: 0, denied: 14, allowedValue: .zero)
      ],
      before: "4 allowed, 250 USD in the 5 minutes before",
      possible: "2 related sessions may still spend 900 USD",
      quietUntil: quietIn.map { start + seconds($0) },
      verification: Verification(pendingPoints: pending, allowed: 0, denied: 14, isQuiet: isQuiet),
      problems: [])
  }

  static let proposal = TightenProposal(facts, severity: .p2, envelopes: [envelope(key(1))])

  static let related = [
    RelatedScope(
      title: "same wallet", scope: Scope(wallet: key(77)),
      preview: ScopePreview(
        sessions: 3, wallets: 1, remainingMicros: 750_000_000, first: key(1), last: key(3))),
    RelatedScope(
      title: "same nonce domain", scope: Scope(nonceDomain: .opaque("mobile")),
      preview: ScopePreview(
        sessions: 1_204, wallets: 877, remainingMicros: 12_400_000_000, first: key(1), last: key(9))),
  ]

  static let figures = PreviewReading.Figures(
    executions: 1_204, goodDenied: 31, badDenied: 14, goodSessions: 9, badSessions: 1,
    goodValue: money(3_100),
    badValue: money(250))
}

extension Incident {
  /// The incident after one more thing, two seconds later.
  func doing(_ action: IncidentAction) throws -> Incident {
    var next = self
    let time = events.last.map { $0.recordedAt + seconds(2) } ?? openedAt
    _ = try next.apply(IncidentSamples.event(id, events.count, action, at: time))
    return next
  }
}

extension Desk {
  /// An operator, alice, at an incident's screen.
  static func at(
    _ incidents: [Incident], size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) -> Desk {
    var desk = Desk.open((1...3).map { row(key($0)) }, size: size, readOnly: readOnly)
    desk.model.settings.operatorPlainName = "alice"
    desk.incidents = incidents
    desk.press("4")
    desk.answer()
    desk.look()
    if incidents.count == 1 {
      desk.press("Enter")
      desk.answer()
      desk.look()
    }
    // No hand is that quick.
    desk.now = desk.now + Model.settleSpan
    return desk
  }

  /// The orders that were given and not answered.
  var orders: [IncidentOrder] {
    effects.compactMap { if case .order(let order) = $0 { order } else { nil } }
  }

  /// Carries out the oldest order, as far as events alone can.
  mutating func carryOut() throws {
    guard let index = effects.firstIndex(where: { if case .order = $0 { true } else { false } }),
      case .order(let order) = effects.remove(at: index)
    else {
      Issue.record("no order was given")
      return
    }
    guard let id = order.incident, var incident = incidents.first(where: { $0.id == id }) else { return }
    var actions: [IncidentAction] = []
    switch order {
    case .perform(let all, _): actions = all
    case .link(let receipt, _):
      actions =
        incident.actions(linking: IncidentRevocation(receipt)) + [
          .evidenceAttached(Evidence(title: "revocation", sequence: receipt.sequence))
        ]
    case .tighten(let candidate, _):
      let change = IncidentModeChange(
        sequence: 44, mode: candidate.mode, scope: candidate.scope, committedAt: now)
      actions = incident.actions(linking: change)
    case .finishVerify:
      actions = incident.finishing(.verify, StepResult(summary: "quiet", verification: IncidentSamples.quiet))
    default: break
    }
    for action in actions { incident = try incident.doing(action) }
    incidents = incidents.map { $0.id == id ? incident : $0 }
    send(.ordered(order, .done(incident, words: actions.last?.text ?? "")))
    answer()
    look()
  }
}
