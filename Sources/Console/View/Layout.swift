import Terminal

/// Where the parts of the screen are.
struct Layout: Hashable, Sendable {
  /// The least size that shows everything.
  static let whole = ScreenSize(rows: 24, columns: 80)

  let size: ScreenSize

  var isSmall: Bool { size.rows < Self.whole.rows || size.columns < Self.whole.columns }
  /// On a small screen lists and cards are drawn over it from this size on.
  var hasRoomForChoosing: Bool { size.rows >= 8 && size.columns >= 30 }
  var isWide: Bool { size.columns >= 100 }

  static let headerRow = 0
  static let countsRow = 1
  static let filterRow = 2
  static let titlesRow = 3

  var separatorRow: Int { size.rows - 3 }
  var hintsRow: Int { size.rows - 2 }
  var statusRow: Int { size.rows - 1 }

  /// Below the table of alerts: a line, and what there is to say of the chosen one.
  static let alertDetailRows = 5

  func bodyStart(of screen: Screen) -> Int {
    switch screen {
    case .sessions, .alerts: 4
    case .session, .metrics, .incidents, .incident, .approvals, .drills, .policy, .audit: 2
    }
  }

  func bodyRows(of screen: Screen) -> Int {
    let below = screen == .alerts && !isSmall ? Self.alertDetailRows : 0
    return max(1, separatorRow - bodyStart(of: screen) - below)
  }
}
