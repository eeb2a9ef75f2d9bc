/// How a role looks where colours are plenty.
package struct Paint: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    _ foreground: Color = .terminal, on background: Color = .terminal, _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// What is sent to a terminal of a given depth: colour numbers, -1 for the terminal's own.
package struct Pen: Hashable, Sendable {
  package let foreground: Int
  package let background: Int
  package let attributes: Attributes
}

/// The looks of every role.
package struct Theme: Hashable, Sendable {
  package let name: String
  /// One sentence for lists of themes. Hostile until cleaned, as the name is.
  package let description: String
  package let ground: ThemeGround
  package let audience: Set<ThemeAudience>
  private let paints: [Paint]

  /// A role that `paints` leaves out looks like plain text.
  package init(
    name: String, description: String = "", ground: ThemeGround = .dark, audience: Set<ThemeAudience> = [],
    paints: [Role: Paint]
  ) {
    self.name = name
    self.description = description
    self.ground = ground
    self.audience = audience
    self.paints = Role.allCases.map { paints[$0] ?? Paint() }
  }

  package subscript(role: Role) -> Paint { paints[Int(role.rawValue)] }

  /// Where a background is lost reverse stands for it, so that a highlight stays one; that of plain text is none.
  package func pen(_ style: Style, at depth: ColorDepth) -> Pen {
    let paint = self[style.role]
    let background = paint.background.number(at: depth)
    var attributes = paint.attributes.union(style.attributes)
    if background < 0, ![.terminal, self[.text].background].contains(paint.background) {
      attributes.insert(.reverse)
    }
    return Pen(foreground: foreground(of: paint, at: depth), background: background, attributes: attributes)
  }

  /// Among eight colours a grey is black or white, which is also what the background may be: then nothing is seen. So it
  /// is where two shades become one.
  private func foreground(of paint: Paint, at depth: ColorDepth) -> Int {
    let number = paint.foreground.number(at: depth)
    let isFew = depth == .eight || depth == .sixteen
    if isFew, number >= 0, number == paint.background.number(at: depth) {
      return Color.opposite(of: number, at: depth)
    }
    guard depth == .eight, paint.background == .terminal, case .rgb = paint.foreground else { return number }
    return number == 0 || number == 7 ? -1 : number
  }
}
