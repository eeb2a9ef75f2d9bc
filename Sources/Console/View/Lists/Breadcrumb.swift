import Terminal

/// Where one is and by which way one came: `Sessions > wallet 0x5e1f…77b2 > Session 0x91c4…0a7e`.
enum Breadcrumb {
  static func names(_ model: Model) -> [SafeText] {
    let glyphs = model.settings.glyphs
    var names: [SafeText] = []
    for step in model.trail {
      names += self.names(step.from.screens, isBelowList: !names.isEmpty, glyphs)
      names.append(
        "\(SafeText(step.kind)) " + Format.fit(SafeText(step.value), width: Format.shortWidth, glyphs: glyphs)
      )
    }
    return names + self.names(model.screens, isBelowList: !names.isEmpty, glyphs)
  }

  /// A screen that has a number of its own is the beginning of a way; the list is one where nothing else is.
  private static func names(_ screens: [Screen], isBelowList: Bool, _ glyphs: Glyphs) -> [SafeText] {
    let below = screens.dropFirst()
    guard let first = below.first else { return isBelowList ? [] : [SafeText(Screen.sessions.title)] }
    let root: [SafeText] =
      if case .session = first { isBelowList ? [] : [SafeText(Screen.sessions.title)] } else { [] }
    return root + below.map { $0.crumb(glyphs) }
  }

  /// As many of the last ones as fit; the one that is shown is never left out.
  static func strip(_ model: Model, width: Int) -> Strip {
    let all = names(model)
    for first in all.indices {
      let strip = strip(all[first...], isCut: first > 0, model.settings.glyphs)
      if strip.width <= width || first == all.count - 1 { return strip }
    }
    return Strip()
  }

  private static func strip(_ names: ArraySlice<SafeText>, isCut: Bool, _ glyphs: Glyphs) -> Strip {
    var strip = Strip()
    if isCut { strip.add(glyphs.ellipsis + " > ", Style(.muted)) }
    for (index, name) in names.enumerated() {
      if index > 0 { strip.add(" > ", Style(.muted)) }
      strip.add(name, index == names.count - 1 ? Style(.accent) : .text)
    }
    return strip
  }

  /// The screens by their numbers; nothing where there is no room.
  static func tabs(_ model: Model, width: Int) -> Strip? {
    var strip = Strip()
    for action in ActionTable.all {
      guard let screen = action.opens, let key = model.keymap.keys(of: action.id).first else { continue }
      if strip.width > 0 { strip.add("  ") }
      let isHere = model.screens.dropFirst().first ?? .sessions == screen
      strip.add(SafeText(key.description), Style(.key))
      strip.add(" " + SafeText(screen.title), isHere ? Style(.accent) : Style(.muted))
    }
    return strip.width <= width ? strip : nil
  }
}

extension Screen {
  fileprivate func crumb(_ glyphs: Glyphs) -> SafeText {
    switch self {
    case .session(let key): "Session \(Format.short(key, glyphs: glyphs))"
    case .incident(let id): "Incident \(SafeText(id))"
    default: SafeText(title)
    }
  }
}
