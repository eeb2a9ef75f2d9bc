import SessionStore

/// The rows of the Approvals screen: requests that wait, newest first. The cursor is a request, never a position.
struct ApprovalList: Sendable {
  private(set) var requests: [ApprovalRequest] = [] { didSet { arrange() } }
  /// Those that the filter leaves.
  private(set) var shown: [ApprovalRequest] = []
  var filter = "" { didSet { arrange() } }
  private(set) var isRead = false
  private(set) var cursor: String?
  private(set) var top = 0
  private var lastIndex = 0
  /// Requests whose text was opened here: no text is approved unread.
  var opened: Set<String> = []
  /// Answers that are on their way.
  var sending: Set<String> = []

  var cursorIndex: Int? { cursor.flatMap { cursor in shown.firstIndex { $0.id == cursor } } }
  var cursorRequest: ApprovalRequest? { cursorIndex.map { shown[$0] } }

  subscript(id: String) -> ApprovalRequest? { requests.first { $0.id == id } }

  func visible(height: Int) -> ArraySlice<ApprovalRequest> {
    shown[min(top, shown.count)..<min(shown.count, top + max(0, height))]
  }

  /// - Returns: whether a request was chosen that nobody chose.
  mutating func show(_ all: [ApprovalRequest]) -> Bool {
    requests = all.filter { $0.state == .pending }
    isRead = true
    guard cursorIndex == nil, !shown.isEmpty else { return false }
    choose(shown[min(lastIndex, shown.count - 1)].id)
    return true
  }

  /// Takes a request that was just made, before all are read again.
  mutating func add(_ request: ApprovalRequest) {
    if self[request.id] == nil { requests.insert(request, at: 0) }
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

  private mutating func arrange() {
    shown = filter.isEmpty ? requests : requests.filter { RowFilter.matches(filter, $0.filterFields) }
  }

  mutating func chooseFirst() { if let first = shown.first { choose(first.id) } }

  mutating func choose(_ id: String) {
    cursor = id
    if let index = cursorIndex { lastIndex = index }
  }
}

/// What an operator says to a request of another.
struct ApprovalAnswer: Hashable, Sendable {
  let request: String
  /// Why it is denied; nil approves.
  let denial: String?

  /// As in `a-1 was NOT approved`.
  var participle: String { denial == nil ? "approved" : "denied" }
}

/// What came of an answer.
enum ApprovalOutcome: Sendable {
  case done(ApprovalRequest)
  /// Nothing was changed; a sentence.
  case refused(String)
}
