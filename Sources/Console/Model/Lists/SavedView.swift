package import SessionStore

/// A way to look at the sessions that has a name.
package struct SavedView: Hashable, Sendable {
  package var name: String
  /// As it is typed after `/`.
  package var filter: String
  package var sort: SessionSort
  /// Nil: one row for each session.
  package var grouping: SessionGrouping?
  /// Nil: the columns that are shown anyway.
  package var columns: [ColumnChoice]?

  package init(
    name: String, filter: String = "", sort: SessionSort = .risk, grouping: SessionGrouping? = nil,
    columns: [ColumnChoice]? = nil
  ) {
    self.name = name
    self.filter = filter
    self.sort = sort
    self.grouping = grouping
    self.columns = columns
  }
}
