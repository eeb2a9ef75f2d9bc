import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

struct IncidentHandOver: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover",
    abstract: "Offer the command to another operator, with a brief made from the incident.",
    discussion: "They command once they accept the brief that they read, and not before.")

  @Argument(help: "The operator's name.")
  var name: String

  @Option(help: "Words before the brief: open questions, what was ruled out.")
  var note: String?

  @OptionGroup var options: IncidentOptions

  func run() throws {
    try options.perform { incident, store in
      let brief = incident.brief(try store.policy().policy.response)
      return [.handOverOffered(to: name, brief: note.map { "\($0)\n\n\(brief)" } ?? brief)]
    }
  }
}

struct IncidentAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Read the brief that was offered to you, and take command.",
    discussion:
      "On a terminal it shows the brief and asks; off a terminal name the offer with --offer (`incident show`)."
  )

  @Option(help: ArgumentHelp("The offer's id.", valueName: "id"))
  var offer: String?

  @OptionGroup var options: IncidentOptions

  func run() throws {
    try options.desk.atDesk { desk in
      let incident = try options.incident(at: desk)
      guard let handOver = incident.handOver else { throw Failure(IncidentProblem.noHandOver.sentence) }
      if offer == nil { try ask(handOver) }
      let after = try desk.perform(
        .handOverAccepted(offer: offer ?? handOver.offer), on: incident.id, eventID: Surroundings.makeID())
      try options.desk.show(after, since: incident, desk)
    }
  }

  private func ask(_ handOver: HandOver) throws {
    guard isInteractive else {
      throw Failure("nothing was accepted: read the brief and name the offer with --offer")
    }
    let output = Output()
    for line in handOver.brief.split(separator: "\n", omittingEmptySubsequences: false) {
      try output.line(SafeText(String(line)))
    }
    try output.flush()
    guard Confirmation.typed("accept", prompt: "type accept to command: ") else {
      throw Failure("nothing was accepted")
    }
  }
}

struct IncidentDecline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "Decline a hand-over that was offered to you, or withdraw your own.")

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws { try options.perform { _, _ in [.handOverDeclined(reason: reason)] } }
}

struct IncidentTake: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take", abstract: "Take command without an offer: the commander cannot be reached.")

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var options: IncidentOptions

  func validate() throws { try checkReason(reason) }

  func run() throws { try options.perform { _, _ in [.commandTaken(reason: reason)] } }
}
