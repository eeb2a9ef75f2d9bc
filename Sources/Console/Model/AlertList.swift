import RiskScoring
import Delegation
import SessionStore

/// The rows of the Alerts screen, newest first. The cursor is an alert, never a position.
struct AlertList: Sendable {
  /// Rows that are read at once, and at most.
  static let windowRows = 200
  static let windowMax = 5_000

  private(set) var alerts: [Alert] = []
  /// How many match.
  private(set) var matching = 0
  /// The store's time of the latest listing; nil before the first.
  private(set) var asOf: Timestamp?
  private(set) var cursor: Int64?
  /// The first row in sight.
  private(set) var top = 0
  private(set) var limit = windowRows
  /// Where the cursor was last seen, for when its alert is gone.
  private var lastIndex = 0
  /// Closed ones too.
  var showsAll = false
  /// What is being done with which.
  var sending: [Int64: AlertAction] = [:]

  var query: AlertQuery {
    AlertQuery(states: showsAll ? Set(AlertState.allCases) : [.open, .acknowledged], limit: limit)
  }

  var cursorIndex: Int? { cursor.flatMap { cursor in alerts.firstIndex { $0.id == cursor } } }
  var cursorAlert: Alert? { cursorIndex.map { alerts[$0] } }

  func visible(height: Int) -> ArraySlice<Alert> {
    alerts[min(top, alerts.count)..<min(alerts.count, top + max(0, height))]
  }

  /// Shows a listing; the cursor stays on its alert wherever that went, and on nothing when it left.
  /// - Returns: whether an alert was chosen that nobody chose.
  mutating func show(_ listing: AlertListing) -> Bool {
    alerts = listing.alerts
    matching = listing.matching
    asOf = listing.asOf
    if let index = cursorIndex { lastIndex = index }
    guard cursor == nil, let first = alerts.first else { return false }
    choose(first.id)
    return true
  }

  /// Takes what an operator did before the list has been read again.
  mutating func replace(with alert: Alert) {
    guard let index = alerts.firstIndex(where: { $0.id == alert.id }) else { return }
    alerts[index] = alert
  }

  /// Moves by rows; from nowhere to the row that stands where the cursor was.
  mutating func move(by distance: Int) {
    guard !alerts.isEmpty else { return }
    let start = cursorIndex ?? (distance > 0 ? lastIndex - 1 : lastIndex)
    choose(alerts[min(max(0, start + distance), alerts.count - 1)].id)
  }

  /// Scrolls no more than is needed for the cursor to be in sight of `height` rows.
  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? min(lastIndex, max(0, alerts.count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, alerts.count - height))
  }

  /// Reads further where the cursor comes near the end of what was read.
  /// - Returns: whether there is more to read.
  mutating func widen(height: Int) -> Bool {
    guard let index = cursorIndex, index + height >= alerts.count, alerts.count < matching,
      limit < Self.windowMax
    else { return false }
    limit = min(Self.windowMax, max(limit, alerts.count) + Self.windowRows)
    return true
  }

  mutating func choose(_ id: Int64) {
    cursor = id
    if let index = cursorIndex { lastIndex = index }
  }
}
