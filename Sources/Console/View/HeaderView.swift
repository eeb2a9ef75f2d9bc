import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The two lines on top: where one is, how tight the policy is held, how fresh the data is, and the counts.
enum HeaderView {
  static func draw(_ model: Model, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    let right = freshness(model)
    let rightStart = canvas.columns - right.width - 1
    canvas.put(left(model), row: Layout.headerRow, column: 1, maxWidth: rightStart - 3, glyphs: glyphs)
    canvas.put(right, row: Layout.headerRow, column: rightStart, maxWidth: right.width, glyphs: glyphs)
    guard let overview = model.overview else { return }
    let shares = shares(overview)
    let sharesStart = canvas.columns - shares.width - 1
    canvas.put(shares, row: Layout.countsRow, column: sharesStart, maxWidth: shares.width, glyphs: glyphs)
    canvas.put(
      counts(overview, width: sharesStart - 3), row: Layout.countsRow, column: 1, maxWidth: sharesStart - 3,
      glyphs: glyphs)
  }

  private static func left(_ model: Model) -> Strip {
    var strip = Strip("curfew", Style(.title))
    strip.add("  ")
    strip.add(SafeText(model.screen.title), Style(.accent))
    strip.add("   ")
    let (mode, scoped) = mode(model.overview)
    strip.add(" \(Words.mode(mode)) ", style(of: mode))
    if scoped > 0 { strip.add(" +\(scoped) scoped", Style(.warning)) }
    if model.settings.isReadOnly { strip.add("  read-only", Style(.warning)) }
    return strip
  }

  /// The mode that holds everywhere, and how many others hold for a part.
  static func mode(_ overview: Overview?) -> (PolicyMode, scoped: Int) {
    let entries = overview?.modes ?? []
    let everywhere = entries.filter { $0.scope == .everything }.map(\.mode).max() ?? .normal
    return (everywhere, entries.count { $0.scope != .everything })
  }

  static func style(of mode: PolicyMode) -> Style {
    switch mode {
    case .normal: Style(.modeNormal)
    case .guarded: Style(.modeGuarded)
    case .denyFirst: Style(.modeDenyFirst)
    case .lockdown: Style(.modeLockdown)
    }
  }

  private static func freshness(_ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    var strip = Strip(SafeText(model.settings.storeName).prefix(width: 24, glyphs: glyphs), Style(.muted))
    if strip.hadHidden { strip.add(" " + glyphs.warning, Style(.badge)) }
    strip.add("  ")
    strip.add(sign(model).text, sign(model).style)
    // Minutes: seconds would write to the terminal when nothing has happened.
    strip.add(" \(UTC.minute(model.storeNow))", Style(.muted))
    return strip
  }

  static func sign(_ model: Model) -> Strip.Piece {
    let glyphs = model.settings.glyphs
    guard let receivedAt = model.freshness.receivedAt else {
      let text: SafeText = model.freshness.failure == nil ? "reading" : "no data"
      return .init(text: text, style: Style(.warning))
    }
    if model.isStale {
      return .init(text: "stale \(Format.age(model.now - receivedAt))", style: Style(.danger))
    }
    return .init(text: "live " + glyphs.dot, style: Style(.good))
  }

  /// Sessions by state; where there is no room, only states that have some, then in thousands.
  private static func counts(_ overview: Overview, width: Int) -> Strip {
    let lives = [SessionLife.active, .dormant, .expired, .revoked, .pending]
    let all = counts(overview, lives) { Format.count($0) }
    if all.width <= width { return all }
    let some = lives.filter { overview.byLife[$0] ?? 0 > 0 }
    let fewer = counts(overview, some) { Format.count($0) }
    return fewer.width <= width ? fewer : counts(overview, some) { Format.shortCount($0) }
  }

  private static func counts(_ overview: Overview, _ lives: [SessionLife], _ write: (Int) -> String) -> Strip
  {
    lives.reduce(into: Strip()) { strip, life in
      let count = overview.byLife[life] ?? 0
      if strip.width > 0 { strip.add("  ") }
      strip.add("\(write(count)) \(life.rawValue)", count == 0 ? Style(.muted) : .text)
    }
  }

  private static func shares(_ overview: Overview) -> Strip {
    let recent = overview.recentAllowed + overview.recentDenied
    let after = overview.afterRevoke
    return Strip("denied \(Format.percent(overview.recentDenied, of: recent))")
      .adding("  after revoke \(Format.count(after))", after == 0 ? .text : Style(.warning))
  }
}
