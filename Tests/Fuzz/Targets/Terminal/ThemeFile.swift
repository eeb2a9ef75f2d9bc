import Terminal

extension FuzzTarget {
  static let theme = FuzzTarget("theme") { (bytes) throws(BrokenProperty) in
    let yaml = bytes.text
    let theme: Theme
    do throws(ThemeError) {
      theme = try ThemeLoader.theme(yaml: yaml)
    } catch {
      try expectSentence(error.message)
      return .refused
    }
    try expect(!theme.name.isEmpty, "a theme without a name")
    let again = try readAgain("the file with a comment") { () throws(ThemeError) in
      try ThemeLoader.theme(yaml: yaml + "\n# nothing\n")
    }
    try expect(again == theme, "a comment changes the theme")
    for role in Role.allCases {
      for depth in ColorDepth.allCases { try checkPen(theme.pen(Style(role), at: depth), at: depth) }
    }
    return .accepted
  }
}

/// A terminal of a depth is sent no colour that it has not.
private func checkPen(_ pen: Pen, at depth: ColorDepth) throws(BrokenProperty) {
  let most =
    switch depth {
    case .mono: -1
    case .eight: 7
    case .sixteen: 15
    case .indexed256: 255
    case .direct: 0xFF_FFFF
    }
  for color in [pen.foreground, pen.background] {
    try expect((-1...most).contains(color), "colour \(color) at \(depth)")
  }
}
