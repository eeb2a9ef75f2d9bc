import Delegation
import IncidentResponse
import SessionStore

extension Model {
  /// The board is read again this often while the step is open and shown.
  static let boardSpan = TimeSpan(seconds: 2)

  /// The incident that the operator works in: its screen is shown, or a session was opened from it.
  var incidentInHand: String? {
    for case .incident(let id) in screens { return id }
    return nil
  }

  var shownIncident: Incident? {
    guard case .incident(let id) = screen else { return nil }
    return incidents[id]
  }

  /// The session that keys act on in the incident that is shown.
  var incidentSubject: Identifier? {
    guard let incident = shownIncident else { return nil }
    if let joined = incidentPage.joined { return joined }
    switch incident.opening.origin {
    case .session(let key): return key
    case .alert: return incidentPage.detail?.alert?.sessionKey ?? incident.revokedKeys.first
    case .scope, .hand: return incident.revokedKeys.first
    }
  }

  /// What is to be done in the incident that is shown.
  var nextStep: NextStep? {
    shownIncident.map {
      NextStep(
        $0, incidents.response, board: incidentPage.board, notice: notice, hasSubject: incidentSubject != nil,
        me: settings.operatorPlainName, keys: keymap)
    }
  }

  // MARK: Going there

  mutating func show(incident id: String, joined: Identifier? = nil) -> [Effect] {
    screens = [.sessions, .incidents, .incident(id)]
    page = SessionPage()
    if incidentPage.id != id {
      incidentPage = IncidentPage()
      incidentPage.id = id
    }
    if let joined { incidentPage.joined = joined }
    incidents.choose(id)
    return askIncidents() + askIncident()
  }

  // MARK: Asking

  mutating func askIncidents() -> [Effect] {
    guard begin(.incidents) else { return [] }
    incidents.noteAsked(now)
    return [.incidents]
  }

  /// Elsewhere they are read seldom: whether a drill is open, and what waits for a second operator, must be seen on every
  /// screen.
  private mutating func askIncidentsBeside() -> [Effect] {
    incidents.isBehind = true
    if let incidentsDue, now < incidentsDue { return [] }
    return askIncidents() + (screen == .approvals ? [] : askApprovals())
  }

  /// When they are to be read though no screen of theirs is shown.
  var incidentsDue: Timestamp? {
    guard incidents.isBehind, loads.begun[.incidents] == nil, let asked = incidents.askedAt else {
      return nil
    }
    return asked + IncidentList.span
  }

  var isOnIncidents: Bool {
    switch screen {
    case .incidents, .incident: true
    default: false
    }
  }

  /// What a screen of incidents shows.
  mutating func askIncidentScreens() -> [Effect] {
    switch screen {
    case .incidents: askIncidents()
    case .incident: askIncidents() + askIncident()
    default: askIncidentsBeside()
    }
  }

  mutating func askIncident() -> [Effect] {
    guard case .incident(let id) = screen else { return [] }
    let detail: [Effect] =
      begin(.incident) ? [.incident(id, joined: incidentPage.joined)] : []
    return detail + askBoard()
  }

  /// The board, while verify is the step in hand.
  mutating func askBoard() -> [Effect] {
    guard let incident = shownIncident, incident.currentStep == .verify, incident.isStarted(.verify),
      !isBoardFresh, begin(.board)
    else { return [] }
    incidentPage.boardAskedAt = now
    return [.board(incident.id, notes: !settings.isReadOnly)]
  }

  /// When the board is to be read again.
  var boardDue: Timestamp? {
    guard let incident = shownIncident, incident.currentStep == .verify, incident.isStarted(.verify),
      loads.begun[.board] == nil
    else { return nil }
    return incidentPage.boardAskedAt.map { $0 + Self.boardSpan }
  }

  private var isBoardFresh: Bool {
    guard let asked = incidentPage.boardAskedAt else { return false }
    return now - asked < Self.boardSpan && now >= asked
  }

  // MARK: Answers

  mutating func incidentsRead(_ reading: IncidentsReading) -> [Effect] {
    if incidents.show(reading), isOnIncidents { movedByAnswer = true }
    incidents.scroll(height: incidentRows)
    let effects = end(.incidents) ? askIncidents() : []
    clampTimeline()
    return effects + askBoard()
  }

  mutating func incidentRead(_ id: String, _ detail: IncidentDetail) -> [Effect] {
    if incidentPage.id == id {
      let before = incidentSubject
      incidentPage.detail = detail
      if incidentSubject != before { movedByAnswer = true }
    }
    return end(.incident) ? askIncident() : []
  }

  mutating func boardRead(_ id: String, _ board: BoardReading) -> [Effect] {
    if incidentPage.id == id { incidentPage.board = board }
    return end(.board) ? askBoard() : []
  }

  mutating func previewed(
    _ candidate: ModeCandidate, for incident: String?, _ reading: PreviewReading
  ) -> [Effect] {
    if let incident, incident == incidentPage.id { incidentPage.previews[candidate] = reading }
    if case .modes(var chooser) = overlay, chooser.incident == incident {
      chooser.previews[candidate] = reading
      overlay = .modes(chooser)
    }
    return []
  }

  mutating func relatedRead(_ id: String, _ related: [RelatedScope]) -> [Effect] {
    guard case .related(_, for: id)? = loads.questions[.related] else { return [] }
    _ = end(.related)
    guard incidentPage.id == id else { return [] }
    incidentPage.related = related
    if case .chooser(var chooser) = overlay, case .scope(id) = chooser.purpose {
      chooser.items = related.map { .scope($0) }
      overlay = .chooser(chooser)
    }
    return []
  }

  /// Rows of the list: each incident takes two lines.
  var incidentRows: Int { max(1, bodyRows / IncidentTable.linesEach) }

  mutating func moveTimeline(by distance: Int) {
    incidentPage.top = max(0, incidentPage.top + distance)
    clampTimeline()
  }

  mutating func clampTimeline() {
    guard let incident = shownIncident else { return }
    incidentPage.top = min(incidentPage.top, max(0, incident.events.count - 1))
  }
}
