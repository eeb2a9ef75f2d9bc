import ArgumentParser
import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct NoticeStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show each text of an incident's notice: who drafted and approved it, where it went.")

  @OptionGroup var options: NoticeOptions

  func run() throws {
    try options.atDesk { desk, incident in
      let texts = try desk.progress(of: incident.id)
      let output = Output()
      if texts.isEmpty, !options.isJSON { try output.line("\(incident.id) has no notice yet") }
      for text in texts {
        let waiting =
          text.approval?.approvedBy == nil ? try text.waiting(in: desk.desk.store, of: incident) : nil
        if options.isJSON {
          try output.line(json: json(text, waiting))
        } else {
          for line in lines(text, waiting) { try output.line(line) }
        }
      }
      try output.flush()
    }
  }

  private func lines(_ text: NoticeProgress, _ waiting: ApprovalRequest?) -> [SafeText] {
    var lines: [SafeText] = [
      "\(text.kind.rawValue) (\(text.form.rawValue))  \(text.digest)",
      "    drafted \(text.draftedAt.utc) by \(text.author)",
    ]
    if let approval = text.approval {
      let who = approval.approvedBy.map { "approved by \($0), asked by \(approval.askedBy)" }
      lines.append(
        "    \(who ?? "approved by \(approval.askedBy) alone") \(approval.at.utc), leaf \(approval.sequence)")
    }
    if let waiting {
      lines.append(
        "    waits for an approval until \(waiting.ask.expiresAt.utc): curfew approvals show \(waiting.id)")
    }
    if text.approval == nil, waiting == nil { lines.append("    not approved") }
    return lines
      + text.departures.map { "    \($0.stage.rawValue) \($0.at.utc) by \($0.by): \($0.destination)" }
  }

  private func json(_ text: NoticeProgress, _ waiting: ApprovalRequest?) -> String {
    JSONWriter.object { writer in
      writer.member("kind", text.kind.rawValue)
      writer.member("form", text.form.rawValue)
      writer.member("digest", text.digest)
      writer.member("draftedAt", raw: text.draftedAt.seconds)
      writer.member("author", text.author)
      if let approval = text.approval {
        writer.member("approvedAt", raw: approval.at.seconds)
        writer.member("askedBy", approval.askedBy)
        if let approver = approval.approvedBy { writer.member("approvedBy", approver) }
        writer.member("leaf", raw: String(approval.sequence))
      }
      if let waiting { writer.member("request", waiting.id) }
      writer.key("departures")
      writer.array { writer in
        for departure in text.departures {
          writer.object { writer in
            writer.member("stage", departure.stage.rawValue)
            writer.member("destination", departure.destination)
            writer.member("at", raw: departure.at.seconds)
            writer.member("by", departure.by)
          }
        }
      }
    }
  }
}
