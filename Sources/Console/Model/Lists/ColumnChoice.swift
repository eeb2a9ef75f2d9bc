/// A column of the Sessions screen, by the name that configuration and commands have for it.
package enum ColumnID: String, CaseIterable, Hashable, Sendable {
  case risk, session, wallet, capability, chain, spent, denied, state, expires, last, signals
  case destination, domain, limit, executions, granted, label
}

/// A column that the operator wants to see, and how wide.
package struct ColumnChoice: Hashable, Sendable {
  /// In terminal columns.
  package static let widths = 1...80

  package let id: ColumnID
  /// Nil: as the table sees fit.
  package var width: Int?

  package init(_ id: ColumnID, width: Int? = nil) {
    self.id = id
    self.width = width
  }

  /// As it is written, such as `wallet` or `wallet:16`.
  package init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let id = ColumnID(rawValue: String(parts[0])) else { return nil }
    guard parts.count == 2 else {
      self.init(id)
      return
    }
    guard let width = Int(parts[1]), Self.widths.contains(width) else { return nil }
    self.init(id, width: width)
  }

  package var text: String { width.map { "\(id.rawValue):\($0)" } ?? id.rawValue }
}
