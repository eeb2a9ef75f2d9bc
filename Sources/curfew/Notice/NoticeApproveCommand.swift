import ArgumentParser
import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct NoticeApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Ask a second person to approve exactly this text.",
    discussion: """
      The text is linted first; one that a rule blocks is not asked for (exit status 2). The other person reads it
      with `curfew approvals show ID`, and approves or denies it. In a store with no other approver it is approved
      alone: that is recorded, and said at every export.
      """)

  @Option(help: "Why it goes out; it is recorded.")
  var reason = "notice to users"

  @OptionGroup var which: NoticeTextOptions
  @OptionGroup var options: NoticeOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    try options.atDesk { desk, incident in
      let text = try which.text(desk, of: incident)
      if let approver = text.approval?.approvedBy {
        return try say("\(text.shortDigest) is approved already, by \(approver)", text)
      }
      if text.lint() > 0 { throw Silent(status: 2) }
      for sentence in try desk.drift(of: text, on: incident) { complain(sentence) }
      if let waiting = try text.waiting(in: desk.desk.store, of: incident) {
        return try say(waiting, text)
      }
      switch try desk.ask(text, of: incident.id, reason: reason) {
      case .waits(let request): try say(request, text)
      case .done:
        try say("\(text.shortDigest) is approved", text)
        complain(NoticeWords.alone)
      }
    }
  }

  private func say(_ request: ApprovalRequest, _ text: NoticeProgress) throws {
    try say(
      "\(text.shortDigest) waits for another operator until \(request.ask.expiresAt.utc): curfew approvals show \(request.id), then curfew approvals approve \(request.id)",
      text, request: request.id)
  }

  private func say(_ words: SafeText, _ text: NoticeProgress, request: String? = nil) throws {
    let output = Output()
    if options.isJSON {
      try output.line(
        json: JSONWriter.object { writer in
          writer.member("digest", text.digest)
          writer.member("state", request == nil ? "approved" : "pending")
          if let request { writer.member("request", request) }
        })
    } else {
      try output.line(words)
    }
    try output.flush()
  }
}

enum NoticeWords {
  static let alone =
    "nobody else approved this text: the store has no second operator who could; `curfew operators add` gives it one"
}

extension NoticeProgress {
  /// The request that waits for just this text.
  func waiting(in store: any SessionStore, of incident: Incident) throws(StoreError) -> ApprovalRequest? {
    let asked = Loosening.notice(
      NoticePublication(incident: incident.id, kind: kind.rawValue, form: form.rawValue, text: text))
    return try store.approvals(limit: 1000).first { request in
      request.state == .pending && request.ask.action == asked.action && request.ask.what == asked.json
    }
  }
}
