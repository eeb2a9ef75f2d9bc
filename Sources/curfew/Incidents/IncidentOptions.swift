import ArgumentParser
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

/// What every command takes that works on incidents.
struct DeskOptions: ParsableArguments {
  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  /// Opens the store and hands over a desk; the store is closed afterwards.
  func atDesk<T>(_ body: (IncidentDesk) throws -> T) throws -> T {
    let store = try store.open()
    defer { store.close() }
    do {
      return try body(IncidentDesk(store: store, operator: acting.acting(in: store)))
    } catch let error as DeskError {
      throw Failure(error.sentence)
    }
  }

  /// The lines that came to it, and what to do now.
  func show(_ incident: Incident, since before: Incident?, _ desk: IncidentDesk) throws {
    let output = Output()
    let text = IncidentText(incident, response: try desk.store.policy().policy.response)
    if json.json {
      try output.line(json: text.json)
    } else {
      for event in incident.events.dropFirst(before?.events.count ?? 0) { try output.line(text.line(event)) }
      try output.line(text.next)
    }
    try output.flush()
  }
}

/// What every command on one incident takes.
struct IncidentOptions: ParsableArguments {
  @Option(
    name: .customLong("incident"),
    help: ArgumentHelp("The incident (default: the one that is open).", valueName: "id"))
  var id: String?

  @OptionGroup var desk: DeskOptions

  /// Records what `actions` makes of the incident, and shows what is next.
  func perform(
    on named: String? = nil, happenedAt: Timestamp? = nil,
    _ actions: (Incident, any SessionStore) throws -> [IncidentAction]
  ) throws {
    try desk.atDesk { desk in
      let incident = try incident(named, at: desk)
      let done = try actions(incident, desk.store)
      let after = try desk.perform(
        done, on: incident.id, eventIDs: done.map { _ in Surroundings.makeID() }, happenedAt: happenedAt)
      try self.desk.show(after, since: incident, desk)
    }
  }

  func incident(_ named: String? = nil, at desk: IncidentDesk) throws -> Incident {
    try desk.incidentOrOnlyOpen(named ?? id)
  }
}

extension IncidentDesk {
  /// - Throws: ``Failure`` when none is named and not exactly one is open.
  func incidentOrOnlyOpen(_ id: String?) throws -> Incident {
    if let id { return try incident(id) }
    let open = try book().open
    if open.count == 1 { return open[0] }
    let names = open.map { "`\($0.id)`" }.joined(separator: ", ")
    throw Failure(
      open.isEmpty
        ? "no incident is open: `curfew incident open` opens one"
        : "\(open.count) incidents are open: name one with --incident: \(names)")
  }
}
