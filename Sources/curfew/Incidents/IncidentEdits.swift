import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore

extension IncidentRole: ExpressibleByArgument {}

struct IncidentNote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Add a note to the timeline, now or at a time before.")

  @Argument(help: "The note.")
  var note: String

  @Option(
    help: ArgumentHelp(
      "When it happened, RFC 3339 in UTC or epoch seconds (default: now).", valueName: "time"),
    transform: TimeArgument.read)
  var at: TimeArgument?

  @OptionGroup var options: IncidentOptions

  func run() throws { try options.perform(happenedAt: at?.time) { _, _ in [.noteAdded(note)] } }
}

struct IncidentSeverity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "severity", abstract: "Set the severity, P1 to P4; P1 is the worst.")

  @Argument(help: "P1, P2, P3 or P4.")
  var severity: Severity

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws { try options.perform { _, _ in [.severitySet(severity, reason: reason)] } }
}

struct IncidentRoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role", abstract: "Give a role to an operator: scribe, comms or approver.")

  @Argument(help: "scribe, comms or approver; the commander changes by a hand-over.")
  var role: IncidentRole

  @Argument(help: "The operator's name.")
  var name: String

  @OptionGroup var options: IncidentOptions

  func run() throws { try options.perform { _, _ in [.roleAssigned(role, to: name)] } }
}

struct IncidentDetected: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detected", abstract: "Correct the time at which the incident was noticed.")

  @Argument(
    help: "RFC 3339 in UTC or epoch seconds.",
    transform: TimeArgument.read)
  var time: TimeArgument

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    try options.perform { incident, _ in
      [.detectionCorrected(from: incident.detectedAt, to: time.time, reason: reason)]
    }
  }
}

struct IncidentEvidence: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence", abstract: "Attach a leaf of the log that shows something.")

  @Argument(help: "The leaf's number.")
  var leaf: Int64

  @Option(help: "What it shows.")
  var title: String

  @OptionGroup var options: IncidentOptions

  func run() throws {
    try options.perform { _, store in
      guard leaf >= 1, UInt64(leaf) <= (try store.logHead().size) else {
        throw Failure("the log has no leaf `\(leaf)`")
      }
      return [.evidenceAttached(Evidence(title: title, sequence: leaf))]
    }
  }
}

struct IncidentFollowUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "followup", abstract: "Agree on something to do afterwards, or say that it is done.",
    discussion: """
      Examples:
        curfew incident followup router-cap --what "cap the router" --owner dex-team --due 2026-12-03T00:00:00Z
        curfew incident followup router-cap --done
      """)

  @Argument(help: "Its id, unique within the incident.")
  var followUp: String

  @Option(help: "What is to be done.")
  var what: String?

  @Option(help: "Who does it.")
  var owner: String?

  @Option(help: "Until when.", transform: TimeArgument.read)
  var due: TimeArgument?

  @Flag(help: "It is done.")
  var done = false

  @OptionGroup var options: IncidentOptions

  func validate() throws {
    guard done == (what == nil), done == (owner == nil), !done || due == nil else {
      throw ValidationError("expected --what and --owner, or --done")
    }
  }

  func run() throws {
    try options.perform { _, _ in
      guard let what, let owner else { return [.followUpDone(id: followUp)] }
      return [.followUpAgreed(FollowUp(id: followUp, what: what, owner: owner, dueAt: due?.time))]
    }
  }
}
