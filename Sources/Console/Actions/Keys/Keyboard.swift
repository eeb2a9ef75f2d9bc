import Terminal

/// Where keys lie on a QWERTY keyboard (US; ISO/IEC 9995-3 has the letters at the same places).
enum Keyboard {
  /// A row of keys and how far it stands to the right of the row of digits, in quarters of a key's width.
  private struct Row {
    let shift: Int
    let plain: [Character]
    let shifted: [Character]

    init(_ shift: Int, _ plain: String, _ shifted: String) {
      self.shift = shift
      self.plain = Array(plain)
      self.shifted = Array(shifted)
    }
  }

  private static let rows = [
    Row(0, "`1234567890-=", "~!@#$%^&*()_+"),
    // Each row begins behind Tab, Caps Lock and Shift.
    Row(6, "qwertyuiop[]\\", "QWERTYUIOP{}|"),
    Row(7, "asdfghjkl;'", "ASDFGHJKL:\""),
    Row(9, "zxcvbnm,./", "ZXCVBNM<>?"),
  ]

  /// The keys between the letters and the digits on the right, by rows: a gap where none is.
  private static let cluster: [[Key.Code?]] = [
    [.insert, .home, .pageUp], [.delete, .end, .pageDown], [nil, .up, nil], [.left, .down, .right],
  ]

  private struct Place: Hashable {
    let block: Int
    let row: Int
    /// The left edge, in quarters of a key's width.
    let left: Int
  }

  private static let places: [Key.Code: Place] = {
    var places: [Key.Code: Place] = [:]
    func add(_ letters: [Character], _ row: Int, _ shift: Int) {
      for (column, letter) in letters.enumerated() {
        guard let scalar = letter.unicodeScalars.first else { continue }
        places[.character(scalar)] = Place(block: 0, row: row, left: shift + 4 * column)
      }
    }
    for (number, row) in rows.enumerated() {
      add(row.plain, number, row.shift)
      add(row.shifted, number, row.shift)
    }
    for (number, row) in cluster.enumerated() {
      for (column, code) in row.enumerated() {
        if let code { places[code] = Place(block: 1, row: number, left: 4 * column) }
      }
    }
    return places
  }()

  /// Whether one key of the keyboard types both, with Shift, Control or Alt or without.
  static func isSameKey(_ first: Key, _ second: Key) -> Bool {
    if first.code == second.code { return true }
    guard let place = places[first.code] else { return false }
    return place == places[second.code]
  }

  /// Whether the keys touch each other, so that a finger that slips takes one for the other. What the table does not
  /// know touches nothing.
  static func areNeighbours(_ first: Key, _ second: Key) -> Bool {
    guard let one = places[first.code], let two = places[second.code], one != two, one.block == two.block
    else { return false }
    let distance = abs(one.left - two.left)
    return switch abs(one.row - two.row) {
    case 0: distance == 4
    case 1: distance < 4
    default: false
    }
  }
}
