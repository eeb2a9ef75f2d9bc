import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// Everything that the console knows. ``update(_:at:)`` changes it, ``view(_:)`` shows it; neither knows a clock,
/// a file or the terminal.
struct Model: Sendable {
  /// How long the order of rows is held after the operator moved.
  static let holdSpan = TimeSpan(seconds: 4)
  /// A key that was pressed sooner after the cursor was put elsewhere was meant for what stood there before.
  static let settleSpan = TimeSpan(milliseconds: 200)
  /// A read that takes longer makes the data stale.
  static let staleSpan = TimeSpan(seconds: 2)
  /// While a score that is shown fades, it is read this often.
  static let fadeSpan = TimeSpan(seconds: 5)
  /// How many executions the Session screen shows.
  static let executionsMax = 200

  var settings: Settings
  var size: ScreenSize
  var now: Timestamp

  var screens: [Screen] = [.sessions]
  var overlay: Overlay?
  var helpSearch = HelpSearch()
  var list = SessionList()
  var filter = FilterState()
  /// What to stop first stands first.
  var sort = SessionSort.risk
  var heldUntil: Timestamp?
  var frozenSince: Timestamp?
  var overview: Overview?
  var page = SessionPage()
  var alerts = AlertList()
  var metrics = MetricsPage()
  var incidents = IncidentList()
  var incidentPage = IncidentPage()
  /// What was asked to be done to incidents and is not answered yet.
  var ordersSent: [IncidentOrder] = [] {
    didSet { ordersSentAt = ordersSent.isEmpty ? nil : ordersSentAt ?? now }
  }
  /// Since when one at least has not been answered.
  private(set) var ordersSentAt: Timestamp?
  /// Modes that were asked to be set and are not answered yet.
  var modesSent: [ModeOrder] = [] {
    didSet { modesSentAt = modesSent.isEmpty ? nil : modesSentAt ?? now }
  }
  private(set) var modesSentAt: Timestamp?
  var approvals = ApprovalList()
  var drills = DrillList()
  var policy = PolicyPage()
  var audit = AuditList()
  var log = LogState()
  var revocations = Revocations()
  /// Nil: one row for each session.
  var grouping: SessionGrouping?
  var groups = GroupList()
  /// None: those that the table has by itself.
  var columns: [ColumnChoice] = []
  /// What is kept in the operator's own file.
  var kept = KeptState()
  /// The view that was shown last; see ``shownView``.
  var viewName: String?
  /// The lists that the operator came through.
  var trail: [TrailStep] = []
  /// Of the lists beside the sessions'.
  var rowFilters: [Screen: RowFilter] = [:]
  var cursorBeforeFilter: RowCursor?
  var marks = Marks()
  var markedAskedAt: Timestamp?
  /// Cards of marked sessions that were opened.
  var bulkCards = 0
  /// Marked sessions that are being revoked.
  var bulk: BulkRevocation?
  var status: Status?
  var loads = Loads()
  var freshness = Freshness()
  var drawn = DrawnFrame.none
  /// An answer of the store, not a key, put the cursor on another session: not shown yet, and when it was shown.
  var movedByAnswer = false
  var movedByAnswerAt: Timestamp?
  /// Keys of the burst that is being refused.
  var burst: BurstNote?

  init(settings: Settings = Settings(), size: ScreenSize, now: Timestamp) {
    self.settings = settings
    self.size = size
    self.now = now
  }

  var screen: Screen { screens.last ?? .sessions }
  var isFrozen: Bool { frozenSince != nil }

  /// The order of rows stays while the operator chooses.
  var isHeld: Bool {
    if isFrozen { return true }
    if overlay?.isPalette == true { return true }
    return heldUntil.map { now < $0 } ?? false
  }

  /// The store's time by its latest answer; it runs on with the console's clock.
  var storeNow: Timestamp {
    guard let asOf = freshness.asOf, let receivedAt = freshness.receivedAt else { return now }
    return asOf + max(TimeSpan(seconds: 0), now - receivedAt)
  }

  /// Whether keys go into a text field.
  var isTyping: Bool { isTypingFilter || overlay?.takesText == true }

  /// The session that the screen is about.
  var subject: Identifier? {
    switch screen {
    case .sessions: grouping == nil ? list.cursor : nil
    case .session(let key): key
    case .alerts: alerts.cursorAlert?.sessionKey
    case .incident: incidentSubject
    case .metrics, .incidents, .approvals, .drills, .policy, .audit: nil
    }
  }

  /// The latest that is known of a session.
  func row(of key: Identifier) -> SessionRow? {
    if page.key == key, let row = page.detail?.row, page.receivedAsOf(list.asOf) { return row }
    return list.entries[key]?.row ?? (page.key == key ? page.detail?.row : nil)
      ?? incidentPage.detail?.rows.first { $0.id == key }
  }
}

/// The Session screen.
struct SessionPage: Sendable {
  var key: Identifier?
  var detail: SessionDetail?
  /// Why it has its score.
  var risk: RiskReport?
  /// The console's time when it came.
  var asOf: Timestamp?
  /// The store was asked and has no such session.
  var isMissing = false
  var top = 0

  /// Whether it is no older than a listing.
  func receivedAsOf(_ listing: Timestamp?) -> Bool {
    guard let asOf else { return false }
    return listing.map { asOf >= $0 } ?? true
  }
}

/// One sentence for the operator.
struct Status: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case note, warning, error }

  let text: String
  let kind: Kind
  let at: Timestamp
}

/// Keys that were refused because they came at once.
struct BurstNote: Hashable, Sendable {
  var count = 0
  /// Names of those that would have acted.
  var refused: [String] = []
  var at: Timestamp
}

/// How old the data is.
struct Freshness: Sendable {
  /// The store's time of the latest answer, and the console's when it came.
  var asOf: Timestamp?
  var receivedAt: Timestamp?
  /// Why the latest read failed; nil once one succeeds.
  var failure: StoreError?
}

/// What is being read.
struct Loads: Sendable {
  enum Purpose: Hashable, Sendable {
    case refresh
    /// The operator came near the end of the rows that were read.
    case extend
    case first, last
    /// Another filter or sort: the cursor may land elsewhere.
    case choose
  }

  struct Flight: Hashable, Sendable {
    let purpose: Purpose
    let query: SessionQuery
  }

  var flight: Flight?
  /// What the rows that are shown were asked by.
  var shown: SessionQuery?
  /// Asked for while another was on its way.
  var next: Purpose?
  /// When each read began that has not ended.
  var begun: [Load: Timestamp] = [:]
  /// What was asked by each read that only its own answer ends.
  var questions: [Load: Effect] = [:]
  /// When the latest read began that has ended, failed ones too.
  var ended: [Load: Timestamp] = [:]
  /// Asked for again while the first answer was on its way.
  var wanted: Set<Load> = []
  /// When the list was last asked for, and when it is to be asked for again.
  var lastAsked: Timestamp?
  var dueAt: Timestamp?
  /// The store was asked to make its lists quick.
  var isSearchPrepared = false
}
