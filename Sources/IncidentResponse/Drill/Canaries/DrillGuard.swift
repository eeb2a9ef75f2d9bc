extension IncidentDesk {
  /// The incident for which no live drill may start: a real one that is open, or one that does not read and so may be;
  /// nil when there is none.
  package func incidentAgainstDrills() throws(DeskError) -> String? {
    let shelf = try shelf()
    return shelf.book.open.first { !$0.isDrill }?.id ?? shelf.unreadable.keys.min()
  }
}
