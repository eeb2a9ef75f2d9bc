import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore

/// What people decide of an incident's notice.
struct NoticeFactOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An official host that users may be sent to; may be repeated (default: those of the latest draft).",
      valueName: "host"))
  var host: [String] = []

  @Option(help: ArgumentHelp("A host that is not to be trusted now; may be repeated.", valueName: "host"))
  var compromisedHost: [String] = []

  @Option(
    help: ArgumentHelp(
      "When the next update comes, from now (default: 2h; none once it is resolved).", valueName: "span"))
  var nextUpdate: DurationArgument?

  @Option(
    help: ArgumentHelp(
      "An app whose users are meant; may be repeated (default: the sessions' labels app).", valueName: "name")
  )
  var app: [String] = []

  @Option(help: ArgumentHelp("What users may take to be affected and is not.", valueName: "what"))
  var notAffected: [String] = []

  @Option(
    help: ArgumentHelp("When it began (default: when it was detected).", valueName: "time"),
    transform: TimeArgument.read)
  var since: TimeArgument?

  @Option(help: ArgumentHelp("The confirmed cause, one sentence.", valueName: "sentence"))
  var cause: String?

  @Option(
    help: ArgumentHelp("What an earlier notice said, one sentence; of a correction.", valueName: "sentence"))
  var wrong: String?

  @Option(help: ArgumentHelp("What is right instead.", valueName: "sentence"))
  var right: String?

  func validate() throws {
    if (wrong == nil) != (right == nil) { throw ValidationError("expected --wrong and --right together") }
  }

  var isEmpty: Bool {
    host.isEmpty && compromisedHost.isEmpty && nextUpdate == nil && app.isEmpty && notAffected.isEmpty
      && since == nil && cause == nil && wrong == nil && right == nil
  }

  /// - Parameters:
  ///   - before: the incident's latest draft: its hosts count on.
  func choices(
    _ kind: NoticeKind, of incident: Incident, after before: NoticeProgress?
  ) throws -> NoticeChoices {
    let hosts = host.isEmpty ? before?.facts?.officialHosts ?? [] : host
    guard !hosts.isEmpty else {
      throw Failure("expected --host: the official host that users may be sent to, such as wallet.example")
    }
    // The store's time may be ahead of this process's clock.
    let now = max(Surroundings.now(), incident.events.last?.recordedAt ?? .epoch)
    let next = nextUpdate?.span ?? (kind == .resolved ? nil : NoticeChoices.untilUpdate)
    var choices = NoticeChoices(
      kind: kind, publishedAt: now, nextUpdateAt: next.map { now + $0 }, officialHosts: hosts)
    choices.compromisedHosts =
      compromisedHost.isEmpty ? before?.facts?.compromisedHosts ?? [] : compromisedHost
    choices.apps = app.isEmpty ? nil : app
    choices.notAffected = notAffected
    choices.since = since?.time
    choices.cause = cause
    choices.correction = wrong.flatMap { wrong in
      right.map { NoticeCorrection(wrong: wrong, right: $0) }
    }
    return choices
  }
}
