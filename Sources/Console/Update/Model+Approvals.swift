import AuditTrail
import IncidentResponse
import SessionStore

extension Model {
  /// Rows of the list; the rest of the body says what the chosen one asks.
  var approvalRows: Int { max(1, min(8, bodyRows / 3)) }

  // MARK: Whether

  var onApprovals: Availability {
    screen == .approvals ? .enabled : .disabled("requests are on the screen Approvals, \(key(.approvals))")
  }

  /// How many requests this operator could answer.
  var requestsToAnswer: Int {
    let time = storeNow
    return approvals.requests.count { $0.ask.by != settings.operatorPlainName && time < $0.ask.expiresAt }
  }

  /// Of the request under the cursor.
  var answerAvailability: Availability {
    guard onApprovals == .enabled else { return onApprovals }
    guard let request = approvals.cursorRequest else { return .disabled("no request waits for an answer") }
    return whyNot(answering: request).map { .disabled($0) } ?? .enabled
  }

  /// Why this operator cannot answer it: who asks signs, and so does who approves, and they are two.
  func whyNot(answering request: ApprovalRequest) -> String? {
    if request.ask.by == settings.operatorPlainName {
      return "\(request.id) is your own: another operator answers it"
    }
    return approvals.sending.contains(request.id) ? "\(request.id) is being answered already" : nil
  }

  // MARK: Doing

  /// Of a hand-over, or of a request.
  mutating func accept() -> [Effect] {
    guard screen == .approvals else { return acceptHandOver() }
    guard let request = approvals.cursorRequest else { return refuse("no request waits for an answer") }
    return ask(for: "approve \(request.id)")
  }

  mutating func approve(_ id: String) -> [Effect] {
    guard let request = approvals[id] else { return refuse("no request `\(id)` waits for an answer") }
    if let reason = whyNot(answering: request) { return refuse(reason) }
    guard request.text == nil || approvals.opened.contains(id) else {
      return refuse("the text of \(id) was not read here: Enter shows it, nothing was approved")
    }
    return send(ApprovalAnswer(request: id, denial: nil))
  }

  mutating func deny(_ words: String?) -> [Effect] {
    guard let words else {
      return approvals.cursorRequest.map { ask(for: "deny \($0.id) ") } ?? []
    }
    let id = String(words.prefix { $0 != " " })
    let reason = String(words.dropFirst(id.count).drop { $0 == " " })
    guard let request = approvals[id] else { return refuse("no request `\(id)` waits for an answer") }
    guard !reason.isEmpty else { return refuse("expected `:deny ID REASON`") }
    if let why = whyNot(answering: request) { return refuse(why) }
    return send(ApprovalAnswer(request: id, denial: reason))
  }

  private mutating func send(_ answer: ApprovalAnswer) -> [Effect] {
    approvals.sending.insert(answer.request)
    status = nil
    return [.answer(answer)]
  }

  mutating func openRequest() -> [Effect] {
    guard let request = approvals.cursorRequest else { return refuse("no request is chosen") }
    overlay = .page(TextPage(subject: .request(request.id)))
    return []
  }

  // MARK: Asking and answers

  mutating func askApprovals() -> [Effect] { begin(.approvals) ? [.approvals] : [] }

  mutating func approvalsListed(_ requests: [ApprovalRequest]) -> [Effect] {
    if approvals.show(requests), screen == .approvals { movedByAnswer = true }
    approvals.scroll(height: approvalRows)
    return end(.approvals) ? askApprovals() : []
  }

  mutating func answered(_ answer: ApprovalAnswer, _ outcome: ApprovalOutcome) -> [Effect] {
    approvals.sending.remove(answer.request)
    switch outcome {
    case .done(let request):
      if case .page(let page) = overlay, page.subject == .request(answer.request) { overlay = nil }
      let words =
        answer.denial == nil
        ? "approved and done: \(ModeAsk(request.ask)?.words ?? request.ask.action)"
        : "denied: nothing has changed"
      say("\(request.id) is \(words)")
      return storeChanged() + askApprovals()
    case .refused(let sentence):
      say("\(answer.request) was NOT \(answer.participle): \(sentence)", .error)
      return [.bell] + askApprovals()
    }
  }
}
