import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

struct IncidentTighten: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tighten",
    abstract: "Propose a mode and a scope from the incident, or choose them: choosing is enough.",
    discussion: """
      Without a mode it only proposes, and says why. With one the mode holds at once, and the step is done. `curfew mode
      preview` shows what a mode would have denied.

      Examples:
        curfew incident tighten
        curfew incident tighten guarded                          with the proposed scope
        curfew incident tighten denyFirst --scope "chain:1"
      """)

  @Argument(help: "guarded, denyFirst or lockdown.")
  var mode: PolicyMode?

  @Option(
    help: ArgumentHelp("Which requests it covers (default: as proposed).", valueName: "words"),
    transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: "Why; it is recorded (default: the incident's id and title).")
  var reason: String?

  @OptionGroup var options: IncidentOptions

  func validate() throws { if let reason { try checkReason(reason) } }

  func run() throws {
    try options.desk.atDesk { desk in
      let incident = try options.incident(at: desk)
      let proposal = try desk.proposal(for: incident)
      guard let mode else { return try show(proposal) }
      let reason = reason ?? String("\(incident.id): \(incident.opening.title)".prefix(1024))
      let outcome = try desk.store.change(
        mode: mode, scope: scope?.scope ?? proposal.scope, expecting: .noTighter, reason: reason,
        by: desk.operator)
      let receipt = try Waiting.unlessDone(outcome)
      let after = try desk.link(IncidentModeChange(receipt), to: incident.id, makeID: Surroundings.makeID)
      try options.desk.show(after, since: incident, desk)
      if receipt.wasAlone { Waiting.complainOfBeingAlone() }
    }
  }

  private func show(_ proposal: TightenProposal) throws {
    let output = Output()
    if options.desk.json.json {
      try output.line(
        json: JSONWriter.object {
          $0.member("mode", proposal.mode.rawValue)
          $0.member("scope", raw: proposal.scope.json)
          $0.member("why", strings: proposal.why)
        })
    } else {
      try output.line("proposed: \(proposal.mode.rawValue) for `\(SafeText(proposal.scope.words))`")
      for sentence in proposal.why { try output.line("  \(SafeText(sentence))") }
      try output.line(
        "preview: curfew mode preview \(proposal.mode.rawValue) --scope \"\(SafeText(proposal.scope.words))\""
      )
      try output.line("choose it: curfew incident tighten \(proposal.mode.rawValue)")
    }
    try output.flush()
  }
}
