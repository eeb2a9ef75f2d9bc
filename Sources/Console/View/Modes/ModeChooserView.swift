import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The list of scopes with the mode that is chosen for one of them.
enum ModeChooserView {
  static let rowsMax = 8
  private static let scopeMax = 72

  static func draw(_ chooser: ModeChooser, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns
    let separator = Layout(size: model.size).separatorRow
    let below = lines(chooser, model)
    let count = max(1, min(rowsMax, chooser.scopes.count, separator - below.count - 2))
    let first = max(0, min(chooser.index - count + 1, chooser.scopes.count - count))
    let shown = chooser.scopes.dropFirst(first).prefix(count)
    let height = shown.count + below.count + 2
    let top = max(0, separator - height)
    frame.canvas.box(
      Area(row: top, column: 0, rows: height, columns: width),
      title: title(chooser, hidden: chooser.scopes.count - count),
      glyphs: glyphs)
    frame.drawn.cover(from: top)
    for (index, scope) in shown.enumerated() {
      let row = top + 1 + index
      frame.canvas.put(
        line(scope, model, width: width - 5), row: row, column: 3, maxWidth: width - 5, glyphs: glyphs)
      guard first + index == chooser.index else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 1)
      frame.canvas.restyle(Area(row: row, column: 1, rows: 1, columns: width - 2)) { _ in Style(.selection) }
    }
    for (index, line) in below.enumerated() {
      frame.canvas.put(
        line, row: top + 1 + shown.count + index, column: 3, maxWidth: width - 5, glyphs: glyphs)
    }
    if let reason = chooser.reason { draw(reason, row: top + height - 2, &frame) }
    // Where the mode is not in sight, nothing may be set.
    if frame.canvas.rows >= top + height - 1 {
      frame.drawn.choice = .mode(chooser.candidate, isProposed: false)
      frame.drawn.modeInForce = model.modesInForce.mode(of: chooser.candidate.scope)
      if let incident = chooser.incident { frame.drawn.incident = incident }
    }
  }

  private static func draw(_ reason: TextField, row: Int, _ frame: inout Frame) {
    let label = 3 + reasonLabel.width
    let room = max(1, frame.canvas.columns - label - 2)
    let view = reason.view(width: room)
    frame.canvas.put(view.text.padded(to: room), row: row, column: label, style: Style(.field))
    frame.cursor = CursorPlace(row: row, column: label + min(view.cursor, room - 1))
  }

  private static let reasonLabel: SafeText = "reason: "

  private static func title(_ chooser: ModeChooser, hidden: Int) -> SafeText {
    let whose: SafeText = chooser.incident.map { "mode and scope, for \(SafeText($0))" } ?? "mode and scope"
    return hidden > 0 ? whose + ", \(hidden) more scopes" : whose
  }

  /// A scope with the mode that was set for it.
  private static func line(_ scope: Scope, _ model: Model, width: Int) -> Strip {
    let mode = model.modesInForce.mode(of: scope)
    let room = max(8, min(scopeMax, width - 12))
    return Strip(SafeText(scope.words).fitted(to: room, glyphs: model.settings.glyphs))
      .adding("  " + SafeText(Words.mode(mode)), HeaderView.style(of: mode))
  }

  private static func lines(_ chooser: ModeChooser, _ model: Model) -> [Strip] {
    var lines = [modes(chooser), meaning(chooser, model), effect(chooser, model)]
    if chooser.reason != nil { lines.append(Strip(reasonLabel, Style(.key))) }
    return lines
  }

  private static func modes(_ chooser: ModeChooser) -> Strip {
    PolicyMode.allCases.reduce(into: Strip("mode ", Style(.muted))) { strip, mode in
      let name = SafeText(Words.mode(mode))
      if mode == chooser.mode {
        strip.add("[" + name + "] ", Style(.accent, .bold))
      } else {
        strip.add(" " + name + "  ", Style(.muted))
      }
    }
  }

  /// What Enter does.
  private static func meaning(_ chooser: ModeChooser, _ model: Model) -> Strip {
    let candidate = chooser.candidate
    let before = SafeText(Words.mode(model.modesInForce.mode(of: candidate.scope)))
    let words = SafeText(candidate.words)
    switch model.step(of: candidate) {
    case .same: return Strip("it is \(before) already", Style(.muted))
    case .tighter: return Strip("\(words) is tighter than \(before): Enter sets it at once", Style(.good))
    case .looser:
      return Strip(
        "\(words) is LOOSER than \(before): it takes a reason and a second operator", Style(.warning))
    }
  }

  private static func effect(_ chooser: ModeChooser, _ model: Model) -> Strip {
    let candidate = chooser.candidate
    if let wider = model.modesInForce.wider(than: candidate.scope, tighterThan: candidate.mode) {
      return Strip("\(SafeText(wider.words)) is tighter, and holds as long as it is there", Style(.warning))
    }
    switch model.step(of: candidate) {
    case .same: return Strip()
    case .looser: return Strip("denies nothing more; what it would let through is not known", Style(.muted))
    case .tighter: return Strip("would deny: " + PreviewText.text(chooser.previews[candidate]), Style(.muted))
    }
  }
}

extension ModeTable.Entry {
  fileprivate var words: String { ModeCandidate(mode: mode, scope: scope).words }
}
