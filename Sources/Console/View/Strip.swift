import Terminal

/// A line of pieces, each in its own style.
struct Strip: Hashable, Sendable {
  struct Piece: Hashable, Sendable {
    let text: SafeText
    let style: Style
  }

  private(set) var pieces: [Piece] = []

  init() {}

  init(_ text: SafeText, _ style: Style = .text) { add(text, style) }

  var width: Int { pieces.reduce(0) { $0 + $1.text.width } }
  var hadHidden: Bool { pieces.contains { $0.text.hadHidden } }

  mutating func add(_ text: SafeText, _ style: Style = .text) {
    if !text.isEmpty { pieces.append(Piece(text: text, style: style)) }
  }

  func adding(_ text: SafeText, _ style: Style = .text) -> Strip {
    var strip = self
    strip.add(text, style)
    return strip
  }

  func adding(_ other: Strip) -> Strip {
    var strip = self
    strip.pieces += other.pieces
    return strip
  }
}

extension Canvas {
  /// Draws a line, cut with an ellipsis where it does not fit.
  mutating func put(_ strip: Strip, row: Int, column: Int, maxWidth: Int, glyphs: Glyphs) {
    var next = column
    let end = column + max(0, maxWidth)
    for piece in strip.pieces {
      let room = end - next
      guard room > 0 else { return }
      next += put(piece.text.prefix(width: room, glyphs: glyphs), row: row, column: next, style: piece.style)
    }
  }
}
