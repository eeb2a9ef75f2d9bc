import AuditTrail
import RiskScoring
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// An operator at a console, on a clock of the test and a store that answers when the test says so.
struct Desk {
  var model: Model
  var now = start
  /// What the store holds, in the order it lists them.
  var rows: [SessionRow]
  var modes: [ModeTable.Entry] = []
  /// Newest first.
  var alerts: [Alert] = []
  var reports: [Identifier: RiskReport] = [:]
  /// In the order in which they are shown.
  var incidents: [Incident] = []
  /// What became of the notice of each incident.
  var notices: [String: NoticeReading] = [:]
  /// Newest first.
  var requests: [ApprovalRequest] = []
  var drills: [DrillRecord] = []
  /// What the Policy screen reads; nil: the store does not answer.
  var policy: PolicyReading?
  var posture: PostureReading?
  /// What executions have, by their leaves.
  var executions: [ExecutionRecord] = []
  /// What enforcement points answer.
  var board = IncidentSamples.board()
  var preview = PreviewReading.known(IncidentSamples.figures)
  /// The log, newest first, and its head.
  var entries: [AuditEntry] = []
  var log: LogReading?
  /// Effects that no answer was given to yet.
  var effects: [Effect] = []

  init(
    _ rows: [SessionRow] = [], size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) {
    var settings = Settings()
    settings.storeName = "local store"
    settings.isReadOnly = readOnly
    model = Model(settings: settings, size: size, now: start)
    self.rows = rows
  }

  /// Opens the console and shows it.
  static func open(
    _ rows: [SessionRow] = [], size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) -> Desk {
    var desk = Desk(rows, size: size, readOnly: readOnly)
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    return desk
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    let new = model.update(event, at: now)
    effects += new
    return new
  }

  /// Presses keys one after the other, with a look at the screen after each.
  @discardableResult
  mutating func press(_ names: String...) -> [Effect] {
    var new: [Effect] = []
    for name in names {
      new += type(name)
      look()
    }
    return new
  }

  /// Presses a key without looking.
  @discardableResult
  mutating func type(_ name: String, isBurst: Bool = false) -> [Effect] {
    guard let key = Key(name: name) else {
      Issue.record("`\(name)` is no key")
      return []
    }
    return send(.key(key, isBurst: isBurst))
  }

  /// Types text with a look at the end.
  @discardableResult
  mutating func write(_ text: String) -> [Effect] {
    var new: [Effect] = []
    for scalar in text.unicodeScalars { new += send(.key(Key(scalar), isBurst: false)) }
    look()
    return new
  }

  mutating func look() {
    let frame = view(model)
    effects += model.update(.drawn(frame.drawn), at: now)
  }

  mutating func wait(_ span: TimeSpan) {
    now = now + span
    send(.tick)
  }

  /// Answers every read that was asked for, until none is left; writes stay unanswered.
  /// - Parameter once: only the first of them.
  mutating func answer(once: Bool = false) {
    while let index = effects.firstIndex(where: { Self.isRead($0) }) {
      switch effects.remove(at: index) {
      case .list(let query): send(.listed(query, list(query)))
      case .overview:
        send(
          .overviewed(overview(rows, modes: modes, alerts: alerts.count { $0.state != .closed }, asOf: now)))
      case .detail(let key, _):
        let row = rows.first { $0.id == key }
        send(.detailed(key, row.map { SessionDetail(row: $0, executions: executions, revocations: []) }))
      case .risk(let key): send(.explained(key, reports[key]))
      case .alerts(let query): send(.alertsListed(query, list(query)))
      case .metrics(let question): send(.measured(metricsReport(question)))
      case .approvals: send(.approvalsListed(requests))
      case .drills: send(.drillsListed(drills))
      case .policy: if let policy { send(.policyRead(policy)) }
      case .posture: if let posture { send(.postureRead(posture)) }
      case .marked(let keys):
        send(.markedRead(keys, listing(keys.compactMap { key in rows.first { $0.id == key } }, asOf: now)))
      case .matching(let filter):
        send(.matchingRead(filter, list(SessionQuery(filter: filter, window: .from(0), limit: Marks.max))))
      case .groups(let query): send(.groupsRead(query, groups(query)))
      case .why(let sequence): send(.whyRead(sequence, why(sequence)))
      case let effect: answer(ofIncidents: effect)
      }
      if once { return }
    }
  }

  private mutating func answer(ofIncidents effect: Effect) {
    switch effect {
    case .incidents: send(.incidentsRead(IncidentsReading(incidents, .standard)))
    case .incident(let id, _):
      let origin = incidents.first { $0.id == id }?.opening.origin
      let alert: Alert? =
        if case .alert(let number)? = origin { alerts.first { $0.id == number } } else { nil }
      send(
        .incidentRead(
          id,
          IncidentDetail(
            alert: alert, rows: rows, modes: [], proposal: IncidentSamples.proposal,
            moments: IncidentMoments(alertedAt: alert?.openedAt, acknowledgedAt: alert?.acknowledgedAt),
            notice: notices[id] ?? NoticeReading())))
    case .board(let id, _): send(.boardRead(id, board))
    case .modePreview(let candidate, let id): send(.previewed(candidate, for: id, preview))
    case .auditNewest: send(.auditRead(.newest(auditPage())))
    case .auditOlder(let sequence): send(.auditRead(.older(auditPage(before: sequence), before: sequence)))
    case .log: if let log { send(.logRead(log)) } else { send(.loadFailed(.log, .closed)) }
    case .scopes(let key): send(.scopesRead(key, rows.first { $0.id == key }))
    case .related(_, let id): send(.relatedRead(id, IncidentSamples.related))
    case .scopeCard(let scope, let title, let id):
      send(
        .cardRead(
          RevokeCard(incident: id, title: title, scope: scope, preview: IncidentSamples.related[1].preview)))
    default: break
    }
  }

  /// The store says that it changed; it is asked and answers.
  mutating func change(to rows: [SessionRow]) {
    self.rows = rows
    now = now + TimeSpan(milliseconds: 200)
    send(.storeChanged)
    answer()
  }

  private func auditPage(before sequence: Int64 = .max) -> AuditPage {
    let rest = entries.filter { $0.sequence < sequence }
    return AuditPage(
      rows: rest.prefix(AuditList.pageRows).map { AuditRow($0) },
      reachesEnd: rest.count <= AuditList.pageRows,
      joins: true)
  }

  static func isRead(_ effect: Effect) -> Bool {
    switch effect {
    case .list, .overview, .detail, .risk, .alerts, .metrics: true
    case .incidents, .incident, .board, .modePreview, .related, .scopeCard, .scopes: true
    case .approvals, .why, .drills, .policy, .posture, .marked, .matching, .groups: true
    case .auditNewest, .auditOlder, .log: true
    default: false
    }
  }

  private func why(_ sequence: Int64) -> WhyAnswer? {
    executions.first { $0.sequence == sequence }.map {
      WhyAnswer(
        $0,
        in: SessionHistory(
          key: $0.request.sessionKey, row: rows.first, entries: [], executions: [$0], revocations: [],
          asOf: now))
    }
  }

  func list(_ query: SessionQuery) -> SessionListing {
    let matching = rows.filter { query.filter.matches($0, now: now) }
    let offset: Int =
      switch query.window {
      case .from(let start): min(start, matching.count)
      case .around(let key):
        matching.firstIndex { $0.id == key }.map { max(0, $0 - query.limit / 2) } ?? 0
      }
    let window = Array(matching.dropFirst(offset).prefix(query.limit))
    return SessionListing(rows: window, offset: offset, matching: matching.count, asOf: now)
  }

  /// By wallet, whatever is asked for: the store knows how to put sessions together, the console only shows it.
  private func groups(_ query: GroupQuery) -> GroupListing {
    let matching = rows.filter { query.filter.matches($0, now: now) }
    let members = Dictionary(grouping: matching) { row in
      query.grouping == .chain ? String(row.envelope.chainID) : row.envelope.wallet.text
    }
    let groups = members.map { id, rows in
      SessionGroup(
        id: id, sessions: rows.count, active: rows.count { $0.life == .active },
        atRisk: rows.count { $0.risk.band >= .medium },
        worstRiskHundredths: rows.map(\.risk.score.hundredths).max() ?? 0,
        spentMicros: rows.reduce(0) { $0 + $1.spent.micros },
        limitMicros: rows.reduce(0) { $0 + $1.envelope.maxValue.micros },
        denied: rows.reduce(0) { $0 + $1.denied })
    }.sorted { ($1.worstRiskHundredths, $0.id) < ($0.worstRiskHundredths, $1.id) }
    return GroupListing(
      groups: Array(groups.prefix(query.limit)), offset: 0, matching: groups.count, asOf: now)
  }

  private func list(_ query: AlertQuery) -> AlertListing {
    let matching = alerts.filter { query.states.contains($0.state) }
    return AlertListing(
      alerts: Array(matching.dropFirst(query.offset).prefix(query.limit)), offset: query.offset,
      matching: matching.count, asOf: now)
  }

  var frame: Frame { view(model) }
  var screen: [String] { frame.canvas.lines }
  var statusLine: String { screen.last ?? "" }
  var revokes: [Identifier] {
    effects.compactMap { if case .revoke(let key, _) = $0 { key } else { nil } }
  }
  /// Types a command and runs it.
  @discardableResult
  mutating func run(_ command: String) -> [Effect] {
    press(":")
    write(command)
    return press("Enter")
  }

  /// What was asked to be kept.
  var keeps: [KeptChange] { effects.compactMap { if case .keep(let change) = $0 { change } else { nil } } }
  /// What was asked to be revoked together, in one or several batches.
  var batches: [[Identifier]] {
    effects.compactMap { if case .revokeMany(let keys, _) = $0 { keys } else { nil } }
  }
  /// What was asked to be done with which alerts.
  var alertWrites: [(action: AlertAction, id: Int64)] {
    effects.compactMap { if case .alert(let action, let id, _) = $0 { (action, id) } else { nil } }
  }
  var writes: [Effect] { effects.filter(\.isWrite) }
}

/// Compares a screen with its picture; spaces at the ends of lines and empty lines at the end don't count.
func expectScreen(_ lines: [String], _ picture: String, sourceLocation: SourceLocation = #_sourceLocation) {
  func trimmed(_ lines: [String]) -> [String] {
    var lines = lines.map { line in
      var line = line[...]
      while line.last == " " { line = line.dropLast() }
      return String(line)
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }
  let shown = trimmed(lines)
  let expected = trimmed(picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  guard shown != expected else { return }
  Issue.record("the screen is\n\(shown.joined(separator: "\n"))", sourceLocation: sourceLocation)
}
