import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore

extension IncidentStep: ExpressibleByArgument {}

struct IncidentStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Begin the step whose turn it is; those before it end by what is linked.")

  @Argument(help: "revoke, tighten, verify or notice (default: the next one).")
  var step: IncidentStep?

  @OptionGroup var options: IncidentOptions

  func run() throws {
    try options.perform { incident, _ in
      guard let step = step ?? incident.currentStep else { throw Failure("every step is done or skipped") }
      return incident.actionsToReach(step) + [.stepStarted(step)]
    }
  }
}

struct IncidentDone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract:
      "End the step that is going on. Verify ends by `curfew incident verify` alone: by what was seen.")

  @Option(help: "What came of it (default: told from what is linked).")
  var summary: String?

  @OptionGroup var options: IncidentOptions

  func run() throws {
    try options.perform { incident, _ in
      guard let step = incident.currentStep else { throw Failure("every step is done or skipped") }
      guard step != .verify else {
        throw Failure(
          "verify ends by what is seen: `curfew incident verify` looks, and ends it when all refuse")
      }
      guard let summary = summary ?? incident.summary(of: step) else {
        throw Failure(
          "nothing speaks for \(step.rawValue) yet: do it, say --summary, or skip it with a reason")
      }
      return incident.start(step) + [.stepDone(step, StepResult(summary: summary))]
    }
  }
}

struct IncidentSkip: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Skip the step whose turn it is, with a reason.")

  @Argument(help: "revoke, tighten, verify or notice (default: the next one).")
  var step: IncidentStep?

  @Option(help: "Why; it is recorded, and stands in the report.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    try options.perform { incident, _ in
      guard let step = step ?? incident.currentStep else { throw Failure("every step is done or skipped") }
      return incident.actionsToReach(step) + [.stepSkipped(step, reason: reason)]
    }
  }
}

struct IncidentBack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "back", abstract: "Open a step again, and those after it.")

  @Argument(help: "revoke, tighten, verify or notice.")
  var step: IncidentStep

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws { try options.perform { _, _ in [.steppedBack(to: step, reason: reason)] } }
}

struct IncidentClose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close an incident whose steps are all done or skipped.")

  @Option(help: "What it was, in a sentence.")
  var summary: String

  @OptionGroup var options: IncidentOptions

  func run() throws { try options.perform { _, _ in [.closed(summary: summary)] } }
}

struct IncidentReopen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Open a closed incident again from a step on.")

  @Argument(help: "The incident's id.")
  var incident: String

  @Option(help: "revoke, tighten, verify or notice.")
  var from: IncidentStep

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    try options.perform(on: incident) { _, _ in [.reopened(from: from, reason: reason)] }
  }
}
