import Delegation

/// All incidents, several of them open at once.
package struct IncidentBook: Hashable, Sendable {
  private var incidents: [String: Incident] = [:]
  /// Ids, in the order in which they were opened.
  package private(set) var ids: [String] = []

  package init() {}

  /// Takes the next event of any incident, as ``Incident/apply(_:)`` does.
  package mutating func apply(_ event: IncidentEvent) throws(IncidentProblem) -> Incident.Applied {
    // Taken out and put back, so that the events are not copied.
    if var incident = incidents.removeValue(forKey: event.incident) {
      defer { incidents[event.incident] = incident }
      return try incident.apply(event)
    }
    guard case .opened = event.action else { throw .unknownIncident(event.incident) }
    incidents[event.incident] = try Incident(event)
    ids.append(event.incident)
    return .changed
  }

  /// Leaves out an incident that cannot be read to its end.
  mutating func remove(_ id: String) {
    incidents[id] = nil
    ids.removeAll { $0 == id }
  }

  package subscript(_ id: String) -> Incident? { incidents[id] }

  package var all: [Incident] { ids.compactMap { incidents[$0] } }

  /// Those that are not closed: the worst first, then the oldest.
  package var open: [Incident] {
    all.filter { !$0.isClosed }.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
  }
}
