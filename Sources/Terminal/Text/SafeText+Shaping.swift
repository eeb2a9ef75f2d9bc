package enum Alignment: Hashable, Sendable { case leading, trailing, center }

extension SafeText {
  /// At most `width` columns; what does not fit ends in the ellipsis of `glyphs`.
  /// May be a column shorter where a wide character would not fit.
  package func prefix(width: Int, glyphs: Glyphs = .unicode) -> SafeText {
    if self.width <= width { return self }
    let room = width - glyphs.ellipsis.width
    guard room >= 0 else { return .empty }
    return clipped(to: room) + glyphs.ellipsis
  }

  /// The first columns, without an ellipsis.
  package func clipped(to columns: Int) -> SafeText {
    if width <= columns { return self }
    var kept: [Grapheme] = []
    var used = 0
    forEachGrapheme { grapheme in
      used += Int(grapheme.width)
      guard used <= columns else { return false }
      kept.append(grapheme)
      return true
    }
    return SafeText(kept, hadHidden: hadHidden)
  }

  /// The last columns, without an ellipsis.
  package func suffix(width: Int) -> SafeText {
    if self.width <= width { return self }
    var all: [Grapheme] = []
    forEachGrapheme {
      all.append($0)
      return true
    }
    var start = all.endIndex
    var used = 0
    while start > all.startIndex, used + Int(all[start - 1].width) <= width {
      start -= 1
      used += Int(all[start].width)
    }
    return SafeText(all[start...], hadHidden: hadHidden)
  }

  /// Filled with spaces up to `width` columns; longer text is left as it is.
  package func padded(to width: Int, _ alignment: Alignment = .leading) -> SafeText {
    let missing = Swift.min(width, Canvas.sizeMax) - self.width
    guard missing > 0 else { return self }
    switch alignment {
    case .leading: return self + .spaces(missing)
    case .trailing: return .spaces(missing) + self
    case .center: return .spaces(missing / 2) + self + .spaces(missing - missing / 2)
    }
  }

  /// Exactly `width` columns: cut or padded.
  package func fitted(to width: Int, _ alignment: Alignment = .leading, glyphs: Glyphs = .unicode) -> SafeText
  {
    prefix(width: width, glyphs: glyphs).padded(to: width, alignment)
  }

  /// The first `head` and last `tail` columns around an ellipsis: `0x91c4…0a7e` with 6 and 4.
  /// Unchanged if that would not be shorter.
  package func middleShortened(head: Int, tail: Int, glyphs: Glyphs = .unicode) -> SafeText {
    let head = Swift.max(0, head)
    let tail = Swift.max(0, tail)
    guard head < width, tail < width, width > head + tail + glyphs.ellipsis.width else { return self }
    return clipped(to: head) + glyphs.ellipsis + suffix(width: tail)
  }

  package static func spaces(_ count: Int) -> SafeText { .repeating(" ", count) }

  package static func repeating(_ text: SafeText, _ count: Int) -> SafeText {
    let count = Swift.min(Swift.max(0, count), Canvas.sizeMax)
    return SafeText(
      string: String(repeating: text.string, count: count), width: text.width * count,
      hadHidden: text.hadHidden, isASCII: text.isASCII)
  }
}
