/// Dots in cells of two by four (Unicode block Braille Patterns, U+2800 … U+28FF).
struct BrailleGrid {
  let rows: Int
  let columns: Int
  private var cells: [UInt8]

  /// The bits of a cell's dots, from its upper left, row by row.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  init(rows: Int, columns: Int) {
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    cells = Array(repeating: 0, count: self.rows * self.columns)
  }

  /// `y` from the upper edge.
  mutating func set(x: Int, y: Int) {
    guard (0..<columns * 2).contains(x), (0..<rows * 4).contains(y) else { return }
    cells[y / 4 * columns + x / 2] |= Self.bits[y % 4 * 2 + x % 2]
  }

  /// Nil where no dot is set.
  func sign(row: Int, column: Int) -> SafeText? {
    let dots = cells[row * columns + column]
    guard dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return nil }
    return SafeText(String(scalar))
  }

  /// The dot row of a part of the whole height.
  func y(of fraction: Double) -> Int {
    let last = rows * 4 - 1
    return last - Int(fraction * Double(last) + 0.5)
  }

  /// A line without holes: each place is joined to the one before it.
  mutating func addLine(_ fractions: [Double?]) {
    var before: Int?
    for (x, fraction) in fractions.enumerated() {
      let y = fraction.map(y(of:))
      if let y {
        set(x: x, y: y)
        if let before, abs(y - before) > 1 {
          for between in min(y, before) + 1..<max(y, before) { set(x: x, y: between) }
        }
      }
      before = y
    }
  }

  /// Single dots, one a cell.
  mutating func addDots(_ fractions: [Double?]) {
    for x in stride(from: 0, to: fractions.count, by: 2) {
      // The place beside it, where only that has a value.
      let place = fractions[x] == nil ? x + 1 : x
      if place < fractions.count, let fraction = fractions[place] { set(x: place, y: y(of: fraction)) }
    }
  }
}
