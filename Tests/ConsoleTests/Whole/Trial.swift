import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

@testable import Console

/// A hand that presses anything at any moment, at a store that answers late, from the past, or not at all.
///
/// All of it comes from a seed: a failure is repeated by it. What must hold whatever happens is checked after each step;
/// what did not is in ``problems``.
struct Trial {
  /// What the store held at one moment.
  struct Snapshot {
    let rows: [SessionRow]
    let alerts: [Alert]
    let incidents: [Incident]
    let requests: [ApprovalRequest]
  }

  /// A read that is on its way, and what the store held when it was asked.
  struct Question {
    let effect: Effect
    let store: Snapshot
  }

  var desk: Desk
  var random: SplitMix
  /// What the last frame showed: all that the hand can mean.
  private(set) var seen = DrawnFrame.none
  var questions: [Question] = []
  /// Answers to lists that were given once, with their question.
  private(set) var oldLists: [(SessionQuery, SessionListing)] = []
  /// Reads that Esc ended the waiting for: they are answered all the same, beside the next one.
  private var abandoned: Set<Load> = []
  /// Writes that were asked for and not carried out.
  var writes: [Effect] = []
  /// What was revoked from here and committed.
  var committed: Set<Identifier> = []
  var nextKey = 13
  private(set) var problems: [String] = []
  private(set) var writesAsked = 0

  init(seed: UInt64) throws {
    random = SplitMix(state: seed)
    desk = Desk(
      (1...12).map { row(key($0), risk: risk($0 * 7, .context)) }, size: Self.sizes[Int(seed % 5)],
      readOnly: seed % 8 == 7)
    desk.model.settings.operatorPlainName = "alice"
    desk.alerts = (1...4).map { alert(Int64($0), session: $0 == 3 ? nil : key($0)) }
    desk.incidents = [
      try IncidentSamples.incident(),
      try IncidentSamples.incident(
        "INC-2", from: .session(key(2)), doing: IncidentSamples.afterTighten + [.stepStarted(.verify)]),
      try IncidentSamples.incident("INC-3", from: .alert(2), doing: IncidentSamples.afterRevoke),
    ]
    desk.requests = [NoticeSamples.request(by: "bob"), NoticeSamples.request("a-9", by: "alice")]
    desk.policy = try PolicySamples.reading()
    desk.posture = try PolicySamples.posture()
    desk.entries = AuditSamples.entries
    desk.log = try AuditSamples.reading()
    desk.executions = [execution(key(1), 1), execution(key(1), 2, reasons: [.chainMismatch])]
    step { trial in trial.desk.effects += trial.desk.model.start() }
    while !questions.isEmpty { step { $0.answer(at: 0) } }
    look()
  }

  private static let sizes = [
    ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 40, columns: 120), ScreenSize(rows: 10, columns: 40),
    ScreenSize(rows: 1, columns: 1), ScreenSize(rows: 27, columns: 100),
  ]

  var now: Snapshot {
    Snapshot(rows: desk.rows, alerts: desk.alerts, incidents: desk.incidents, requests: desk.requests)
  }

  mutating func note(_ problem: String) { problems.append(problem) }

  // MARK: Steps

  /// Does something, and holds what comes of it against what was shown.
  /// - Parameter named: the session that the operator spelt out in it.
  mutating func step(named: Identifier? = nil, isAnswer: Bool = false, _ body: (inout Trial) -> Void) {
    let before = desk.model
    desk.effects = []
    body(&self)
    let new = desk.effects
    desk.effects = []
    for effect in new where effect.isWrite {
      writesAsked += 1
      if let problem = problem(with: effect, before, named: named, isAnswer: isAnswer) { note(problem) }
      writes.append(effect)
    }
    for case .edit(let edit) in new where seen.notice != edit.digest {
      note("a text was edited that was not shown: \(edit)")
    }
    if !isAnswer {
      let ended = before.loads.begun.keys.filter { desk.model.loads.begun[$0] == nil }
      abandoned.formUnion(ended)
    }
    for effect in new where Desk.isRead(effect) { ask(effect) }
    checkCard(before)
    checkOrder(before, wasAnswer: isAnswer)
    if desk.model.nextWake <= desk.model.now { note("the next wake is not in the future") }
  }

  private mutating func ask(_ effect: Effect) {
    let isPreview = if case .modePreview = effect { true } else { false }
    if !isPreview, questions.contains(where: { $0.effect.load == effect.load }),
      effect.load.map({ !abandoned.contains($0) }) ?? true
    {
      note("two reads of \(String(describing: effect.load)) are on their way")
    }
    questions.append(Question(effect: effect, store: now))
  }

  /// The store answers one question as it was when it was asked.
  mutating func answer(at index: Int) {
    let question = questions.remove(at: index)
    let (current, model) = (now, desk.model)
    put(question.store)
    desk.effects = [question.effect]
    desk.answer(once: true)
    put(current)
    guard case .list(let query) = question.effect, model.loads.flight?.query == query else { return }
    oldLists.append((query, listing(question.store.rows, asOf: desk.now)))
  }

  private mutating func put(_ store: Snapshot) {
    desk.rows = store.rows
    desk.alerts = store.alerts
    desk.incidents = store.incidents
    desk.requests = store.requests
  }

  /// The operator looks: the frame is whole, inside the screen, and the same when it is drawn again.
  mutating func look() {
    let frame = desk.frame
    let size = desk.model.size
    if frame.canvas.rows != size.rows || frame.canvas.columns != size.columns {
      note("the frame is not as large as the screen")
    }
    if let row = frame.drawn.rows.keys.first(where: { !(0..<max(1, size.rows)).contains($0) }) {
      note("row \(row) is outside")
    }
    if let cursor = frame.cursor, frame.canvas[cursor.row, cursor.column] == nil {
      note("the cursor is outside")
    }
    checkTarget(frame)
    let again = desk.frame
    if again.canvas != frame.canvas || again.drawn != frame.drawn || again.cursor != frame.cursor {
      note("the frame is another when it is drawn again")
    }
    step { $0.desk.effects += $0.desk.model.update(.drawn(frame.drawn), at: $0.desk.now) }
    seen = frame.drawn
  }

  // MARK: What must hold

  /// What keys act on is chosen, is listed, and is named on the screen.
  private mutating func checkTarget(_ frame: Frame) {
    guard let target = frame.drawn.target else { return }
    if desk.model.subject != target { note("\(target) is shown as chosen and is not") }
    if desk.model.screen == .sessions, !desk.model.list.order.contains(target) {
      note("\(target) is chosen and not in the list")
    }
    let end = Format.short(target).string.suffix(4)
    if !frame.canvas.lines.contains(where: { $0.contains(end) }) {
      note("\(target) is a target and not named")
    }
  }

  /// While the order is held no answer moves a row past another, and the cursor stays on its session.
  private mutating func checkOrder(_ before: Model, wasAnswer: Bool) {
    let after = desk.model
    guard wasAnswer, before.isHeld, after.isHeld, before.sort == after.sort,
      before.filter.shown == after.filter.shown,
      before.loads.flight.map({ $0.purpose == .refresh || $0.purpose == .extend }) ?? true
    else { return }
    let old = Set(before.list.order)
    if after.list.order.filter(old.contains) != before.list.order { note("a held order has moved") }
    if before.list.cursor != nil, before.list.cursor != after.list.cursor {
      note("the cursor has moved under a held order")
    }
  }

  /// The card of marked sessions fires as it was shown, and nothing else does.
  private mutating func checkCard(_ before: Model) {
    guard case .bulk(let card) = desk.model.overlay, card.phase == .checking,
      case .bulk(let old) = before.overlay, old.phase == .asking
    else { return }
    if seen.bulk != card.stamp { note("a card was fired that was not shown") }
  }

  /// Why a write is not what the operator can have meant; nil if it is.
  private func problem(
    with effect: Effect, _ before: Model, named: Identifier?, isAnswer: Bool
  ) -> String? {
    if before.settings.isReadOnly { return "a console that only reads asked for \(effect)" }
    switch effect {
    case .revoke(let key, _):
      if let named { return key == named ? nil : "\(named) was spelt out, \(key) was to be revoked" }
      if key != seen.target { return "\(key) was to be revoked, shown was \(seen.target as Any)" }
      return before.subject == key ? nil : "the cursor had moved unseen from \(key)"
    case .revokeMany(let keys, _): return problem(withMany: keys, before)
    case .reinstate(let key, _, _): return committed.contains(key) ? nil : "\(key) was not revoked from here"
    case .alert(_, let id, _):
      if id != seen.alert { return "alert \(id) was acted on, shown was \(seen.alert as Any)" }
      return before.alerts.cursor == id ? nil : "the cursor had moved unseen from alert \(id)"
    case .order(let order): return problem(with: order, isAnswer: isAnswer)
    case .setMode(let order):
      // Spelt out in the command line, or chosen on a card that was drawn with this choice.
      let isShown =
        before.overlay?.isPalette == true || seen.choice == .mode(order.candidate, isProposed: false)
      return isShown ? nil : "\(order) was set and not shown"
    case .answer(let answer):
      let isShown = before.overlay?.isPalette == true
      return isShown ? nil : "\(answer.request) was answered outside of the command line"
    default: return nil
    }
  }

  private func problem(withMany keys: [Identifier], _ before: Model) -> String? {
    if let run = before.bulk {
      return Set(run.rest).isSuperset(of: keys) ? nil : "\(keys) were to be revoked and are not of the card"
    }
    guard case .bulk(let card) = before.overlay, card.phase == .checking else {
      return "\(keys) were to be revoked without a card"
    }
    return Set(card.keys).isSuperset(of: keys) ? nil : "\(keys) were to be revoked and are not on the card"
  }

  private func problem(with order: IncidentOrder, isAnswer: Bool) -> String? {
    let isShown: Bool =
      switch order {
      case .join(.session(let key)): seen.target == key
      case .join(.alert(let alert)): seen.alert == alert.id
      case .join(.hand), .open(.hand): true
      case .open: seen.choice == .newIncident
      case .joinTo(let id, _): if case .incident(id, _)? = seen.choice { true } else { false }
      case .link: isAnswer
      case .revoke(let scope, let id): seen.card?.scope == scope && seen.incident == id
      case .tighten(let candidate, let id):
        if case .mode(candidate, _)? = seen.choice { seen.incident == id } else { false }
      default: seen.incident == order.incident
      }
    return isShown ? nil : "\(order) was not what was shown"
  }
}

extension Effect {
  /// The read that it asks for.
  var load: Load? {
    switch self {
    case .list: .list
    case .overview: .overview
    case .detail: .detail
    case .risk: .risk
    case .alerts: .alerts
    case .metrics: .metrics
    case .incidents: .incidents
    case .incident: .incident
    case .board: .board
    case .related, .scopeCard: .related
    case .approvals: .approvals
    case .why: .why
    case .drills: .drills
    case .marked: .marked
    case .matching: .matching
    case .groups: .groups
    case .policy: .policy
    case .posture: .posture
    case .scopes: .scopes
    case .auditNewest: .audit
    case .auditOlder: .auditOlder
    case .log: .log
    default: nil
    }
  }
}
