package import Delegation

/// One event of an incident as the audit log keeps it. What it means is the incident's own: the store orders events, and
/// gives nobody a part of them.
package struct IncidentRecord: Hashable, Sendable {
  /// The log's number of its leaf.
  package let sequence: Int64
  package let incident: String
  /// `incident.` and what happened.
  package let action: String
  /// The store's time when it was recorded.
  package let at: Timestamp
  package let who: String
  /// The event as a JSON object.
  package let json: String

  package init(
    sequence: Int64, incident: String, action: String, at: Timestamp, who: String, json: String
  ) {
    self.sequence = sequence
    self.incident = incident
    self.action = action
    self.at = at
    self.who = who
    self.json = json
  }
}

/// An event that is to be recorded.
package struct IncidentDraft: Hashable, Sendable {
  package let incident: String
  /// What happened, without `incident.` before it.
  package let action: String
  /// A JSON object.
  package let json: String

  package init(incident: String, action: String, json: String) {
    self.incident = incident
    self.action = action
    self.json = json
  }
}
