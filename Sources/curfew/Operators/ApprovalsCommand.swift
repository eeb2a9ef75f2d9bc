import ArgumentParser
import AuditTrail
import Delegation
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
        curfew approvals approve a-1f2e3d4c5b
        curfew approvals deny a-1f2e3d4c5b --reason "not while the incident is open"
      """,
    subcommands: [ApprovalsList.self, ApprovalsApprove.self, ApprovalsDeny.self],
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
        try describe(request, to: output)
      }
    }
    try output.flush()
  }

  private func describe(_ request: ApprovalRequest, to output: Output) throws {
    let ask = request.ask
    let end = request.state == .pending ? ", until \(ask.expiresAt.utc)" : ""
    try output.line("\(ask.id)  \(request.state.rawValue)\(end)  \(ask.action) by \(ask.by): \(ask.reason)")
    try output.line("    \(ask.what)")
    for sentence in request.sentences { try output.line("    looser: \(sentence)") }
    if let who = request.decidedBy {
      try output.line("    \(request.state.rawValue) by \(who)\(request.answer.map { ": \($0)" } ?? "")")
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
    let answered = try store.approve(request, by: acting.acting(in: store))
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
  fileprivate func show(json isJSON: Bool, _ words: SafeText) throws {
    let output = Output()
    if isJSON { try output.line(json: json) } else { try output.line(words) }
    try output.flush()
  }

  fileprivate var json: String {
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
      if let decidedBy { writer.member("decidedBy", decidedBy) }
      if let decidedAt { writer.member("decidedAt", raw: decidedAt.seconds) }
      if let answer { writer.member("answer", answer) }
    }
  }
}
