import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

struct IncidentOpen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open an incident from an alert, a session, a scope or by hand.",
    discussion: """
      Its severity is proposed from the facts, rounded up where they are not known; --severity sets it. Who opens it
      commands it.

      Examples:
        curfew incident open --alert 12
        curfew incident open --session 0x91c4…full key… --title "odd swaps at night"
        curfew incident open --scope "chain:1 cap:swap.execute" --title "router exploit"
        curfew incident open --title "partner called" --detected 2026-11-26T03:10:00Z
      """)

  @Option(help: ArgumentHelp("The number of an alert.", valueName: "number"))
  var alert: Int64?

  @Option(help: ArgumentHelp("The key of a session.", valueName: "key"), transform: KeyArgument.read)
  var session: KeyArgument?

  @Option(help: ArgumentHelp("Which sessions.", valueName: "words"), transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: "What it is about (default: said by what it is opened from).")
  var title: String?

  @Option(
    help: ArgumentHelp("When it was noticed, RFC 3339 in UTC or epoch seconds.", valueName: "time"),
    transform: TimeArgument.read)
  var detected: TimeArgument?

  @Option(help: "P1 to P4 (default: proposed from the facts).")
  var severity: Severity?

  @Flag(help: "It is practice: its id is DRILL-1 …, and nothing of it goes out to users.")
  var drill = false

  @OptionGroup var options: DeskOptions

  func validate() throws {
    let origins = [alert != nil, session != nil, scope != nil].filter { $0 }.count
    guard origins <= 1 else { throw ValidationError("expected one of --alert, --session and --scope") }
    guard origins == 1 || title != nil else {
      throw ValidationError("expected --title, or one of --alert, --session and --scope")
    }
  }

  func run() throws {
    try options.atDesk { desk in
      let opening = try desk.opening(
        from: origin, title: title, detectedAt: detected?.time, severity: severity)
      let incident = try desk.open(drill ? opening.asDrill : opening, eventID: Surroundings.makeID())
      try options.show(incident, since: nil, desk)
    }
  }

  private var origin: IncidentOrigin {
    if let alert { return .alert(alert) }
    if let session { return .session(session.identifier) }
    if let scope { return .scope(scope.scope) }
    return .hand
  }
}

extension Severity: ExpressibleByArgument {
  public init?(argument: String) {
    guard let severity = Severity.allCases.first(where: { $0.word == argument.uppercased() }) else {
      return nil
    }
    self = severity
  }
}
