/// A fraction as a horizontal bar: `███████▊░`, or `#####---` in ASCII.
package struct Bar: Hashable, Sendable {
  package let filled: SafeText
  package let track: SafeText

  /// Cuts `fraction` to 0 … 1 (not a number counts as 0). Anything above 0 shows at least the smallest
  /// part, and only 1 shows a full bar, so that "almost" never looks like "all" or "none".
  package init(fraction: Double, width: Int, glyphs: Glyphs = .unicode) {
    let width = min(max(0, width), Canvas.sizeMax)
    let parts = glyphs.barParts.count
    let all = width * parts
    let fraction = fraction.isNaN ? 0 : min(max(0, fraction), 1)
    var units = Int(fraction * Double(all))
    if fraction > 0 { units = max(units, 1) }
    if fraction < 1 { units = min(units, all - 1) }
    units = min(max(0, units), all)

    let full = SafeText.repeating(glyphs.barParts.last ?? .empty, units / parts)
    let rest = units % parts
    filled = rest == 0 ? full : full + glyphs.barParts[rest - 1]
    track = .repeating(glyphs.barTrack, width - filled.width)
  }

  package var text: SafeText { filled + track }
}

extension Canvas {
  /// Draws a bar in its two roles; `style` colours the filled part.
  @discardableResult
  package mutating func put(
    _ bar: Bar, row: Int, column: Int, maxWidth: Int = .max, style: Style = Style(.bar)
  ) -> Int {
    let used = put(bar.filled, row: row, column: column, maxWidth: maxWidth, style: style)
    let next = Self.clamp(column) + used
    return used
      + put(bar.track, row: row, column: next, maxWidth: maxWidth - used, style: Style(.barTrack))
  }
}
