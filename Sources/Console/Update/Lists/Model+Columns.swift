import SessionStore
import Terminal

extension Model {
  /// The columns that the table has now; while the operator chooses, those that are chosen so far.
  var shownColumns: [ColumnChoice] {
    if case .columns(let chooser) = overlay { return chooser.shown }
    return columns.isEmpty ? ColumnSet.usual : columns
  }

  var columnAvailability: Availability {
    guard screen == .sessions else { return .disabled("only the list of sessions has columns to choose") }
    return grouping == nil ? .enabled : .disabled("groups are shown: Enter opens one")
  }

  /// - Parameter words: such as `risk session wallet:16`, or `default`.
  mutating func setColumns(_ words: String?) -> [Effect] {
    guard let words else {
      overlay = .columns(ColumnChooser(shownColumns))
      return []
    }
    if words == "default" {
      columns = settings.columns
      kept.apply(.columns(nil))
      sayColumns(settings.columns.isEmpty ? "the usual columns" : "the columns of the configuration")
      return [.keep(.columns(nil))]
    }
    switch ColumnSet.read(words) {
    case .failure(let problem): return refuse(problem.sentence)
    case .success(let choices): return keep(columns: choices)
    }
  }

  private mutating func keep(columns choices: [ColumnChoice]) -> [Effect] {
    columns = choices
    kept.apply(.columns(choices))
    sayColumns(Format.counted(choices.count, "column"))
    return [.keep(.columns(choices))]
  }

  private mutating func sayColumns(_ what: String) {
    let missing = SessionColumns.missing(shownColumns, size: size)
    let names = missing.map(\.rawValue).joined(separator: " ")
    say(missing.isEmpty ? "\(what), kept" : "\(what), kept; no room at this width for \(names)")
  }

  mutating func handle(_ key: Key, isBurst: Bool, _ chooser: ColumnChooser) -> [Effect] {
    if isBurst { return noteBurst(key, wouldAct: key == Key(.enter)) }
    var chooser = chooser
    func width() -> Int { SessionColumns.width(of: chooser.chosen.choice.id, in: chooser.shown, size: size) }
    switch (key, keymap.action(for: key)?.id) {
    case (Key(" "), _):
      if let problem = chooser.toggle() { return refuse(problem) }
    case (Key("<"), _): chooser.setWidth(width() - 1)
    case (Key(">"), _): chooser.setWidth(width() + 1)
    case (Key("J"), _): chooser.carry(by: 1)
    case (Key("K"), _): chooser.carry(by: -1)
    case (_, .down?): chooser.move(by: 1)
    case (_, .up?): chooser.move(by: -1)
    case (_, .first?): chooser.move(by: -chooser.items.count)
    case (_, .last?): chooser.move(by: chooser.items.count)
    case (Key(.enter), _):
      overlay = nil
      return keep(columns: chooser.shown)
    case (_, .back?), (_, .quit?):
      overlay = nil
      say("the columns are as they were")
      return []
    case (_, .repaint?): return [.repaint]
    case (_, .suspend?): return [.suspend]
    default:
      return refuse("`\(key)` did nothing: Space shows or hides, < > set the width, J K move, Enter keeps")
    }
    status = nil
    overlay = .columns(chooser)
    return []
  }
}
