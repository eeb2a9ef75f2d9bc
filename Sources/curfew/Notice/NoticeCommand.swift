import ArgumentParser
import IncidentResponse

struct NoticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "Draft the notice to users of an incident, and hold any notice against the rules.",
    discussion: """
      A notice says only what the incident's facts hold, asks for nothing that a
      thief would ask for, and names no address but the official host.

      Examples:
        curfew notice draft --facts facts.json > notice.md
        curfew notice lint notice.md --facts facts.json
        curfew notice draft --facts facts.json --short
        curfew notice lint post.txt --short --facts facts.json
      """,
    subcommands: [NoticeLintCommand.self, NoticeDraftCommand.self])
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
