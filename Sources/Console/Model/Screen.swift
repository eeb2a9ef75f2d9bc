import Delegation
import PolicyEngine

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
  case policy
  case audit

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
    case .policy: "Policy"
    case .audit: "Audit"
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
  case modes(ModeChooser)
  case bulk(BulkCard)
  case columns(ColumnChooser)
  /// Marked sessions are being revoked, see ``Model/bulk``.
  case revoking
  /// The card of the tour, from 0.
  case tour(Int)

  /// Whether it can be used only where it is drawn over a screen, see ``Layout/hasRoomForChoosing``.
  var needsRoom: Bool {
    switch self {
    case .chooser, .card, .modes, .columns: true
    case .help, .palette, .page, .bulk, .revoking, .tour: false
    }
  }

  var isPage: Bool { if case .page = self { true } else { false } }
  var isPalette: Bool { if case .palette = self { true } else { false } }

  /// Whether keys go into a text of its own.
  var takesText: Bool {
    switch self {
    case .palette: true
    case .modes(let chooser): chooser.reason != nil
    case .help, .chooser, .card, .page, .bulk, .columns, .revoking, .tour: false
    }
  }
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
  /// What its scope was shown to have, beside a mode that may be set.
  var modeInForce: PolicyMode?
  var card: RevokeCard?
  /// The card of marked sessions that was shown.
  var bulk: BulkCard.Stamp?
  /// The group under the cursor.
  var group: String?
}

extension DrawnFrame {
  /// Something stands over the rows from `row` on: no key acts on what is below it.
  mutating func cover(from row: Int) {
    rows = rows.filter { $0.key < row }
    if let shown = target, !rows.values.contains(shown) { target = nil }
  }
}
