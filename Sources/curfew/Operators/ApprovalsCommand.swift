import ArgumentParser
import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct ApprovalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approvals",
    abstract: "List, approve and deny what another operator asked for.",
    discussion: """
      What loosens takes two people: who asks signs exactly what is asked, who approves signs the same, and the
      store refuses both from one person. A request waits 15 minutes.

      Examples:
        curfew approvals list
        curfew approvals show a-1f2e3d4c5b             a notice with its exact text
        curfew approvals approve a-1f2e3d4c5b
        curfew approvals deny a-1f2e3d4c5b --reason "not while the incident is open"
      """,
    subcommands: [ApprovalsList.self, ApprovalsShow.self, ApprovalsApprove.self, ApprovalsDeny.self],
    defaultSubcommand: ApprovalsList.self)
}

struct ApprovalsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show requests, newest first; those that wait in full.")

  @Flag(help: "Those that were answered or have expired too.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let requests = try store.approvals(limit: 1000).filter { all || $0.state == .pending }
    let output = Output()
    if !json.json && requests.isEmpty { try output.line("nothing waits for an approval") }
    for request in requests {
      if json.json {
        try output.line(json: request.json)
      } else {
        try request.describe(to: output)
      }
    }
    try output.flush()
  }
}

struct ApprovalsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one request: exactly what is asked.")

  @Argument(help: "The request's id.")
  var request: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    guard let found = try store.approvals(limit: 1000).first(where: { $0.id == request }) else {
      throw StoreError.operators(.unknownRequest(request))
    }
    let output = Output()
    if json.json { try output.line(json: found.json) } else { try found.describe(to: output) }
    try output.flush()
  }
}

extension ApprovalRequest {
  fileprivate func describe(to output: Output) throws {
    let end = state == .pending ? ", until \(ask.expiresAt.utc)" : ""
    try output.line("\(ask.id)  \(state.rawValue)\(end)  \(ask.action) by \(ask.by): \(ask.reason)")
    try output.line("    \(ask.what)")
    for sentence in sentences { try output.line("    looser: \(sentence)") }
    // Line by line, behind a bar: no line of the text passes for one of ours.
    for line in textLines { try output.line("    | \(String(line))") }
    if let who = decidedBy {
      try output.line("    \(state.rawValue) by \(who)\(answer.map { ": \($0)" } ?? "")")
    }
  }
}

struct ApprovalsApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve a request of another operator, and carry it out.")

  @Argument(help: "The request's id.")
  var request: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let approver = acting.acting(in: store)
    let answered = try store.approve(request, by: approver)
    if answered.text != nil {
      // Approved is approved: the timeline catches up later where it cannot now.
      let desk = IncidentDesk(store: store, operator: approver)
      try? NoticeDesk(desk, makeID: Surroundings.makeID).settle(answered.target)
    }
    try answered.show(
      json: json.json, "\(answered.id) is approved and done: \(answered.ask.action) \(answered.ask.what)")
  }
}

struct ApprovalsDeny: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deny", abstract: "Deny a request of another operator.")

  @Argument(help: "The request's id.")
  var request: String

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let answered = try store.deny(request, reason: reason, by: acting.acting(in: store))
    try answered.show(json: json.json, "\(answered.id) is denied: nothing has changed")
  }
}

extension ApprovalRequest {
  private var textLines: [Substring.UnicodeScalarView] {
    guard let text else { return [] }
    // By scalars: as a character, CR and LF are one that is no LF.
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  }

  fileprivate func show(json isJSON: Bool, _ words: SafeText) throws {
    let output = Output()
    if isJSON { try output.line(json: json) } else { try output.line(words) }
    try output.flush()
  }

  var json: String {
    JSONWriter.object { writer in
      writer.member("id", id)
      writer.member("state", state.rawValue)
      writer.member("action", ask.action)
      writer.member("what", raw: ask.what)
      writer.member("looser", strings: sentences)
      writer.member("reason", ask.reason)
      writer.member("by", ask.by)
      writer.member("at", raw: ask.at.seconds)
      writer.member("expiresAt", raw: ask.expiresAt.seconds)
      if let text { writer.member("text", text) }
      if let decidedBy { writer.member("decidedBy", decidedBy) }
      if let decidedAt { writer.member("decidedAt", raw: decidedAt.seconds) }
      if let answer { writer.member("answer", answer) }
    }
  }
}
