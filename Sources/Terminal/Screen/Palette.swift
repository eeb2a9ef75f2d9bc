import CCurses

/// A theme worked out for one terminal: every style's attributes and colour pair.
struct Palette {
  struct Entry {
    let attributes: UInt32
    let pair: Int32
  }

  private let byRole: [Entry]

  /// Pairs are numbered from 1 in the order of the roles; equal colours share one. A terminal that has
  /// no more pairs shows the rest in its own colours.
  init(theme: Theme, depth: ColorDepth, handle: OpaquePointer) {
    var pairs: [[Int]: Int32] = [:]
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
}
