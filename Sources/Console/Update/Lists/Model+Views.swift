import SessionStore

extension Model {
  /// The operator's own, then those of the configuration that none of them stands for.
  var views: [SavedView] {
    let own = Set(kept.views.map(\.name))
    return kept.views + settings.views.filter { !own.contains($0.name) }
  }

  /// The view that is shown, as long as nothing of it was changed.
  var shownView: SavedView? {
    guard let viewName, trail.isEmpty, let view = views.first(where: { $0.name == viewName }) else {
      return nil
    }
    let isSame =
      view.filter == filter.appliedText && view.sort == sort && view.grouping == grouping
      && (view.columns ?? columns) == columns
    return isSame && !filter.isEditing ? view : nil
  }

  mutating func chooseView() -> [Effect] {
    guard !views.isEmpty else { return refuse("there is no view yet: `:save-view NAME` saves what is shown") }
    overlay = .chooser(Chooser(purpose: .view, items: views.map { .view($0) }))
    return []
  }

  mutating func openView(_ name: String) -> [Effect] {
    guard let view = views.first(where: { $0.name == name }) else { return refuseUnknownView(name) }
    return show(view)
  }

  mutating func show(_ view: SavedView) -> [Effect] {
    if let mistake = filter.set(view.filter) {
      return refuse("the filter of view `\(view.name)`: \(mistake)")
    }
    screens = [.sessions]
    page = SessionPage()
    trail = []
    sort = view.sort
    grouping = view.grouping
    columns = view.columns ?? columns
    viewName = view.name
    say("view `\(view.name)`")
    return choose()
  }

  mutating func saveView(_ name: String) -> [Effect] {
    if let expected = ViewName.problem(name) { return refuse("expected \(expected)") }
    let view = SavedView(
      name: name, filter: filter.appliedText, sort: sort, grouping: grouping,
      columns: columns.isEmpty ? nil : columns)
    let isNew = !kept.views.contains { $0.name == name }
    guard !isNew || kept.views.count < KeptState.viewsMax else {
      return refuse("\(KeptState.viewsMax) views are saved: `:delete-view NAME` makes room")
    }
    kept.apply(.save(view))
    viewName = name
    say("view `\(name)` \(isNew ? "saved" : "saved in place of the one before")")
    return [.keep(.save(view))]
  }

  mutating func deleteView(_ name: String) -> [Effect] {
    guard kept.views.contains(where: { $0.name == name }) else {
      return settings.views.contains { $0.name == name }
        ? refuse("view `\(name)` stands in the configuration: it is deleted there") : refuseUnknownView(name)
    }
    kept.apply(.delete(name))
    say("view `\(name)` deleted")
    return [.keep(.delete(name))]
  }

  private mutating func refuseUnknownView(_ name: String) -> [Effect] {
    let known = views.prefix(8).map(\.name).joined(separator: ", ")
    return refuse("no view is called `\(name)`\(known.isEmpty ? "" : ": expected \(known)")")
  }
}
