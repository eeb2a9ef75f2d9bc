import Delegation

/// A place that the operator can be at; the last of the stack shows.
enum Screen: Hashable, Sendable {
  case sessions
  case session(Identifier)
  case alerts
  case metrics
  case incidents
  case incident(String)
  case approvals
  case drills

  var title: String {
    switch self {
    case .sessions: "Sessions"
    case .session: "Session"
    case .alerts: "Alerts"
    case .metrics: "Metrics"
    case .incidents: "Incidents"
    case .incident: "Incident"
    case .approvals: "Approvals"
    case .drills: "Drills"
    }
  }
}

/// What covers the screen, or takes the keys.
enum Overlay: Hashable, Sendable {
  case help(top: Int)
  case palette(Palette)
  case chooser(Chooser)
  case card(RevokeCard)
  case page(TextPage)
  /// The card of the tour, from 0.
  case tour(Int)

  var isPalette: Bool { if case .palette = self { true } else { false } }
}

/// What a frame showed of sessions and alerts: the only thing that a key may act on.
struct DrawnFrame: Hashable, Sendable {
  static let none = DrawnFrame(rows: [:], target: nil)

  /// The session of each row of the terminal that shows one.
  var rows: [Int: Identifier]
  /// The session that was shown as the one under the cursor; nil when none could be told from the frame.
  var target: Identifier?
  /// The alert that was shown as the one under the cursor.
  var alert: Int64?
  /// The incident that was shown, or under the cursor; the words of what was to be done in it, and the hand-over whose
  /// brief could be read.
  var incident: String?
  var next: String?
  var offer: String?
  /// The digest of the notice's text that was shown, and the request whose text was.
  var notice: String?
  var request: String?
  /// What a chooser showed under its cursor, and the card that was shown.
  var choice: Chooser.Item?
  var card: RevokeCard?
}

extension DrawnFrame {
  /// Something stands over the rows from `row` on: no key acts on what is below it.
  mutating func cover(from row: Int) {
    rows = rows.filter { $0.key < row }
    if let shown = target, !rows.values.contains(shown) { target = nil }
  }
}
