import CCurses

/// A theme worked out for one terminal: every style's attributes and colour pair.
struct Palette {
  struct Entry {
    let attributes: UInt32
    let pair: Int32
  }

  private let byRole: [Entry]
  /// Roles whose look is seen where nothing stands.
  private let filled: Set<Role>

  /// Pairs are numbered from 1 in the order of the roles; equal colours share one. A terminal that has
  /// no more pairs shows the rest in its own colours.
  init(theme: Theme, depth: ColorDepth, handle: OpaquePointer) {
    var pairs: [[Int]: Int32] = [:]
    filled = Set(
      Role.allCases.filter {
        let pen = theme.pen(Style($0), at: depth)
        return pen.background >= 0 || !pen.attributes.isDisjoint(with: Self.seenOnBlanks)
      })
    byRole = Role.allCases.map { role in
      let pen = theme.pen(Style(role), at: depth)
      let colors = [pen.foreground, pen.background]
      let attributes = UInt32(pen.attributes.rawValue)
      if colors == [-1, -1] { return Entry(attributes: attributes, pair: 0) }
      if let pair = pairs[colors] { return Entry(attributes: attributes, pair: pair) }
      let next = Int32(pairs.count + 1)
      guard cc_set_pair(handle, next, Int32(pen.foreground), Int32(pen.background)) else {
        return Entry(attributes: attributes, pair: 0)
      }
      pairs[colors] = next
      return Entry(attributes: attributes, pair: next)
    }
  }

  func pen(_ style: Style) -> Entry {
    let entry = byRole[Int(style.role.rawValue)]
    return Entry(attributes: entry.attributes | UInt32(style.attributes.rawValue), pair: entry.pair)
  }

  private static let seenOnBlanks: Attributes = [.reverse, .underline]

  private func showsOnBlank(_ style: Style) -> Bool {
    filled.contains(style.role) || !style.attributes.isDisjoint(with: Self.seenOnBlanks)
  }

  /// A row in which blanks take no pen of their own: where nothing can be seen of it, a blank goes with the text on both
  /// sides of it, or is plain. It looks the same, and each change of pen that is not made saves a dozen bytes.
  func calmed(_ row: [Cell]) -> [Cell] {
    var cells = row
    var start = 0
    while start < cells.count {
      guard isEmpty(cells[start]) else {
        start += 1
        continue
      }
      let end = cells[start...].firstIndex { !isEmpty($0) } ?? cells.count
      let before = start == 0 ? Style.text : cells[start - 1].style
      let isWithin = end < cells.count && cells[end].style == before && !showsOnBlank(before)
      for column in start..<end { cells[column].style = isWithin ? before : .text }
      start = end
    }
    return cells
  }

  private func isEmpty(_ cell: Cell) -> Bool { cell.grapheme == .space && !showsOnBlank(cell.style) }
}
