import ArgumentParser
import Delegation
import IncidentResponse
import Terminal

struct NoticeLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Say every rule that a notice breaks, with its line and the way out.",
    discussion: """
      Rules whose code begins with E block the notice, those with W warn. Without --facts the text is not held
      against the incident's record: its numbers, times and approval are not looked at.

      Exit status 2 when a rule blocks.
      """)

  @Argument(help: "The notice in Markdown; - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("The incident's facts, in JSON.", valueName: "file"))
  var facts: String?

  @Flag(help: "It is the short form: one paragraph without header and blocks.")
  var short = false

  @OptionGroup var json: JSONOption

  func validate() throws {
    if file == "-", facts == "-" {
      throw ValidationError("expected one of the two files from standard input")
    }
  }

  func run() throws {
    let known = try facts.map(FactsFile.load)
    let bytes = try InputSource.contents(of: file, limit: 1 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(file)` is not UTF-8") }
    let report = lintNotice(text, form: short ? .short : .full, facts: known)
    let output = Output()
    if json.json {
      for finding in report.findings { try output.line(json: finding.json) }
    } else {
      for finding in report.findings { try output.line("\(file):\(finding.line): \(finding.sentence)") }
      try output.line("\(file): \(report.blockingCount) blocking, \(report.warningCount) warnings")
    }
    try output.flush()
    if report.blockingCount > 0 { throw Silent(status: 2) }
  }
}

extension NoticeFinding {
  var sentence: SafeText { "\(rule.rawValue) `\(words)`: \(remedy)" }

  fileprivate var json: String {
    JSONWriter.object {
      $0.member("rule", rule.rawValue)
      $0.member("blocks", raw: rule.blocks ? "true" : "false")
      $0.member("line", raw: String(line))
      $0.member("words", words)
      $0.member("remedy", remedy)
    }
  }
}
