import IncidentResponse
import Delegation
import SessionStore
import Terminal

/// The three lines below: separator or banner, hints, and the status.
enum FooterView {
  static func draw(_ model: Model, _ canvas: inout Canvas) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let width = canvas.columns
    if let text = drill(model) {
      canvas.put(
        text.padded(to: width), row: layout.separatorRow, column: 0, maxWidth: width, style: Style(.banner))
    } else if let since = model.frozenSince {
      var text: SafeText = " FROZEN since \(UTC.minute(since)): order is held, values are live"
      if model.list.waitingChanges > 0 { text += ", \(Format.count(model.list.waitingChanges)) waiting" }
      let whole = text + "; \(model.name(.freeze)) lets go "
      canvas.put(
        whole.padded(to: width), row: layout.separatorRow, column: 0, maxWidth: width, style: Style(.banner))
    } else {
      canvas.horizontalLine(row: layout.separatorRow, glyphs: glyphs)
    }
    canvas.put(
      hints(model, width: width - 2), row: layout.hintsRow, column: 1, maxWidth: width - 2, glyphs: glyphs)
    let status = StatusLine.strip(model, width: width - 2)
    canvas.put(status, row: layout.statusRow, column: 1, maxWidth: width - 2, glyphs: glyphs)
  }

  /// The banner while a drill is open, on every screen. Where the drill's own is not shown, what is shown is real.
  static func drill(_ model: Model) -> SafeText? {
    if model.shownIncident?.isDrill == true {
      return " DRILL: canary sessions only; nothing of it goes to users "
    }
    guard let drill = model.openDrillIncident else { return nil }
    let text: SafeText = " DRILL \(SafeText(drill.id)) is open; what is not marked DRILL is real"
    return model.frozenSince == nil ? text + " " : text + ". FROZEN: \(model.name(.freeze)) lets go "
  }

  /// As many actions as fit, in the table's order, and the key of the help at the end.
  /// What cannot run now is muted or, for undo, left out.
  static func hints(_ model: Model, width: Int) -> Strip {
    if let typing = typingHints(model) { return typing }
    let gap = SafeText.spaces(width < 98 ? 2 : 3)
    let help = ActionTable.action(.help).flatMap { hint($0, model) }
    let reserved = help.map { gap.width + $0.width } ?? 0
    var strip = Strip()
    for action in ActionTable.all where action.id != .help {
      guard let hint = hint(action, model) else { continue }
      let start = strip.width == 0 ? 0 : gap.width
      guard strip.width + start + hint.width + reserved <= width else { break }
      if start > 0 { strip.add(gap) }
      strip = strip.adding(hint)
    }
    guard let help, strip.width + reserved <= width else { return strip }
    return strip.width == 0 ? help : strip.adding(gap).adding(help)
  }

  /// Nil for what has no key, or cannot run now: only the key that stops a session is always in its place.
  private static func hint(_ action: Action, _ model: Model) -> Strip? {
    guard let key = model.keymap.keys(of: action.id).first else { return nil }
    let isEnabled = action.availability(model) == .enabled
    if !isEnabled, action.id != .revoke { return nil }
    var title = SafeText(action.title)
    if action.id == .undo, let left = model.revocations.undoable(at: model.now)?.undoLeft(at: model.now) {
      title += " \((left.milliseconds + 999) / 1000) s"
    }
    let name = key == Key(.enter) ? model.settings.glyphs.enter : SafeText(key.description)
    let isMuted = !isEnabled || (model.settings.isReadOnly && action.risk != .read)
    return Strip(name, isMuted ? Style(.muted) : Style(.key))
      .adding(" " + title, isMuted ? Style(.muted) : .text)
  }

  private static func typingHints(_ model: Model) -> Strip? {
    let glyphs = model.settings.glyphs
    let moving = SafeText(model.movingKeys(joinedBy: " "))
    var pairs: [(SafeText, SafeText)]
    switch model.overlay {
    case .palette:
      pairs = [(glyphs.enter, "run"), ("Tab", "complete"), ("Up Down", "choose"), ("Esc", "leave")]
    case .chooser: pairs = [(glyphs.enter, "take"), (moving, "choose"), ("Esc", "leave")]
    case .modes(let chooser) where chooser.reason != nil:
      pairs = [(glyphs.enter, "sends it"), ("Esc", "leaves the reason")]
    case .modes:
      let sides = model.name(.looser) + " " + model.name(.tighter)
      pairs = [
        (glyphs.enter, "set"), (moving, "scope"), (sides, "mode"), (model.name(.note), "reason"),
        ("Esc", "leave"),
      ]
    case .card: pairs = [(model.name(.fire), "revoke these"), ("Esc", "leave")]
    case .bulk: pairs = [(model.name(.fire), "revoke these"), ("Esc", "leave")]
    case .revoking: pairs = [("Esc", "stop after the batch in hand")]
    case .columns:
      pairs = [
        ("Space", "show"), ("< >", "width"), ("J K", "move"), (glyphs.enter, "keep"),
        ("Esc", "leave as it was"),
      ]
    case .page(let page): pairs = TextPageView.hints(page, model)
    case .tour where Layout(size: model.size).isSmall: return nil
    case .tour: pairs = [(glyphs.enter, "next"), ("Esc", "leave the tour")]
    case .help where model.helpSearch.isTyping: pairs = [(glyphs.enter, "keep"), ("Esc", "show all")]
    case .help: pairs = [(moving, "scroll"), (model.name(.filter), "search"), ("Esc", "close")]
    case nil where model.isTypingFilter: pairs = [(glyphs.enter, "apply"), ("Esc", "leave as it was")]
    case nil: return nil
    }
    var strip = pairs.reduce(into: Strip()) { strip, pair in
      strip.add(pair.0, Style(.key))
      strip.add(" " + pair.1 + "   ")
    }
    if model.overlay == nil, model.policyField == nil, !model.isFilteringAudit {
      let fields = model.rowFilterFields ?? SessionFilter.fields
      strip.add(SafeText("fields: " + fields.joined(separator: " ")), Style(.muted))
    }
    return strip
  }
}
