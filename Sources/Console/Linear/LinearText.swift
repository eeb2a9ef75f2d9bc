import Terminal

/// What is drawn, as sentences: a reader says every sign aloud, so that bars, boxes and gaps are left out.
enum LinearText {
  static func plain(_ strip: Strip) -> SafeText {
    plain(SafeText(strip.pieces.map(\.text.string).joined()))
  }

  /// Without signs that only draw; runs of spaces become one.
  static func plain(_ text: SafeText) -> SafeText {
    var scalars = String.UnicodeScalarView()
    for scalar in text.string.unicodeScalars where !draws(scalar) {
      if scalar == " ", scalars.last.map({ $0 == " " }) ?? true { continue }
      scalars.append(scalar)
    }
    while scalars.last == " " { scalars.removeLast() }
    return SafeText(String(scalars))
  }

  /// Strips of a page: a label and its value are told apart, and what went on in the next line is joined again.
  static func lines(_ strips: [Strip]) -> [SafeText] {
    strips.map { strip in
      guard let label = strip.pieces.first, label.style == Style(.muted), strip.pieces.count > 1,
        label.text.width == PageLines.labelWidth
      else { return plain(strip) }
      let name = plain(label.text)
      let value = plain(SafeText(strip.pieces.dropFirst().map(\.text.string).joined()))
      return name.isEmpty ? value : name + ": " + value
    }
    .filter { !$0.isEmpty }
  }

  /// Lines of boxes, blocks of bars, braille of curves, and the pointer at a row.
  private static func draws(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2500...0x259F, 0x2800...0x28FF, 0x25B6: true
    default: false
    }
  }

  /// Parts with commas between them; empty ones are left out.
  static func joined(_ parts: [SafeText], _ separator: SafeText = ", ") -> SafeText {
    parts.filter { !$0.isEmpty }.enumerated().reduce(.empty) { text, part in
      text + (part.offset == 0 ? .empty : separator) + part.element
    }
  }
}
