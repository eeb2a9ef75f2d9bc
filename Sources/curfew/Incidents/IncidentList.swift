import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

struct IncidentList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the open incidents, the worst first.")

  @Flag(help: "Closed ones too, in the order in which they were opened.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let shelf: IncidentShelf
    do throws(StoreError) {
      shelf = IncidentShelf(try store.incidentRecords(of: nil))
    } catch {
      throw Failure(error.sentence)
    }
    let response = try store.policy().policy.response
    let incidents = all ? shelf.book.all : shelf.book.open
    let output = Output()
    if json.json {
      for incident in incidents { try output.line(json: IncidentText(incident, response: response).json) }
    } else if incidents.isEmpty {
      try output.line(all ? "there was no incident" : "no incident is open")
    } else {
      try write(incidents, response, to: output)
    }
    try output.flush()
    for (id, error) in shelf.unreadable.sorted(by: { $0.key < $1.key }) {
      complain("`\(id)`: \(error.sentence)")
    }
    if !shelf.unreadable.isEmpty { throw Silent(status: 1) }
  }

  private func write(_ incidents: [Incident], _ response: ResponseSettings, to output: Output) throws {
    var table = TextTable(["INCIDENT", "SEV", "STATE", "STEPS", "COMMANDER", "DETECTED", "TITLE", "NEXT"])
    for incident in incidents {
      let state = incident.isClosed ? "closed" : "open"
      table.add([
        SafeText(incident.id), SafeText(incident.severity.word), SafeText(state),
        IncidentText(incident, response: response).steps,
        SafeText(incident.roles[.commander] ?? "nobody"), SafeText(incident.detectedAt.utc),
        SafeText(incident.opening.title), SafeText(incident.nextActions(response)[0].text),
      ])
    }
    try table.write(to: output)
  }
}

struct IncidentShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an incident: its steps, roles, timeline and what to do now.")

  @Argument(help: "The incident (default: the one that is open).")
  var incident: String?

  @Flag(help: "Only the hand-over brief, as the next commander would get it.")
  var brief = false

  @OptionGroup var options: DeskOptions

  func run() throws {
    try options.atDesk { desk in
      let incident = try desk.incidentOrOnlyOpen(incident)
      let response = try desk.store.policy().policy.response
      let text = IncidentText(incident, response: response)
      let output = Output()
      if brief {
        for line in incident.brief(response).split(separator: "\n") {
          try output.line(SafeText(String(line)))
        }
      } else if options.json.json {
        try output.line(json: text.json)
      } else {
        try text.write(to: output)
      }
      try output.flush()
    }
  }
}
