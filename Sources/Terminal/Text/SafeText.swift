/// Text that is safe to draw. Its only source is the sanitiser, and the canvas takes nothing else.
///
/// C0 and DEL become control pictures (`␀ … ␡`), a tab one space; C1, bidi and zero-width controls,
/// private use and unassigned scalars are spelt out (`<U+202E>`); marks are capped at two a cell.
package struct SafeText: Hashable, Sendable {
  /// Longer input is cut here with a `…`: a frame never pays for a hostile megabyte.
  package static let scalarsMax = 65_536

  package static let empty = SafeText()

  package let string: String
  /// Terminal columns, by libc's `wcwidth`.
  package let width: Int
  /// True if something was replaced or left out; the console shows a badge.
  package let hadHidden: Bool
  /// Every byte is printable ASCII, so bytes are cells.
  let isASCII: Bool

  /// Cleans text from anywhere.
  package init(_ hostile: String) {
    if hostile.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), hostile.utf8.count <= Self.scalarsMax {
      self.init(string: hostile, width: hostile.utf8.count, hadHidden: false, isASCII: true)
    } else {
      self.init(Sanitiser(), adding: hostile)
    }
  }

  /// Cleans bytes that should be UTF-8; what is not becomes `U+FFFD`.
  package init(bytes: some Collection<UInt8>) {
    if let valid = String(validating: bytes, as: UTF8.self) {
      self.init(valid)
    } else {
      var sanitiser = Sanitiser()
      sanitiser.noteRepair()
      self.init(sanitiser, adding: String(decoding: bytes, as: UTF8.self))
    }
  }

  private init(_ sanitiser: Sanitiser, adding hostile: String) {
    var sanitiser = sanitiser
    var left = Self.scalarsMax
    for scalar in hostile.unicodeScalars {
      guard left > 0 else {
        sanitiser.append("…")
        sanitiser.noteRepair()
        break
      }
      sanitiser.append(scalar)
      left -= 1
    }
    self.init(
      string: sanitiser.string, width: sanitiser.width, hadHidden: sanitiser.hadHidden,
      isASCII: sanitiser.string.utf8.allSatisfy { $0 < 0x80 })
  }

  /// For operations that rearrange cells that are clean already.
  init(string: String, width: Int, hadHidden: Bool, isASCII: Bool) {
    self.string = string
    self.width = width
    self.hadHidden = hadHidden
    self.isASCII = isASCII
  }

  private init() { self.init(string: "", width: 0, hadHidden: false, isASCII: true) }

  package var isEmpty: Bool { width == 0 }

  /// Safe because no text begins with a mark that could join what stands before it.
  package static func + (left: SafeText, right: SafeText) -> SafeText {
    SafeText(
      string: left.string + right.string, width: left.width + right.width,
      hadHidden: left.hadHidden || right.hadHidden, isASCII: left.isASCII && right.isASCII)
  }

  package static func += (left: inout SafeText, right: SafeText) { left = left + right }
}

extension SafeText: CustomStringConvertible {
  package var description: String { string }
}

extension SafeText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self.init(value) }
  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

  /// Every part goes through the sanitiser; parts that are ``SafeText`` keep their badge.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = SafeText.empty

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { text += SafeText(literal) }
    package mutating func appendInterpolation(_ safe: SafeText) { text += safe }
    package mutating func appendInterpolation(_ hostile: some CustomStringConvertible) {
      text += SafeText(hostile.description)
    }
  }
}
