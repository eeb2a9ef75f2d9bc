import ArgumentParser
import Delegation
import Foundation
import IncidentResponse
import Terminal

struct NoticePostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post", abstract: "Send an approved notice to a webhook, once.",
    discussion: """
      Sends {incident, kind, form, sha256, isDrill, text} by POST with the digest as Idempotency-Key. What may pass
      by itself (no answer, 408, 429, 5xx) is tried again, and Retry-After is kept; any other refusal ends it, and no
      redirect is followed. A text that the host took already is not sent again without --again. A drill's notice
      goes only to this machine, with --drill-target. Needs curl.

      The address may come from CURFEW_WEBHOOK_URL, a bearer token from CURFEW_WEBHOOK_TOKEN, and other headers from
      --header-file: none of it is shown or logged but the host.
      """)

  @Option(help: ArgumentHelp("Where to: https, or http to this machine.", valueName: "url"))
  var webhook: String?

  @Option(help: ArgumentHelp("How often it is tried again, 0 to 20.", valueName: "count"))
  var retries = 5

  @Option(help: ArgumentHelp("How long one attempt may take.", valueName: "span"))
  var timeout = DurationArgument(seconds: 10)

  @Option(
    help: ArgumentHelp(
      "Headers to send, one `Name: value` a line, in a file that only you can read.", valueName: "file"))
  var headerFile: String?

  @Flag(help: "Send it although this host took this text already.")
  var again = false

  @Flag(help: "Send a drill's notice, to this machine only.")
  var drillTarget = false

  @OptionGroup var which: NoticeTextOptions
  @OptionGroup var options: NoticeOptions

  func validate() throws {
    guard (0...20).contains(retries) else { throw ValidationError("--retries: expected 0 to 20") }
    guard timeout.span <= TimeSpan(seconds: 300) else {
      throw ValidationError("--timeout: expected at most 5m")
    }
    if let webhook, WebhookAddress(webhook) == nil {
      throw ValidationError("--webhook: expected \(WebhookAddress.expectation)")
    }
  }

  func run() throws {
    let address = try address()
    let headers = try WebhookSecrets.headers(file: headerFile)
    try options.atDesk { desk, incident in
      let text = try which.text(desk, of: incident)
      let released = try release(text, of: incident, to: address)
      if let known = text.wasPosted(to: address.host), !again {
        return try say(
          "\(text.shortDigest) went to \(address.host) at \(known.at.utc) already: nothing is sent", text,
          address)
      }
      if !text.hasSecondPerson { complain(NoticeWords.alone) }
      let client = WebhookClient(
        address: address, headers: headers + [("Idempotency-Key", text.digest)], timeout: timeout.span)
      try deliver(body(text, released, incident), by: client)
      do throws(DeskError) {
        try desk.depart(text, .posted, to: address.host, of: incident.id)
      } catch {
        throw Failure("\(address.host) took the notice, and that could not be recorded: \(error.sentence)")
      }
      try say("\(text.shortDigest) went to \(address.host)", text, address)
    }
  }

  private func address() throws -> WebhookAddress {
    let given = webhook ?? ProcessInfo.processInfo.environment["CURFEW_WEBHOOK_URL"]
    guard let given, !given.isEmpty else { throw Failure("expected --webhook, or CURFEW_WEBHOOK_URL") }
    guard let address = WebhookAddress(given) else {
      throw Failure("the webhook's address: expected \(WebhookAddress.expectation)")
    }
    return address
  }

  private func release(
    _ text: NoticeProgress, of incident: Incident, to address: WebhookAddress
  ) throws -> String {
    if incident.isDrill, !(drillTarget && address.isLoopback) {
      throw Failure("`\(incident.id)` is a drill: its notice goes only to this machine, with --drill-target")
    }
    do throws(NoticeExportProblem) {
      return try text.release(isDrill: incident.isDrill)
    } catch {
      throw Failure(error.sentence)
    }
  }

  private func body(_ text: NoticeProgress, _ released: String, _ incident: Incident) -> String {
    JSONWriter.object { writer in
      writer.member("incident", incident.id)
      writer.member("kind", text.kind.rawValue)
      writer.member("form", text.form.rawValue)
      writer.member("sha256", String(text.digest.dropFirst("sha256:".count)))
      writer.member("isDrill", raw: incident.isDrill ? "true" : "false")
      writer.member("text", released)
    }
  }

  /// - Throws: ``Failure`` when it was not taken.
  private func deliver(_ body: String, by client: WebhookClient) throws {
    let rules = DeliveryRules(retries: retries)
    var attempt = 1
    while true {
      switch rules.verdict(try client.send(body), attempt: attempt, now: Surroundings.now()) {
      case .delivered: return
      case .failed(let why):
        throw Failure("\(client.address.host) did not take the notice: \(why)")
      case .again(let span, let why):
        complain("\(client.address.host): \(why); again in \(span.milliseconds / 1000) s")
        poll(nil, 0, Int32(span.milliseconds))
      }
      attempt += 1
    }
  }

  private func say(_ words: SafeText, _ text: NoticeProgress, _ address: WebhookAddress) throws {
    let output = Output()
    if options.isJSON {
      try output.line(
        json: JSONWriter.object { writer in
          writer.member("digest", text.digest)
          writer.member("host", address.host)
        })
    } else {
      try output.line(words)
    }
    try output.flush()
  }
}
