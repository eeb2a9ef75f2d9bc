import ArgumentParser
import IncidentResponse
import Terminal

struct NoticeDraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft", abstract: "Write the notice that an incident's facts allow, as Markdown.",
    discussion: """
      The draft is linted before it leaves; what the lint finds is said on standard error, and a draft that a rule
      blocks is not written (exit status 2).
      """)

  @Option(help: ArgumentHelp("The incident's facts, in JSON; - for standard input.", valueName: "file"))
  var facts: String

  @Option(
    help: ArgumentHelp(
      "initial, update, actionNeeded, resolved or correction (default: the facts' own).", valueName: "kind"),
    transform: readWord)
  var kind: NoticeKind?

  @Flag(help: "One paragraph of at most 280 characters.")
  var short = false

  @Option(help: ArgumentHelp("The language, such as en (default: the facts' first).", valueName: "tag"))
  var language: String?

  func run() throws {
    let known = try FactsFile.load(facts)
    let tag = language ?? known.languages.first ?? "en"
    guard let catalogue = MessageCatalogue.named(tag) else {
      let languages = MessageCatalogue.all.map { "`\($0.language)`" }.joined(separator: ", ")
      throw Failure("no messages in the language `\(tag)`: expected \(languages)")
    }
    let form: NoticeForm = short ? .short : .full
    let text: String
    do throws(NoticeDraftProblem) {
      text = try draftNotice(known, as: kind, form: form, in: catalogue)
    } catch {
      throw Failure("cannot draft the notice: \(error.sentence)")
    }
    let report = lintNotice(text, form: form, facts: known.withoutApproval)
    for finding in report.findings { complain("line \(finding.line): \(finding.sentence)") }
    if report.blockingCount > 0 { throw Silent(status: 2) }
    let output = Output()
    try output.verbatim(text)
    try output.flush()
  }
}
