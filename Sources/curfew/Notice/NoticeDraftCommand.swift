import ArgumentParser
import IncidentResponse
import SessionStore
import Terminal

struct NoticeDraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", abstract: "Write the notice that an incident's facts allow, as Markdown.",
    discussion: """
      With --incident the facts come from the incident and the store, and the draft is recorded with them; with
      --facts they come from a file, and nothing is recorded. The draft is linted before it leaves; what the lint
      finds is said on standard error, and a draft that a rule blocks is neither written nor recorded (exit
      status 2).
      """)

  @Option(help: ArgumentHelp("The incident's facts, in JSON; - for standard input.", valueName: "file"))
  var facts: String?

  @Option(
    help: ArgumentHelp(
      "initial, update, actionNeeded, resolved or correction (default: the facts' own; of an incident initial, and update once something went out).",
      valueName: "kind"),
    transform: readWord)
  var kind: NoticeKind?

  @Flag(help: "One paragraph of at most 280 characters.")
  var short = false

  @Option(help: ArgumentHelp("The language, such as en (default: the facts' first).", valueName: "tag"))
  var language: String?

  @OptionGroup var choices: NoticeFactOptions
  @OptionGroup var options: NoticeOptions

  private var form: NoticeForm { short ? .short : .full }

  func validate() throws {
    if facts != nil, options.incident.id != nil || !choices.isEmpty {
      throw ValidationError("expected --facts alone: its file says all that there is to say")
    }
    if facts == nil, options.incident.id == nil {
      throw ValidationError("expected --facts or --incident")
    }
  }

  func run() throws {
    let output = Output()
    if let facts {
      let known = try FactsFile.load(facts)
      try output.verbatim(try draft(known))
    } else {
      try output.verbatim(try draftOfIncident())
    }
    try output.flush()
  }

  private func draftOfIncident() throws -> String {
    try options.atDesk { desk, incident in
      let progress = try desk.progress(of: incident.id)
      let hasLeft = progress.contains { !$0.departures.isEmpty }
      let kind = kind ?? (hasLeft ? .update : .initial)
      let record: NoticeRecord
      record = try NoticeRecord(of: incident, since: choices.since?.time, in: desk.desk.store)
      let chosen = try choices.choices(kind, of: incident, after: progress.last)
      let known: IncidentNotice
      do throws(NoticeFactsProblem) {
        known = try NoticeFacts.of(incident, record, chosen)
      } catch {
        throw Failure("the incident gives no facts of a notice: \(error.sentence)")
      }
      for remark in known.remarks { complain(remark) }
      let text = try draft(known.facts)
      let drafted = try desk.draft(text, kind, form, facts: known.facts, on: incident.id)
      complain("draft \(drafted?.shortDigest ?? "") of `\(incident.id)` is recorded")
      return text
    }
  }

  /// - Throws: ``Silent`` with status 2 when a rule blocks the draft.
  private func draft(_ known: NoticeFacts) throws -> String {
    let tag = language ?? known.languages.first ?? "en"
    guard let catalogue = MessageCatalogue.named(tag) else {
      let languages = MessageCatalogue.all.map { "`\($0.language)`" }.joined(separator: ", ")
      throw Failure("no messages in the language `\(tag)`: expected \(languages)")
    }
    let text: String
    do throws(NoticeDraftProblem) {
      text = try draftNotice(known, as: kind, form: form, in: catalogue)
    } catch {
      throw Failure("cannot draft the notice: \(error.sentence)")
    }
    let report = lintNotice(text, form: form, facts: known.withoutApproval)
    for finding in report.findings { complain("line \(finding.line): \(finding.sentence)") }
    if report.blockingCount > 0 { throw Silent(status: 2) }
    return text
  }
}
