import ArgumentParser
import IncidentResponse
import Terminal

struct NoticeExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write an approved notice: as Markdown, HTML, plain text, short form or JSON.",
    discussion: """
      Only bytes leave that a second person approved: the text's digest is made anew and compared. The latest draft is
      meant; an earlier text goes by --sha256.
      """)

  @Option(help: "markdown, html, text, short or json.", transform: readWord)
  var form: NoticeExportForm = .markdown

  @Option(help: ArgumentHelp("Where to write it (default: standard output).", valueName: "file"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The text with this digest, or its first digits (default: the latest draft).", valueName: "digest"))
  var sha256: String?

  @OptionGroup var options: NoticeOptions

  private var which: NoticeTextOptions {
    var which = NoticeTextOptions()
    which.short = form.source == .short
    which.sha256 = sha256
    return which
  }

  func validate() throws { try which.validate() }

  func run() throws {
    try options.atDesk { desk, incident in
      let text = try which.text(desk, of: incident)
      let made: String
      do throws(NoticeExportProblem) {
        made = try text.exported(as: form, isDrill: incident.isDrill)
      } catch {
        throw Failure(error.sentence)
      }
      if let to {
        try SmallFile.replace(to, made)
      } else {
        let output = Output()
        try output.verbatim(made)
        try output.flush()
      }
      try desk.depart(text, .exported, to: "\(form.rawValue), \(to ?? "standard output")", of: incident.id)
      if !text.hasSecondPerson { complain(NoticeWords.alone) }
    }
  }
}
