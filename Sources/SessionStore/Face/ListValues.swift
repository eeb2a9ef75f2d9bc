package import Delegation

/// A list of destinations that was imported under a name; importing the same name again replaces it.
package struct DestinationListRecord: Hashable, Sendable {
  package let name: String
  /// SHA-256 over its entries, as the audit log names it.
  package let digest: String
  package let entries: Int
  package let addedAt: Timestamp
  package let addedBy: String
  package let removedAt: Timestamp?

  package init(
    name: String, digest: String, entries: Int, addedAt: Timestamp, addedBy: String, removedAt: Timestamp?
  ) {
    self.name = name
    self.digest = digest
    self.entries = entries
    self.addedAt = addedAt
    self.addedBy = addedBy
    self.removedAt = removedAt
  }
}

/// What one list says of a destination.
package struct DestinationNote: Hashable, Sendable {
  package let list: String
  package let kind: String
  package let label: String
  package let family: String?

  package init(list: String, kind: String, label: String, family: String?) {
    self.list = list
    self.kind = kind
    self.label = label
    self.family = family
  }
}
