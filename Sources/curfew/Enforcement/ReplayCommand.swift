import ArgumentParser
import Delegation
import PolicyEngine

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide an event log on a virtual clock, in a fresh store: the same bytes on every run.",
    discussion: """
      Prints one line of JSON for each execution.requested (its decision) and for each line that is refused.
      Exit status is 0 however many are refused; 1 when a file cannot be read or the policy is wrong.

      Example:
        curfew replay --policy policy.yaml --events events.ndjson
      """)

  @Option(help: ArgumentHelp("The policy file.", valueName: "file"))
  var policy: String

  @Option(
    help: ArgumentHelp("The event log, newline-delimited JSON; - for standard input.", valueName: "file"))
  var events: String

  func run() throws {
    var replay = Replay(policy: try PolicyFile.load(policy))
    let output = Output()
    try InputSource.forEachLine(of: events) { line in
      if let answer = replay.consume(line) { try output.line(json: answer) }
    }
    try output.flush()
  }
}
