import CCurses
import Delegation
import Terminal

extension FuzzTarget {
  static let text = FuzzTarget("text") { (bytes) throws(BrokenProperty) in
    let (steer, input) = bytes.steered
    let safe = SafeText(bytes: input)
    try checkShown(safe)
    let again = SafeText(safe.string)
    try expectSame(again.string, safe.string, "clean text is cleaned")
    try expect(again.width == safe.width, "\(safe.width) columns become \(again.width)")
    let wanted = Int(steer % 32)
    try expect(safe.prefix(width: wanted).width <= wanted, "a prefix is too wide")
    try expect(safe.fitted(to: wanted).width == wanted, "fitted text does not fit")
    try expect(safe.suffix(width: wanted).width <= wanted, "a suffix is too wide")
    let short = safe.middleShortened(head: wanted, tail: 4)
    try expect(short.width <= safe.width, "shortened text is longer")
    for part in [safe.prefix(width: wanted), safe.suffix(width: wanted), short, safe + safe] {
      try checkShown(part)
    }
    try checkQuoted(input)
    return .accepted
  }
}

/// Nothing moves the cursor, hides, reorders or overwrites, and the columns are those that libc counts.
private func checkShown(_ text: SafeText) throws(BrokenProperty) {
  var columns = 0
  var marks = 0
  for scalar in text.string.unicodeScalars {
    try expect(
      isShown(scalar), "U+\(String(scalar.value, radix: 16)) is left in \(text.string.debugDescription)")
    let width = Int(cc_width(scalar.value))
    marks = width == 0 ? marks + 1 : 0
    try expect(width >= 0 && marks <= 2, "\(marks) marks, or no width, in \(text.string.debugDescription)")
    try expect(columns > 0 || width > 0, "a mark without a base")
    columns += width
  }
  try expect(columns == text.width, "\(text.width) columns are \(columns)")
}

/// What JSON prints for a terminal hides nothing either.
private func checkQuoted(_ input: ArraySlice<UInt8>) throws(BrokenProperty) {
  let quoted = JSONWriter.quoted(Array(input).text)
  for scalar in quoted.unicodeScalars {
    try expect(!isInvisible(scalar), "U+\(String(scalar.value, radix: 16)) is printed as JSON")
  }
}

private func isShown(_ scalar: Unicode.Scalar) -> Bool {
  !isInvisible(scalar) && !scalar.properties.isDefaultIgnorableCodePoint
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
  default: false
  }
}
