import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct IncidentReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write an incident's report: clocks, steps, attempts, metrics, evidence with its proofs, timeline.",
    discussion: """
      Of a closed incident it is the same whenever it is made from the same store. A file that is there already is not
      written over.

      Examples:
        curfew incident report INC-1
        curfew incident report INC-1 --html --to INC-1.html
      """)

  enum Format: String, EnumerableFlag {
    case markdown
    case html
    case json

    static func help(for value: Format) -> ArgumentHelp? {
      switch value {
      case .markdown: "Markdown (the default)."
      case .html: "One HTML page, without scripts and without anything from elsewhere."
      case .json: "One JSON object."
      }
    }
  }

  @Argument(help: "The incident's id.")
  var id: String

  @Flag(help: "Markdown (the default).")
  var format: Format = .markdown

  @Option(help: ArgumentHelp("Write it to this new file.", valueName: "file"))
  var to: String?

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let text = try ReportRunner(store: store).text(of: id, as: format)
    let output = Output()
    if let to {
      try NewFile.write(Array(text.utf8), to: to)
      try output.line(SafeText("wrote the report of \(id) to \(to)"))
    } else {
      try output.verbatim(text)
    }
    try output.flush()
  }
}

/// Makes a report's text.
private struct ReportRunner {
  let store: any SessionStore

  func text(of id: String, as format: IncidentReportCommand.Format) throws -> String {
    let report: IncidentReport
    do throws(DeskError) {
      let records: [IncidentRecord]
      do throws(StoreError) {
        records = try store.incidentRecords(of: id)
      } catch {
        throw .store(error)
      }
      let incident = try IncidentShelf(records).incident(id)
      do throws(StoreError) {
        report = try IncidentReport(of: incident, in: store)
      } catch {
        throw .store(error)
      }
    } catch {
      throw Failure(error.sentence)
    }
    return switch format {
    case .markdown: report.markdown
    case .html: report.html
    case .json: report.json
    }
  }
}
