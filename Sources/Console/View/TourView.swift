import Terminal

/// One card of the tour: what is on the screen, and the keys for it as they are.
struct TourCard: Hashable, Sendable {
  let title: SafeText
  let lines: [Strip]

  /// All of them, in their order.
  static func all(glyphs: Glyphs, _ keymap: Keymap = .standard) -> [TourCard] {
    func key(_ id: ActionID) -> SafeText {
      guard let key = keymap.keys(of: id).first else { return ":" + SafeText(id.name) }
      return key == Key(.enter) ? glyphs.enter : SafeText(key.description)
    }
    func line(_ parts: (ActionID?, SafeText)...) -> Strip {
      parts.reduce(into: Strip()) { strip, part in
        if let id = part.0 { strip.add(key(id), Style(.key)) }
        strip.add(part.1)
      }
    }
    return [
      TourCard(
        title: "What is on the screen",
        lines: [
          line((nil, "On top: where you are, how tight the policy is held, how fresh the data is,")),
          line((nil, "and how many sessions act, are at risk, and how fast stopping goes.")),
          line((nil, "Below: the sessions, what to stop first on top. "), (.down, " and "), (.up, " move.")),
        ]),
      TourCard(
        title: "Stop a session",
        lines: [
          line((.revoke, " ends the session under the cursor at once; nothing is asked.")),
          line((nil, "The last line says which, how long the commit took, when it was refused.")),
          line((nil, "It acts on the session that you see under the cursor, and on no other.")),
        ]),
      TourCard(
        title: "Take it back",
        lines: [
          line((.undo, " undoes your latest revocation within 30 seconds.")),
          line((nil, "After that, starting again takes a second operator.")),
        ]),
      TourCard(
        title: "Work through an incident",
        lines: [
          line((.incident, " opens an incident from the session or the alert under the cursor.")),
          line((nil, "Its line NEXT always names what to do now, and the key for it.")),
          line(
            (.alerts, " shows the alerts, "), (.incidents, " the incidents, "), (.sessions, " the sessions.")),
        ]),
      TourCard(
        title: "Find",
        lines: [
          line((.filter, " filters as you type: risk>=40 chain:1 signal:CTX, or any text.")),
          line((.open, " shows the session under the cursor: its score and why, what it did.")),
          line((.back, " goes back, and clears the filter.")),
        ]),
      TourCard(
        title: "Ask",
        lines: [
          line((.help, " lists every key, and searches them by a word or by a key.")),
          line((.palette, " runs any action by its name; "), (.tour, " shows this tour again.")),
          line((.quit, " leaves; nothing in the store changes.")),
        ]),
    ]
  }
}

/// The card in hand, at the bottom: the rows above it stay in sight, and keys act on them as ever.
enum TourView {
  static func draw(_ index: Int, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let cards = TourCard.all(glyphs: glyphs, model.keymap)
    guard cards.indices.contains(index) else { return }
    let card = cards[index]
    let width = frame.canvas.columns
    let rows = card.lines.count + 4
    let top = max(0, Layout(size: model.size).separatorRow - rows)
    frame.canvas.box(
      Area(row: top, column: 0, rows: rows, columns: width),
      title: "\(index + 1) of \(cards.count): " + card.title, glyphs: glyphs)
    frame.drawn.cover(from: top)
    for (offset, line) in card.lines.enumerated() {
      frame.canvas.put(line, row: top + 1 + offset, column: 3, maxWidth: width - 5, glyphs: glyphs)
    }
    frame.canvas.put(
      leaving, row: top + rows - 2, column: 3, maxWidth: width - 5, glyphs: glyphs)
  }

  private static let leaving = Strip(
    "Esc leaves the tour; any other key does too, and does what it always does.", Style(.muted))
}
