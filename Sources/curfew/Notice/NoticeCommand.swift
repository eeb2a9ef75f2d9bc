import ArgumentParser
import IncidentResponse

struct NoticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "Write the notice to users of an incident, have it approved, and let it go out.",
    discussion: """
      A notice says only what the incident's facts hold, asks for nothing that a
      thief would ask for, and names no address but the official host.

      Examples:
        curfew notice draft --facts facts.json > notice.md
        curfew notice lint notice.md --facts facts.json
        curfew notice draft --incident INC-1 --host wallet.example
        curfew notice edit --incident INC-1
        curfew notice approve --incident INC-1         then, by somebody else: curfew approvals show ID
        curfew notice export --incident INC-1 --form html --to notice.html
        curfew notice post --incident INC-1 --webhook https://hooks.example/status
      """,
    subcommands: [
      NoticeDraftCommand.self, NoticeEditCommand.self, NoticeLintCommand.self, NoticeApproveCommand.self,
      NoticeExportCommand.self, NoticePostCommand.self, NoticeStatusCommand.self,
    ])
}

/// Facts of a notice as commands take them.
enum FactsFile {
  /// - Throws: ``Failure`` naming the file and the field.
  static func load(_ path: String) throws -> NoticeFacts {
    let bytes = try InputSource.contents(of: path, limit: 1 << 20)
    do throws(NoticeFactsProblem) {
      return try NoticeFacts(json: bytes)
    } catch {
      throw Failure("`\(path)` holds no facts of a notice: \(error.sentence)")
    }
  }
}
