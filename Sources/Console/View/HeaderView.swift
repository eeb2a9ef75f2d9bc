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
    let left = left(model, width: rightStart - 3)
    canvas.put(left, row: Layout.headerRow, column: 1, maxWidth: rightStart - 3, glyphs: glyphs)
    let room = rightStart - left.width - 6
    if let tabs = Breadcrumb.tabs(model, width: room) {
      canvas.put(tabs, row: Layout.headerRow, column: left.width + 4, maxWidth: room, glyphs: glyphs)
    }
    canvas.put(right, row: Layout.headerRow, column: rightStart, maxWidth: right.width, glyphs: glyphs)
    guard let overview = model.overview else { return }
    canvas.put(
      Counters.strip(overview, width: canvas.columns - 2, glyphs: glyphs), row: Layout.countsRow, column: 1,
      maxWidth: canvas.columns - 2, glyphs: glyphs)
  }

  /// How one came here gives way; the mode never does.
  private static func left(_ model: Model, width: Int) -> Strip {
    let state = state(model)
    let name = Strip("curfew", Style(.title)).adding("  ")
    let isNamed = name.width + SafeText(model.screen.title).width + state.width <= width
    var strip = isNamed ? name : Strip()
    let way = Breadcrumb.strip(model, width: width - strip.width - state.width)
    for piece in way.pieces + state.pieces { strip.add(piece.text, piece.style) }
    return strip
  }

  /// What says what keys can do stands before what is only counted: at the end there may be no room.
  private static func state(_ model: Model) -> Strip {
    var strip = Strip("   ")
    let (mode, scoped) = mode(model.overview)
    strip.add(" \(Words.mode(mode)) ", style(of: mode))
    if scoped > 0 { strip.add(" +\(scoped) scoped", Style(.warning)) }
    if model.settings.isReadOnly { strip.add("  read-only", Style(.warning)) }
    if let open = model.overview?.openAlerts, open > 0 {
      strip.add("  \(Format.shortCount(open)) \(open == 1 ? "alert" : "alerts")", Style(.warning))
    }
    let requests = model.requestsToAnswer
    if requests > 0 { strip.add("  \(Format.counted(requests, "request"))", Style(.warning)) }
    return strip
  }

  /// What of it an operator must know on the smallest terminal too; empty where nothing is out of the ordinary.
  static func smallState(_ model: Model) -> Strip {
    var strip = Strip()
    let (mode, scoped) = mode(model.overview)
    if mode != .normal { strip.add(" \(Words.mode(mode)) ", style(of: mode)) }
    if scoped > 0 { strip.add(" +\(scoped) scoped", Style(.warning)) }
    if model.settings.isReadOnly { strip.add(" read-only", Style(.warning)) }
    let sign = sign(model)
    if model.isStale { strip.add(" " + sign.text, sign.style) }
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
}
