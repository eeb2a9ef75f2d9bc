import ArgumentParser
import Delegation
import RiskScoring
import SessionStore
import Terminal

struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "List, acknowledge, close and label alerts.",
    discussion: """
      Of one kind and subject one alert is open at a time; what repeats meanwhile only counts. Every answer is an entry
      of the audit log. Closing a critical alert as noise ends the revocation lag of its session.

      Examples:
        curfew alerts list
        curfew alerts ack 3 4
        curfew alerts close 3 --as noise --reason "a router upgrade"
        curfew alerts label 4 useful
      """,
    subcommands: [AlertsList.self, AlertsAck.self, AlertsClose.self, AlertsLabel.self],
    defaultSubcommand: AlertsList.self)
}

extension AlertLabel: ExpressibleByArgument {}

struct AlertsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the alerts that are not closed, newest first.")

  @Flag(help: "Closed ones too.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let alerts = try alerts(in: store)
    if json.json {
      for alert in alerts { try output.line(json: alert.json) }
    } else if alerts.isEmpty {
      try output.line(all ? "there was no alert" : "no alert is open")
    } else {
      var table = AlertTableText()
      for alert in alerts { table.add(alert) }
      try table.write(to: output)
    }
    try output.flush()
  }

  private func alerts(in store: any SessionStore) throws -> [Alert] {
    let states = all ? Set(AlertState.allCases) : AlertQuery().states
    // All at once: between two pages an alert may open or close, and shift the rest.
    return try store.alerts(AlertQuery(states: states, limit: .max)).alerts
  }
}

/// Does something with each of several alerts; one that cannot be found costs no other.
private struct AlertActing {
  let action: AlertAction
  let reason: String
  /// Such as `closed`.
  let done: String
  let isJSON: Bool

  func run(_ ids: [Int64], _ store: any SessionStore, by operator: Operator) throws {
    let output = Output()
    var hasUnknown = false
    for id in ids {
      switch try store.act(action, on: id, reason: reason, by: `operator`) {
      case .done(let alert):
        try show(alert, "\(done) alert \(id): \(alert.kind.title), \(alert.subject)", output)
      case .already(let alert): try show(alert, "alert \(id) is \(alert.standing) already", output)
      case .unknown:
        complain("`\(id)` is no alert: expected a number that `curfew alerts list --all` shows")
        hasUnknown = true
      }
    }
    try output.flush()
    if hasUnknown { throw Silent(status: 1) }
  }

  private func show(_ alert: Alert, _ words: String, _ output: Output) throws {
    if isJSON { try output.line(json: alert.json) } else { try output.line(SafeText(words)) }
  }
}

struct AlertsAck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Say that somebody looks at them.")

  @Argument(help: "The alerts\' numbers.")
  var ids: [Int64]

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    try AlertActing(action: .acknowledge, reason: "", done: "acknowledged", isJSON: json.json)
      .run(ids, store, by: acting.acting(in: store))
  }
}

struct AlertsClose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close them: what repeats from now on opens a new one.")

  @Argument(help: "The alerts\' numbers.")
  var ids: [Int64]

  @Option(name: .customLong("as"), help: "What they were: useful or noise.")
  var label: AlertLabel?

  @Option(help: "Why; it is recorded.")
  var reason: String?

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws { if let reason { try checkReason(reason) } }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    try AlertActing(action: .close(label), reason: reason ?? "", done: "closed", isJSON: json.json)
      .run(ids, store, by: acting.acting(in: store))
  }
}

struct AlertsLabel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Say what an alert was, open or closed: useful or noise.")

  @Argument(help: "The alert\'s number.")
  var id: Int64

  @Argument(help: "useful or noise.")
  var label: AlertLabel

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    try AlertActing(action: .label(label), reason: "", done: "labelled \(label.rawValue)", isJSON: json.json)
      .run([id], store, by: acting.acting(in: store))
  }
}
