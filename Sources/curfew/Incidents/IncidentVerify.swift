import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

struct IncidentVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "See whether the incident's revocations hold everywhere; the step ends when they do and it was quiet.",
    discussion: """
      Begins the step, asks every process that decides, and records what is known of the extent. The step ends by what
      was seen: every point refuses, and nothing was allowed for the policy's `response.quiet`. What cannot be asked is
      said, and keeps the step open.

      Examples:
        curfew incident verify
        curfew incident verify --follow          stays until it is verified, or INT or TERM

      Exit status: 0 when it is verified, 1 while it is open, 2 when something was allowed after the revocation.
      """)

  @Flag(help: "Stay, and print the board when it changes, until the step is done, or INT or TERM.")
  var follow = false

  @OptionGroup var options: IncidentOptions

  func run() throws {
    let verdict = try options.desk.atDesk { desk in
      let incident = try options.incident(at: desk)
      let round = try desk.beginVerifying(incident, makeID: Surroundings.makeID)
      let watch = VerifyWatch(
        store: desk.store, round: round, quiet: try desk.store.policy().policy.response.quiet,
        acting: desk.operator, isJSON: options.desk.json.json)
      let board = follow ? try watch.follow() : try watch.show()
      let after = try desk.conclude(board, of: incident.id, makeID: Surroundings.makeID)
      if !options.desk.json.json { try options.desk.show(after, since: incident, desk) }
      return board.isVerified ? VerifyBoard.Verdict.refusing : board.verdict == .allowed ? .allowed : .open
    }
    switch verdict {
    case .refusing: break
    case .open: throw Silent(status: 1)
    case .allowed: throw Silent(status: 2)
    }
  }
}
