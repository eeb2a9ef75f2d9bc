import CCurses

/// Turns any text into cells that a terminal shows as they are: nothing moves the cursor, hides,
/// reorders or overwrites. libc's `iswprint` is not enough: it accepts U+202E.
struct Sanitiser {
  /// A cell shows one base and at most this many marks; more would paint over the rows around it.
  static let marksMax = 2

  private(set) var string = ""
  private(set) var width = 0
  private(set) var hadHidden = false
  private var marks = 0

  mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20...0x7E: base(scalar, width: 1)
    case 0x09: replace(by: " ")
    case 0x00...0x1F: replace(by: picture(0x2400 + scalar.value))
    case 0x7F: replace(by: picture(0x2421))
    default: appendBeyondASCII(scalar)
    }
  }

  /// Bytes that were no UTF-8 are shown as U+FFFD, and are hidden content too.
  mutating func noteRepair() { hadHidden = true }

  private mutating func appendBeyondASCII(_ scalar: Unicode.Scalar) {
    guard !Self.hides(scalar) else { return spellOut(scalar) }
    switch cc_width(scalar.value) {
    case 0: mark(scalar)
    case let width where width > 0: base(scalar, width: Int(width))
    default: spellOut(scalar)
    }
  }

  private mutating func mark(_ scalar: Unicode.Scalar) {
    if string.isEmpty { replace(by: "◌") }
    guard marks < Self.marksMax else {
      hadHidden = true
      return
    }
    string.unicodeScalars.append(scalar)
    marks += 1
  }

  private mutating func base(_ scalar: Unicode.Scalar, width: Int) {
    string.unicodeScalars.append(scalar)
    self.width += width
    marks = 0
  }

  private mutating func replace(by scalar: Unicode.Scalar) {
    base(scalar, width: 1)
    hadHidden = true
  }

  private mutating func spellOut(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let padding = String(repeating: "0", count: max(0, 4 - digits.count))
    for character in "<U+\(padding)\(digits)>".unicodeScalars { replace(by: character) }
  }

  private func picture(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? "\u{FFFD}" }

  /// Controls, formats (bidi, zero-width), separators of lines, private use, unassigned, and whatever
  /// Unicode lets a renderer leave out (variation selectors, fillers, tags).
  private static func hides(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
      return true
    default:
      return properties.isDefaultIgnorableCodePoint
    }
  }
}
