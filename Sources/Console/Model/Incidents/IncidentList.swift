import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

/// The rows of the Incidents screen. The cursor is an incident, never a position.
struct IncidentList: Sendable {
  private(set) var incidents: [Incident] = [] { didSet { arrange() } }
  /// Those that the filter leaves, in their order.
  private(set) var shown: [Incident] = []
  var filter = "" { didSet { arrange() } }
  var sort = IncidentSort.open { didSet { arrange() } }
  private(set) var response = ResponseSettings.standard
  private(set) var isRead = false
  private(set) var cursor: String?
  /// The first row in sight.
  private(set) var top = 0
  private var lastIndex = 0
  /// When they were last asked for, and whether something has changed since.
  private(set) var askedAt: Timestamp?
  var isBehind = false
  /// Where no screen of theirs is shown, they are read this often at most.
  static let span = TimeSpan(seconds: 5)

  var cursorIndex: Int? { cursor.flatMap { cursor in shown.firstIndex { $0.id == cursor } } }
  var cursorIncident: Incident? { cursorIndex.map { shown[$0] } }
  var open: [Incident] { incidents.filter { !$0.isClosed } }

  subscript(id: String) -> Incident? { incidents.first { $0.id == id } }

  func visible(height: Int) -> ArraySlice<Incident> {
    shown[min(top, shown.count)..<min(shown.count, top + max(0, height))]
  }

  /// - Returns: whether an incident was chosen that nobody chose.
  mutating func show(_ reading: IncidentsReading) -> Bool {
    incidents = reading.incidents
    response = reading.response
    isRead = true
    if let index = cursorIndex { lastIndex = index }
    guard cursor == nil, let first = shown.first else { return false }
    choose(first.id)
    return true
  }

  /// Takes what was done before all is read again.
  mutating func replace(with incident: Incident) {
    if let index = incidents.firstIndex(where: { $0.id == incident.id }) {
      incidents[index] = incident
    } else {
      incidents.insert(incident, at: 0)
    }
  }

  /// Equal ones stay as they were read.
  private mutating func arrange() {
    let left = filter.isEmpty ? incidents : incidents.filter { RowFilter.matches(filter, $0.filterFields) }
    let places = left.enumerated().sorted { a, b in
      switch sort {
      case .newest where a.element.detectedAt != b.element.detectedAt:
        a.element.detectedAt > b.element.detectedAt
      case .severity where a.element.severity != b.element.severity:
        a.element.severity.word < b.element.severity.word
      default: a.offset < b.offset
      }
    }
    shown = places.map(\.element)
  }

  mutating func noteAsked(_ time: Timestamp) {
    askedAt = time
    isBehind = false
  }

  mutating func move(by distance: Int) {
    guard !shown.isEmpty else { return }
    let start = cursorIndex ?? (distance > 0 ? lastIndex - 1 : lastIndex)
    choose(shown[min(max(0, start + distance), shown.count - 1)].id)
  }

  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? min(lastIndex, max(0, shown.count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, shown.count - height))
  }

  mutating func choose(_ id: String) {
    cursor = id
    if let index = cursorIndex { lastIndex = index }
  }
}
