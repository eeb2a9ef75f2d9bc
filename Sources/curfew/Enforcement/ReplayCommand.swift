import ArgumentParser
import Delegation
import PolicyEngine
import RiskScoring

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide an event log on a virtual clock, in a fresh store: the same bytes on every run.",
    discussion: """
      Prints one line of JSON for each execution.requested (its decision) and for each line that is refused.
      Exit status is 0 however many are refused; 1 when a file cannot be read or the policy is wrong.

      Scores are computed as events come and enter the modes only with --risk; each decision then carries its
      session's score before the event.

      Examples:
        curfew replay --policy policy.yaml --events events.ndjson
        curfew replay --policy policy.yaml --events events.ndjson --risk
      """)

  @Option(help: ArgumentHelp("The policy file.", valueName: "file"))
  var policy: String

  @Option(
    help: ArgumentHelp("The event log, newline-delimited JSON; - for standard input.", valueName: "file"))
  var events: String

  @Flag(help: "Score each session, and let the modes look at the scores.")
  var risk = false

  func run() throws {
    let policy = try PolicyFile.load(policy)
    if risk {
      try run(WatchedReplay(scoringUnder: policy))
    } else {
      try run(Replay(policy: policy))
    }
  }

  private func run(_ replay: WatchedReplay<some LedgerWatch>) throws {
    var replay = replay
    let output = Output()
    try InputSource.forEachLine(of: events) { line in
      if let answer = replay.consume(line) { try output.line(json: answer) }
    }
    try output.flush()
  }
}
