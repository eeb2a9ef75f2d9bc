/// As much of a terminal as ncurses asks for, and a list of all that it should never be asked for.
struct Emulator {
  private(set) var rows: Int
  private(set) var columns: Int
  /// A character and its marks in each; empty in the right half of a wide one.
  private var cells: [[String]]
  private var row = 0
  private var column = 0
  /// The last column was written: the next character goes to the next row.
  private var wraps = false
  private var region: ClosedRange<Int>
  private var last = " "
  private var state = State.ground
  private var pending: [UInt8] = []

  private(set) var isAlternate = false
  private(set) var showsCursor = true
  private(set) var bracketsPaste = false
  /// Sequences that a console has no business to send: commands to the system, C1 controls, unknown ones.
  private(set) var strange: [String] = []
  /// What was put into the clipboard, as it was sent.
  private(set) var clipboard: [String] = []

  private enum State {
    case ground, escape, charset
    case control([UInt8])
    case command([UInt8])
  }

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cells = Self.blank(rows, columns)
    region = 0...(rows - 1)
  }

  private static func blank(_ rows: Int, _ columns: Int) -> [[String]] {
    Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The screen as text, without spaces at the ends of lines.
  var lines: [String] {
    cells.map { line in
      var text = line.joined()[...]
      while text.last == " " { text = text.dropLast() }
      return String(text)
    }
  }

  /// Keeps what is in both sizes, as terminals do.
  mutating func resize(rows: Int, columns: Int) {
    var next = Self.blank(rows, columns)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) { next[row][column] = cells[row][column] }
    }
    (self.rows, self.columns, cells) = (rows, columns, next)
    region = 0...(rows - 1)
    row = min(row, rows - 1)
    column = min(column, columns - 1)
    wraps = false
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .escape: escape(byte)
    case .charset: state = .ground
    case .control(let bytes):
      guard (0x40...0x7E).contains(byte) else {
        state = .control(bytes + [byte])
        return
      }
      state = .ground
      control(String(decoding: bytes, as: UTF8.self), Character(Unicode.Scalar(byte)))
    case .command(let bytes):
      guard byte == 0x07 || byte == 0x1B else {
        state = .command(bytes + [byte])
        return
      }
      state = .ground
      let text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix("52;") {
        clipboard.append(text)
        // The palette given back, as ncurses does whenever it lends the terminal or leaves it.
      } else if text != "104" {
        strange.append("OSC \(text)")
      }
    }
  }

  private mutating func ground(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape
    case 0x0D: (column, wraps) = (0, false)
    case 0x0A: lineFeed()
    case 0x08: (column, wraps) = (max(0, column - 1), false)
    case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
    // Padding, the bell, and the sets of characters of old terminals.
    case 0x00, 0x07, 0x0E, 0x0F: break
    case 0x01...0x1F, 0x7F: strange.append("control \(byte)")
    case 0x20...0x7E: put(Unicode.Scalar(byte))
    default: multibyte(byte)
    }
  }

  private mutating func multibyte(_ byte: UInt8) {
    pending.append(byte)
    let wanted = pending[0] >= 0xF0 ? 4 : pending[0] >= 0xE0 ? 3 : pending[0] >= 0xC0 ? 2 : 1
    guard pending.count >= wanted else { return }
    let text = String(validating: pending, as: UTF8.self)
    if text == nil { strange.append("bytes \(pending)") }
    pending = []
    for scalar in (text ?? "").unicodeScalars { put(scalar) }
  }

  private mutating func escape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["): state = .control([])
    case UInt8(ascii: "]"): state = .command([])
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
    case UInt8(ascii: "M"): if row == region.lowerBound { scroll(-1) } else { row = max(0, row - 1) }
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "\\"): break
    default: strange.append("ESC \(Unicode.Scalar(byte))")
    }
  }
}

// MARK: Characters

extension Emulator {
  /// Columns that a character takes, roughly as terminals have it.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// What shows otherwise than it is, or not at all.
  private static func hides(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if Self.hides(scalar) { strange.append("U+" + String(scalar.value, radix: 16, uppercase: true)) }
    let width = Self.width(scalar)
    guard width > 0 else {
      let before = wraps ? column : max(0, column - 1)
      cells[row][before].unicodeScalars.append(scalar)
      if cells[row][before].unicodeScalars.count > 3 { strange.append("a flood of marks") }
      return
    }
    if wraps || column + width > columns {
      column = 0
      lineFeed()
    }
    last = String(scalar)
    cells[row][column] = last
    if width == 2, column + 1 < columns { cells[row][column + 1] = "" }
    wraps = column + width >= columns
    column = min(columns - 1, column + width)
  }

  private mutating func lineFeed() {
    wraps = false
    if row == region.upperBound { scroll(1) } else { row = min(rows - 1, row + 1) }
  }

  /// Up for a positive distance.
  private mutating func scroll(_ distance: Int) { shift(from: region.lowerBound, by: distance) }

  private mutating func shift(from start: Int, by distance: Int) {
    guard start <= region.upperBound else { return }
    let blank = Array(repeating: " ", count: columns)
    for _ in 0..<min(abs(distance), rows) {
      if distance > 0 {
        cells.remove(at: start)
        cells.insert(blank, at: region.upperBound)
      } else {
        cells.remove(at: region.upperBound)
        cells.insert(blank, at: start)
      }
    }
  }
}

// MARK: Control sequences

extension Emulator {
  private mutating func control(_ text: String, _ final: Character) {
    if text.hasPrefix("?") { return mode(text.dropFirst(), final) }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    switch final {
    case "m", "t", "l", "h", "c": return
    case "b":
      let again = last
      for _ in 0..<count { for scalar in again.unicodeScalars { put(scalar) } }
      return
    case "P": cells[row] = shifted(cells[row], by: -count)
    case "@": cells[row] = shifted(cells[row], by: count)
    case "X": erase(column..<min(columns, column + count))
    case "K": erase(line: numbers.first ?? 0)
    case "J": erase(screen: numbers.first ?? 0)
    case "L": shift(from: row, by: -count)
    case "M": shift(from: row, by: count)
    case "S": scroll(count)
    case "T": scroll(-count)
    default:
      guard move(final, numbers, count) else { return strange.append("CSI \(text)\(final)") }
    }
    wraps = false
  }

  private mutating func move(_ final: Character, _ numbers: [Int], _ count: Int) -> Bool {
    switch final {
    case "H", "f": (row, column) = (count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "A": row -= count
    case "B": row += count
    case "C": column += count
    case "D": column -= count
    case "G": column = count - 1
    case "d": row = count - 1
    case "Z": column = max(0, (column - 1) / 8 * 8)
    case "r":
      let bottom = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows
      if count < bottom, bottom <= rows { region = (count - 1)...(bottom - 1) }
      (row, column) = (0, 0)
    default: return false
    }
    row = min(max(0, row), rows - 1)
    column = min(max(0, column), columns - 1)
    return true
  }

  private mutating func mode(_ text: Substring, _ final: Character) {
    for number in text.split(separator: ";") {
      switch (number, final) {
      case ("1049", "h"), ("47", "h"): (isAlternate, cells) = (true, Self.blank(rows, columns))
      case ("1049", "l"), ("47", "l"): (isAlternate, cells) = (false, Self.blank(rows, columns))
      case ("25", "h"): showsCursor = true
      case ("25", "l"): showsCursor = false
      case ("2004", "h"): bracketsPaste = true
      case ("2004", "l"): bracketsPaste = false
      // Keys of the keypad, wrapping, blinking, frames sent as one, the linux console's cursor.
      case ("1", _), ("7", _), ("12", _), ("2026", _), (_, "c"): break
      default: strange.append("CSI ?\(text)\(final)")
      }
    }
  }

  private func shifted(_ line: [String], by distance: Int) -> [String] {
    let blanks = Array(repeating: " ", count: min(abs(distance), columns - column))
    let tail = line[column...]
    let next =
      distance > 0 ? blanks + tail.dropLast(blanks.count) : Array(tail.dropFirst(blanks.count)) + blanks
    return Array(line[..<column]) + next
  }

  private mutating func erase(_ range: Range<Int>) { for index in range { cells[row][index] = " " } }

  private mutating func erase(line kind: Int) {
    switch kind {
    case 0: erase(column..<columns)
    case 1: erase(0..<min(columns, column + 1))
    default: erase(0..<columns)
    }
  }

  private mutating func erase(screen kind: Int) {
    erase(line: kind)
    let blank = Array(repeating: " ", count: columns)
    let range = kind == 0 ? row + 1..<rows : kind == 1 ? 0..<row : 0..<rows
    for index in range { cells[index] = blank }
  }
}
