import Delegation
import SessionStore

/// Marking: what is marked was drawn, or was read by name.
extension Model {
  static let markedSpan = TimeSpan(seconds: 2)

  var markAvailability: Availability {
    guard screen == .sessions else { return .disabled("only sessions in the list can be marked") }
    guard grouping == nil else { return .disabled("groups are shown: Enter opens one") }
    return list.cursor == nil ? .disabled("no session is chosen") : .enabled
  }

  /// The list that shows is the answer to the filter that shows.
  private var listIsAnswered: Bool {
    [loads.flight?.purpose, loads.next].allSatisfy { $0 == nil || $0 == .refresh }
  }

  /// Marks the session that was drawn under the cursor, or takes its mark away, and goes on to the next.
  mutating func toggleMark() -> [Effect] {
    if let shown = drawn.target, shown == list.cursor, marks.contains(shown) {
      marks.unmark(shown)
      return move(by: 1)
    }
    switch target(named: nil) {
    case .failure(let refusal): return refuse(refusal.reason)
    case .success(let key):
      guard let row = list.entries[key]?.row else { return [] }
      guard marks.mark(row, filter.shown, at: storeNow) else { return refuseMoreMarks() }
      marks.begin(at: key, generation: list.generation)
      marks.note(drawn: drawn.rows.values, generation: list.generation)
      return move(by: 1)
    }
  }

  /// Marks the rows between the last mark and the cursor, all of which were drawn in the order that they have now.
  mutating func markRange() -> [Effect] {
    let key: Identifier
    switch target(named: nil) {
    case .failure(let refusal): return refuse(refusal.reason)
    case .success(let found): key = found
    }
    guard let anchor = marks.anchor else {
      return refuse("a range begins at a mark: \(self.key(.mark)) sets one")
    }
    guard let from = list.order.firstIndex(of: anchor), let to = list.order.firstIndex(of: key) else {
      return refuse(
        "\(short(anchor)), where the range begins, left the list: \(self.key(.mark)) sets another mark")
    }
    let range = list.order[min(from, to)...max(from, to)]
    let unseen = marks.unseen(in: range, generation: list.generation)
    guard unseen == 0 else {
      return refuse(
        "\(Format.counted(unseen, "row")) between them \(unseen == 1 ? "was" : "were") not seen in this order: scroll over them, or filter and press \(self.key(.invertMarks))"
      )
    }
    let before = marks.count
    let rows = range.compactMap { list.entries[$0] }.filter { $0.presence != .gone }.map(\.row)
    return mark(rows) { model in
      model.marks.begin(at: key, generation: model.list.generation)
      model.say("\(Format.counted(model.marks.count - before, "session")) more marked")
    }
  }

  /// Turns the marks around among what matches the filter; marks that it hides stay.
  mutating func invertMarks() -> [Effect] {
    if list.isWhole, list.waiting == nil, listIsAnswered {
      let rows = list.rows.filter { $0.presence == .listed }.map(\.row)
      return invert(rows)
    }
    guard list.matching <= Marks.max else { return refuseMoreMarks(matching: list.matching) }
    guard pose(.matching(filter.shown), as: .matching) else {
      return refuse("what matches is being read: press it again then")
    }
    return [.matching(filter.shown)]
  }

  mutating func matchingRead(_ filter: SessionFilter, _ listing: SessionListing) -> [Effect] {
    guard settle(.matching(filter), as: .matching) else { return [] }
    guard filter == self.filter.shown, screen == .sessions else {
      return refuse("the filter changed meanwhile: no mark was changed")
    }
    guard listing.rows.count == listing.matching else { return refuseMoreMarks(matching: listing.matching) }
    return invert(listing.rows)
  }

  private mutating func invert(_ rows: [SessionRow]) -> [Effect] {
    let marked = Set(rows.map(\.id).filter { marks.contains($0) })
    let kept = marks.count - marked.count
    let others = rows.filter { !marked.contains($0.id) }
    guard kept + others.count <= Marks.max else { return refuseMoreMarks(matching: others.count) }
    marks.unmark(marked)
    return mark(others) { model in
      let hidden = kept == 0 ? "" : "; \(Format.count(kept)) that the filter hides stay marked"
      model.say(
        "\(Format.counted(others.count, "session")) marked, \(Format.count(marked.count)) no more\(hidden)")
    }
  }

  private mutating func mark(_ rows: [SessionRow], then finish: (inout Model) -> Void) -> [Effect] {
    for row in rows {
      guard marks.mark(row, filter.shown, at: storeNow) else { return refuseMoreMarks() }
    }
    finish(&self)
    holdOrder()
    return []
  }

  private mutating func refuseMoreMarks(matching: Int? = nil) -> [Effect] {
    let reason = matching.map { "\(Format.count($0)) match: " } ?? ""
    return refuse("\(reason)at most \(Format.count(Marks.max)) sessions can be marked, filter further")
  }

  mutating func clearMarks() -> [Effect] {
    say("\(Format.counted(marks.count, "mark")) cleared")
    marks.clear()
    return []
  }

  // MARK: What became of them

  /// Those of the card that is open, or all that are marked.
  mutating func askMarked() -> [Effect] {
    if case .bulk(let card) = overlay { return begin(.marked) ? [.marked(card.keys)] : [] }
    guard !marks.isEmpty else { return [] }
    if let asked = markedAskedAt, now - asked < Self.markedSpan, now >= asked { return [] }
    guard begin(.marked) else { return [] }
    markedAskedAt = now
    return [.marked(marks.order)]
  }

  mutating func markedRead(_ keys: [Identifier], _ listing: SessionListing) -> [Effect] {
    let isOutdated = end(.marked)
    marks.update(listing.rows, isWhole: keys == marks.order)
    marks.judge(filter.shown, at: storeNow)
    guard case .bulk(let card) = overlay else { return [] }
    guard keys == card.keys, !card.awaitsNext else {
      var card = card
      card.awaitsNext = false
      overlay = .bulk(card)
      return askMarked()
    }
    // Taken even if the store has changed again: on a live one every answer is behind.
    let effects = take(listing.rows, card)
    guard isOutdated, case .bulk = overlay else { return effects }
    return effects + askMarked()
  }
}
