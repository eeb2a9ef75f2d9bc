import SessionStore
import Delegation
import IncidentResponse
import Terminal

/// The list that takes the keys until one of it is taken.
enum ChooserView {
  static let rowsMax = 8

  static func draw(_ chooser: Chooser, _ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns
    let first = max(0, min(chooser.index - rowsMax + 1, chooser.items.count - rowsMax))
    let shown = chooser.items.dropFirst(first).prefix(rowsMax)
    let below = note(chooser, model)
    let rows = max(1, shown.count) + (below == nil ? 0 : 1)
    let top = max(0, layout.separatorRow - rows - 2)
    frame.canvas.box(
      Area(row: top, column: 0, rows: rows + 2, columns: width), title: title(chooser), glyphs: glyphs)
    frame.drawn.cover(from: top)
    if shown.isEmpty { frame.canvas.put("reading", row: top + 1, column: 3, style: Style(.muted)) }
    for (index, item) in shown.enumerated() {
      let row = top + 1 + index
      frame.canvas.put(text(of: item).prefix(width: width - 5, glyphs: glyphs), row: row, column: 3)
      guard first + index == chooser.index else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 1)
      frame.canvas.restyle(Area(row: row, column: 1, rows: 1, columns: width - 2)) { _ in Style(.selection) }
      if row < frame.canvas.rows { frame.drawn.choice = item }
    }
    guard let below else { return }
    frame.canvas.put(
      below.prefix(width: width - 5, glyphs: glyphs), row: top + rows, column: 3, style: Style(.muted))
  }

  static func title(_ chooser: Chooser) -> SafeText {
    switch chooser.purpose {
    case .join: "several incidents are open: which one"
    case .mode(let id): "the mode for \(SafeText(id)), set at once"
    case .view: "views"
    case .destination: "sessions that may act on the same destination: which one"
    case .theme: "the theme; the screen shows the one under the cursor"
    case .why: "which execution is to be explained"
    case .scope(let id): "revoke for \(SafeText(id)), after one more look"
    }
  }

  static func text(of item: Chooser.Item) -> SafeText {
    switch item {
    case .incident(let id, let title): "\(SafeText(id))  \(SafeText(title))"
    case .newIncident: "a new incident"
    case .mode(let candidate, let isProposed):
      SafeText(Words.mode(candidate.mode)).padded(to: 11) + SafeText(candidate.scope.words)
        + (isProposed ? "  proposed" : "")
    case .scope(let related): text(of: related)
    case .execution(_, let words): SafeText(words)
    case .destination(let text): SafeText(text)
    case .view(let view): text(of: view)
    case .theme(let choice):
      SafeText(choice.name).padded(to: 18) + SafeText(choice.description)
        + (choice.isCurrent ? "  now" : "")
    }
  }

  private static func text(of view: SavedView) -> SafeText {
    let filter: SafeText = view.filter.isEmpty ? "all sessions" : SafeText(view.filter)
    let grouping: SafeText = view.grouping.map { "by \(SafeText($0.rawValue)), " } ?? ""
    return SafeText(view.name).padded(to: 20) + " " + grouping + "sort \(view.sort.rawValue)  " + filter
  }

  static func text(of related: RelatedScope) -> SafeText {
    let preview = related.preview
    return
      "\(SafeText(related.title)): \(Format.counted(preview.sessions, "session")), \(Format.counted(preview.wallets, "wallet")), \(CardView.money(preview.remainingMicros)) USD left"
  }

  /// What the mode under the cursor would have done.
  static func note(_ chooser: Chooser, _ model: Model) -> SafeText? {
    guard case .mode(let candidate, _)? = chooser.chosen else { return nil }
    return "would deny: " + PreviewText.text(model.incidentPage.previews[candidate])
  }
}

/// The last look before a scope is revoked.
enum CardView {
  static func draw(_ card: RevokeCard, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns
    let lines = lines(card, model)
    let top = max(0, Layout(size: model.size).separatorRow - lines.count - 2)
    frame.canvas.box(
      Area(row: top, column: 0, rows: lines.count + 2, columns: width),
      title: "revoke for \(SafeText(card.incident))",
      glyphs: glyphs)
    frame.drawn.cover(from: top)
    for (index, line) in lines.enumerated() {
      frame.canvas.put(line, row: top + 1 + index, column: 3, maxWidth: width - 5, glyphs: glyphs)
    }
    // Where the count is not in sight, nothing may fire.
    if frame.canvas.rows >= top + lines.count { frame.drawn.card = card }
  }

  static func lines(_ card: RevokeCard, _ model: Model) -> [Strip] {
    let preview = card.preview
    func short(_ key: Identifier?) -> SafeText {
      key.map { Format.short($0, glyphs: model.settings.glyphs) } ?? "-"
    }
    return [
      Strip(SafeText(Format.counted(preview.sessions, "session")), Style(.danger)).adding(
        " of \(Format.counted(preview.wallets, "wallet")), \(money(preview.remainingMicros)) USD left to spend"
      ),
      Strip("first \(short(preview.first))  last \(short(preview.last))", Style(.muted)),
      Strip("scope \(SafeText(card.scope.words))"),
      Strip(model.name(.fire), Style(.key)).adding(" revokes them all at once; ").adding("Esc", Style(.key))
        .adding(
          " leaves"),
    ]
  }

  static func money(_ micros: UInt64) -> String {
    Money(micros: micros).map { Format.shortMoney($0) } ?? "over 9T"
  }
}

/// An incident on a terminal below 80×24.
enum IncidentSmall {
  /// The line on what keys act on.
  /// - Returns: false on any other screen.
  static func drawSubject(_ model: Model, _ frame: inout Frame) -> Bool {
    let shown = model.shownIncident ?? (model.screen == .incidents ? model.incidents.cursorIncident : nil)
    guard let incident = shown else { return false }
    if let key = model.incidentSubject {
      SmallView.drawTarget(key, "", model, &frame)
    } else {
      let text: SafeText = "\(SafeText(incident.severity.word)) \(SafeText(incident.id))"
      frame.canvas.put(
        text.prefix(width: frame.canvas.columns, glyphs: model.settings.glyphs), row: 0, column: 0)
    }
    if model.size.columns >= Format.shortWidth + 3 {
      frame.drawn.incident = incident.id
      if model.size.rows >= 6 {
        frame.drawn.next = model.nextStep?.text
        frame.drawn.notice = NoticePanel.shown(incident, model)?.digest
      }
    }
    return true
  }

  static func lines(_ model: Model) -> [Strip] {
    let glyphs = model.settings.glyphs
    let shown = model.shownIncident ?? (model.screen == .incidents ? model.incidents.cursorIncident : nil)
    guard let incident = shown else { return [] }
    var head = Strip(SafeText(incident.severity.word), incident.severity.style)
    head.add(" \(SafeText(incident.id))")
    if incident.isDrill { head.add(" DRILL ", Style(.banner)) }
    if let next = model.nextStep {
      // Which text a key would act on stands where any screen has room for it.
      let notice = NoticePanel.shown(incident, model).map { text in
        Strip("notice \(SafeText(text.digits)) ", Style(.muted))
          .adding(NoticePanel.stage(text).0, NoticePanel.stage(text).1)
      }
      return [IncidentView.nextStrip(next, model.keymap)] + (notice.map { [$0] } ?? [])
        + [head, StepStrip.compact(incident, glyphs: glyphs)]
    }
    return [head, StepStrip.compact(incident, glyphs: glyphs), Strip(SafeText(incident.opening.title))]
  }
}
