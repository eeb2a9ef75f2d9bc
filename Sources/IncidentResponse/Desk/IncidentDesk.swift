package import Delegation
package import SessionStore

/// Where incidents are worked on: each event is checked against all that came before it and recorded in the same
/// transaction, so that any console goes on where another one stopped.
package struct IncidentDesk: Sendable {
  package let store: any SessionStore
  package let `operator`: Operator

  package init(store: any SessionStore, operator: Operator) {
    self.store = store
    self.operator = `operator`
  }

  /// All incidents that read, and why the others do not: one that a newer build wrote keeps nobody from the rest.
  package func shelf() throws(DeskError) -> IncidentShelf { IncidentShelf(try records(of: nil)) }

  /// All incidents that read.
  package func book() throws(DeskError) -> IncidentBook { try shelf().book }

  package func incident(_ id: String) throws(DeskError) -> Incident {
    try IncidentShelf(try records(of: id)).incident(id)
  }

  private func records(of id: String?) throws(DeskError) -> [IncidentRecord] {
    do throws(StoreError) {
      return try store.incidentRecords(of: id)
    } catch {
      throw .store(error)
    }
  }

  /// Opens an incident under the next free id, `INC-1` … or `DRILL-1` ….
  /// - Parameter eventID: a new id for its first event.
  package func open(_ opening: IncidentOpening, eventID: String) throws(DeskError) -> Incident {
    let prefix = opening.isDrill ? "DRILL" : "INC"
    let records = try record(in: nil) { (shelf, time) throws(DeskError) in
      let id = IncidentDesk.nextID(prefix, after: shelf.ids)
      return [
        IncidentEvent(
          id: eventID, incident: id, happenedAt: time, recordedAt: time, who: `operator`.name,
          action: .opened(opening))
      ]
    }
    return try incident(records[0].incident)
  }

  /// Records one thing that happened, now or at a time before.
  package func perform(
    _ action: IncidentAction, on id: String, eventID: String, happenedAt: Timestamp? = nil
  ) throws(DeskError) -> Incident {
    try perform([action], on: id, eventIDs: [eventID], happenedAt: happenedAt)
  }

  /// Records several, all or none.
  /// - Parameter eventIDs: as many new ids as there are actions.
  package func perform(
    _ actions: [IncidentAction], on id: String, eventIDs: [String], happenedAt: Timestamp? = nil
  ) throws(DeskError) -> Incident {
    try perform(on: id) { (_, time) throws(DeskError) in
      zip(actions, eventIDs).map { action, eventID in
        IncidentEvent(
          id: eventID, incident: id, happenedAt: happenedAt ?? time, recordedAt: time, who: `operator`.name,
          action: action)
      }
    }
  }

  /// Records what `next` makes of the incident as it stands.
  package func perform(
    on id: String, _ next: (Incident, Timestamp) throws(DeskError) -> [IncidentEvent]
  ) throws(DeskError) -> Incident {
    _ = try record(in: id) { (shelf, time) throws(DeskError) in
      try next(try shelf.incident(id), time)
    }
    return try incident(id)
  }

  private func record(
    in id: String?, _ next: (IncidentShelf, Timestamp) throws(DeskError) -> [IncidentEvent]
  ) throws(DeskError) -> [IncidentRecord] {
    let outcome: Result<[IncidentRecord], DeskError>
    do throws(StoreError) {
      outcome = try store.record(incident: id, by: `operator`) { records, time in
        Result { () throws(DeskError) in
          let shelf = IncidentShelf(records)
          let events = try next(shelf, time)
          var book = shelf.book
          for event in events {
            do throws(IncidentProblem) {
              _ = try book.apply(event)
            } catch {
              throw .incident(error)
            }
          }
          return events.map { IncidentDraft(incident: $0.incident, action: $0.action.name, json: $0.json) }
        }
      }
    } catch {
      throw .store(error)
    }
    return try outcome.get()
  }

  private static func nextID(_ prefix: String, after ids: [String]) -> String {
    let last = ids.compactMap { id -> Int? in
      guard id.hasPrefix("\(prefix)-") else { return nil }
      return Int(id.dropFirst(prefix.count + 1))
    }.max()
    return "\(prefix)-\((last ?? 0) + 1)"
  }
}

/// The incidents that records make.
package struct IncidentShelf: Sendable {
  package private(set) var book = IncidentBook()
  /// By id, why an incident does not read.
  package private(set) var unreadable: [String: DeskError] = [:]
  /// Of all incidents, those that do not read among them, in the order in which they were opened.
  package private(set) var ids: [String] = []

  package init(_ records: [IncidentRecord]) {
    var known: Set<String> = []
    for record in records {
      if known.insert(record.incident).inserted { ids.append(record.incident) }
      guard unreadable[record.incident] == nil else { continue }
      do throws(DeskError) {
        try take(record)
      } catch {
        unreadable[record.incident] = error
        book.remove(record.incident)
      }
    }
  }

  package func incident(_ id: String) throws(DeskError) -> Incident {
    if let error = unreadable[id] { throw error }
    guard let incident = book[id] else { throw .incident(.unknownIncident(id)) }
    return incident
  }

  private mutating func take(_ record: IncidentRecord) throws(DeskError) {
    guard let value = try? parseJSON(record.json.utf8) else {
      throw .unreadable(
        sequence: record.sequence,
        FieldError(field: "detail", expected: "one JSON object", found: "other text"))
    }
    let event: IncidentEvent
    do throws(FieldError) {
      event = try IncidentEvent(value).kept(as: record.sequence)
    } catch {
      throw .unreadable(sequence: record.sequence, error)
    }
    do throws(IncidentProblem) {
      // The leaf says whose it is, and who wrote it.
      guard event.incident == record.incident else { throw .otherIncident(event.incident) }
      _ = try book.apply(event)
    } catch {
      throw .incident(error)
    }
  }
}

/// Why nothing was recorded, or cannot be read.
package enum DeskError: Error, Hashable, Sendable {
  case store(StoreError)
  case incident(IncidentProblem)
  /// The leaf's event is none that this build knows.
  case unreadable(sequence: Int64, FieldError)

  /// One lower-case sentence.
  package var sentence: String {
    switch self {
    case .store(let error): error.sentence
    case .incident(let problem): problem.sentence
    case .unreadable(let sequence, let error):
      "the incident's event in leaf \(sequence) does not read: \(error.sentence)"
    }
  }
}
