import SessionStore

/// The rows of the Approvals screen: requests that wait, newest first. The cursor is a request, never a position.
struct ApprovalList: Sendable {
  private(set) var requests: [ApprovalRequest] = []
  private(set) var isRead = false
  private(set) var cursor: String?
  private(set) var top = 0
  private var lastIndex = 0
  /// Requests whose text was opened here: no text is approved unread.
  var opened: Set<String> = []
  /// Answers that are on their way.
  var sending: Set<String> = []

  var cursorIndex: Int? { cursor.flatMap { cursor in requests.firstIndex { $0.id == cursor } } }
  var cursorRequest: ApprovalRequest? { cursorIndex.map { requests[$0] } }

  subscript(id: String) -> ApprovalRequest? { requests.first { $0.id == id } }

  func visible(height: Int) -> ArraySlice<ApprovalRequest> {
    requests[min(top, requests.count)..<min(requests.count, top + max(0, height))]
  }

  /// - Returns: whether a request was chosen that nobody chose.
  mutating func show(_ all: [ApprovalRequest]) -> Bool {
    requests = all.filter { $0.state == .pending }
    isRead = true
    guard cursorIndex == nil, !requests.isEmpty else { return false }
    choose(requests[min(lastIndex, requests.count - 1)].id)
    return true
  }

  /// Takes a request that was just made, before all are read again.
  mutating func add(_ request: ApprovalRequest) {
    if self[request.id] == nil { requests.insert(request, at: 0) }
  }

  mutating func move(by distance: Int) {
    guard !requests.isEmpty else { return }
    let start = cursorIndex ?? (distance > 0 ? lastIndex - 1 : lastIndex)
    choose(requests[min(max(0, start + distance), requests.count - 1)].id)
  }

  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? min(lastIndex, max(0, requests.count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, requests.count - height))
  }

  private mutating func choose(_ id: String) {
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
