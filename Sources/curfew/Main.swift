import ArgumentParser
import Glibc

@main
enum Main {
  static func main() {
    // A closed pipe is an error of `write`, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    // A file that may grow no further is one too.
    signal(SIGXFSZ, SIG_IGN)
    StandardStreams.occupy()
    do {
      var command = try Curfew.parseAsRoot()
      try command.run()
    } catch {
      Ending.leave(after: error)
    }
  }
}

struct Curfew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curfew",
    abstract: "An operator console for wallet session keys, over the store that enforces them.",
    discussion: """
      Without a command, curfew opens the console on the store.

      Examples:
        curfew demo                                    the console on live traffic, in a store of its own
        curfew                                         the console on the default store
        curfew policy apply policy.yaml --reason first
        curfew sessions import envelopes.ndjson
        curfew authorize < requests.ndjson
        curfew revoke 0x91c4…full key… --reason "phished"
        curfew risk 0x91c4…full key…
        curfew metrics --days 7
        curfew --generate-completion-script bash       completions for bash, zsh or fish

      Exit status: 0 done, 1 refused or failed, 2 found something, 64 wrong usage.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Console",
        subcommands: [
          ConsoleCommand.self, Demo.self, ConfigCommand.self, ThemesCommand.self, ManualCommand.self,
        ]),
      CommandGroup(name: "Sessions and policy", subcommands: [PolicyCommand.self, SessionsCommand.self]),
      CommandGroup(
        name: "Enforcement", subcommands: [Authorize.self, AssertCommand.self, ReplayCommand.self]),
      CommandGroup(
        name: "Stopping, and starting again",
        subcommands: [
          Revoke.self, Reinstate.self, ModeCommand.self, ApprovalsCommand.self, OperatorsCommand.self,
        ]),
      CommandGroup(
        name: "Detection and risk",
        subcommands: [Detect.self, RiskCommand.self, AlertsCommand.self, ListsCommand.self]),
      CommandGroup(
        name: "Incidents",
        subcommands: [
          IncidentCommand.self, VerifyCommand.self, WhyCommand.self, NoticeCommand.self, DrillCommand.self,
        ]),
      CommandGroup(name: "Evidence", subcommands: [AuditCommand.self]),
      CommandGroup(
        name: "Measuring",
        subcommands: [MetricsCommand.self, PostureCommand.self, Simulate.self, Evaluate.self, Bench.self]),
    ],
    defaultSubcommand: ConsoleCommand.self)
}
