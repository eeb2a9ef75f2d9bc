import Delegation
import SessionStore
import Terminal

/// The last look before all marked sessions are revoked, and how far that has come.
enum BulkCardView {
  private static let changesMax = 3

  static func draw(_ card: BulkCard, _ model: Model, _ frame: inout Frame) {
    let lines = lines(card, model)
    let isWhole = draw(lines, title: card.isSingle ? "revoke" : "revoke what is marked", model, &frame)
    if isWhole, card.phase != .reading { frame.drawn.bulk = card.stamp }
  }

  static func drawProgress(_ model: Model, _ frame: inout Frame) {
    guard let run = model.bulk else { return }
    let glyphs = model.settings.glyphs
    let width = max(1, min(40, frame.canvas.columns - 30))
    let bar = Bar(fraction: Double(run.done) / Double(max(1, run.keys.count)), width: width, glyphs: glyphs)
    let end: SafeText = run.isStopping ? "stops after the batch in hand" : "Esc stops after the batch in hand"
    let lines = [
      Strip("\(Format.count(run.done)) of \(Format.count(run.keys.count))", Style(.danger)).adding(
        run.failed.isEmpty ? "" : ", \(Format.count(run.failed.count)) failed", Style(.danger)),
      Strip(), Strip(end, Style(.muted)),
    ]
    let row = top(of: lines, model) + 2
    _ = draw(lines, title: "revoking", model, &frame)
    frame.canvas.put(bar, row: row, column: 3, style: Style(.bar))
  }

  private static func top(of lines: [Strip], _ model: Model) -> Int {
    max(0, Layout(size: model.size).separatorRow - lines.count - 2)
  }

  /// - Returns: whether all of it is in sight.
  private static func draw(_ lines: [Strip], title: SafeText, _ model: Model, _ frame: inout Frame) -> Bool {
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns
    let top = top(of: lines, model)
    frame.canvas.box(
      Area(row: top, column: 0, rows: lines.count + 2, columns: width), title: title, glyphs: glyphs)
    frame.drawn.cover(from: top)
    for (index, line) in lines.enumerated() {
      frame.canvas.put(line, row: top + 1 + index, column: 3, maxWidth: width - 5, glyphs: glyphs)
    }
    return frame.canvas.rows >= top + lines.count + 2
  }

  static func lines(_ card: BulkCard, _ model: Model) -> [Strip] {
    let glyphs = model.settings.glyphs
    guard card.phase != .reading else {
      return [
        Strip(
          card.isSingle
            ? "reading the session" : "reading the \(Format.counted(card.keys.count, "marked session"))",
          Style(.muted)),
        Strip("Esc", Style(.key)).adding(" leaves"),
      ]
    }
    let targets = card.targets
    func short(_ key: Identifier?) -> SafeText { key.map { Format.short($0, glyphs: glyphs) } ?? "-" }
    var lines = [
      Strip(SafeText(Format.counted(targets.count, "session")), Style(.danger)).adding(
        " of \(Format.counted(card.wallets, "wallet")), \(CardView.money(card.remainingMicros)) USD left to spend"
      ),
      card.isSingle
        ? Strip(SafeText(card.keys.first?.text ?? ""), .text.bold)
        : Strip("first \(short(targets.first))  last \(short(targets.last))", Style(.muted)),
    ]
    if card.ended + card.gone > 0 {
      lines.append(
        Strip(
          "left out: \(Format.count(card.ended)) revoked or expired already, \(Format.count(card.gone)) gone",
          Style(.muted)))
    }
    for change in card.changes.prefix(changesMax) {
      lines.append(Strip("CHANGED ", Style(.warning, .bold)).adding(SafeText(change), Style(.warning)))
    }
    if card.changes.count > changesMax {
      lines.append(Strip("and \(Format.count(card.changes.count - changesMax)) more", Style(.warning)))
    }
    if card.needsCount {
      lines.append(
        Strip("\(Format.count(card.hidden)) hidden by the filter", Style(.warning, .bold)).adding(
          ": type \(targets.count) to arm \(SafeText(model.key(.fire))) "
        ).adding(card.count.view(width: 6).text.padded(to: 6), Style(.field)))
    }
    return lines + [fireLine(card, model)]
  }

  private static func fireLine(_ card: BulkCard, _ model: Model) -> Strip {
    if card.phase == .checking { return Strip("looking at them once more", Style(.muted)) }
    if card.targets.isEmpty { return Strip("Esc", Style(.key)).adding(" leaves: none is left to revoke") }
    let isArmed = card.isCounted
    return Strip(model.name(.fire), isArmed ? Style(.key) : Style(.muted)).adding(
      isArmed ? (card.isSingle ? " revokes it; " : " revokes them; ") : " is not armed; "
    ).adding("Esc", Style(.key)).adding(" leaves")
  }
}
