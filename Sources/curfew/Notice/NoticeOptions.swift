import ArgumentParser
import IncidentResponse
import SessionStore
import Terminal

/// What every command takes that works on the notice of an incident.
struct NoticeOptions: ParsableArguments {
  @OptionGroup var incident: IncidentOptions

  /// Opens the store, brings the incident's timeline up to its approvals, and hands over both.
  func atDesk<T>(_ body: (NoticeDesk, Incident) throws -> T) throws -> T {
    try incident.desk.atDesk { desk in
      let id = try incident.incident(at: desk).id
      let notices = NoticeDesk(desk, makeID: Surroundings.makeID)
      try notices.settle(id)
      return try body(notices, try desk.incident(id))
    }
  }

  var isJSON: Bool { incident.desk.json.json }
}

/// Which of an incident's texts a command means.
struct NoticeTextOptions: ParsableArguments {
  @Flag(help: "The short form.")
  var short = false

  @Option(
    help: ArgumentHelp(
      "The text with this digest, or its first digits (default: the latest draft).", valueName: "digest"))
  var sha256: String?

  var form: NoticeForm { short ? .short : .full }

  func validate() throws {
    guard let sha256 else { return }
    guard digest(sha256).utf8.count > "sha256:".utf8.count + 7 else {
      throw ValidationError("--sha256: expected at least the first 8 digits")
    }
  }

  /// - Throws: ``Failure`` when there is no such text.
  func text(_ desk: NoticeDesk, of incident: Incident, form: NoticeForm? = nil) throws -> NoticeProgress {
    let form = form ?? self.form
    if let text = try desk.text(of: incident.id, form, digest: sha256.map(digest)) { return text }
    let short = form == .short ? " --short" : ""
    throw Failure(
      sha256.map { "`\(incident.id)` has no \(form.rawValue) notice `\($0)`: see `curfew notice status`" }
        ?? "`\(incident.id)` has no \(form.rawValue) notice yet: `curfew notice draft --incident \(incident.id)\(short)` drafts one"
    )
  }

  private func digest(_ text: String) -> String { text.hasPrefix("sha256:") ? text : "sha256:\(text)" }
}

extension NoticeProgress {
  /// As many digits as a person compares.
  var shortDigest: String { String(digest.prefix("sha256:".count + 12)) }

  /// Says what the lint finds, each on a line of standard error.
  /// - Returns: how much of it blocks.
  func lint() -> Int {
    if facts == nil {
      complain("nothing is known of what this draft was made from: its numbers and times are not looked at")
    }
    let report = lintNotice(text, form: form, facts: facts)
    for finding in report.findings { complain("line \(finding.line): \(finding.sentence)") }
    return report.blockingCount
  }
}
