/// Whether a reader may not see `scalar`: controls, formats (bidi, zero width), line separators, private use,
/// unassigned, and what Unicode lets a renderer leave out.
func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
  default: scalar.properties.isDefaultIgnorableCodePoint
  }
}

/// `U+202E`.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// Alphabets whose letters are taken for one another.
enum Alphabet {
  case latin, greek, cyrillic, other
  /// Letters of Latin shape outside its blocks: full width and mathematical.
  case disguised

  /// nil for what is no letter.
  init?(_ scalar: Unicode.Scalar) {
    guard scalar.properties.isAlphabetic else { return nil }
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
    case 0x400...0x52F: self = .cyrillic
    case 0xFF21...0xFF5A, 0x1D400...0x1D7FF, 0x2100...0x214F, 0x24B6...0x24E9: self = .disguised
    default: self = .other
    }
  }
}
