import CCurses

/// What one cell shows: a base and at most two marks, as a small value without a heap.
package struct Grapheme: Hashable, Sendable {
  /// Scalar values; 0 where there is no mark.
  let base: UInt32
  private(set) var firstMark: UInt32 = 0
  private(set) var secondMark: UInt32 = 0
  /// Columns: 1 or 2.
  let width: UInt8

  static let space = Grapheme(ascii: 0x20)

  init(ascii: UInt8) {
    base = UInt32(ascii)
    width = 1
  }

  fileprivate init(base: Unicode.Scalar, width: Int) {
    self.base = base.value
    self.width = UInt8(clamping: width)
  }

  fileprivate mutating func add(_ mark: Unicode.Scalar) {
    if firstMark == 0 { firstMark = mark.value } else { secondMark = mark.value }
  }

  var isASCII: Bool { base < 0x80 && firstMark == 0 }
  var scalars: (UInt32, UInt32, UInt32) { (base, firstMark, secondMark) }

  func append(to text: inout String.UnicodeScalarView) {
    for value in [base, firstMark, secondMark] where value != 0 {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
  }
}

extension SafeText {
  /// Visits cells from the left until `visit` returns false.
  func forEachGrapheme(_ visit: (Grapheme) -> Bool) {
    if isASCII {
      for byte in string.utf8 {
        guard visit(Grapheme(ascii: byte)) else { return }
      }
      return
    }
    var pending: Grapheme?
    for scalar in string.unicodeScalars {
      let width = scalar.value < 0x7F ? 1 : Int(cc_width(scalar.value))
      if width == 0 {
        pending?.add(scalar)
      } else {
        if let pending, !visit(pending) { return }
        pending = Grapheme(base: scalar, width: width)
      }
    }
    if let pending { _ = visit(pending) }
  }

  init(_ graphemes: some Sequence<Grapheme>, hadHidden: Bool) {
    var scalars = String.UnicodeScalarView()
    var width = 0
    var isASCII = true
    for grapheme in graphemes {
      grapheme.append(to: &scalars)
      width += Int(grapheme.width)
      isASCII = isASCII && grapheme.isASCII
    }
    self.init(string: String(scalars), width: width, hadHidden: hadHidden, isASCII: isASCII)
  }
}
