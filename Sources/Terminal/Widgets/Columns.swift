/// A column of a table, before its width is known.
package struct Column: Hashable, Sendable {
  package let title: SafeText
  package let minWidth: Int
  /// The column takes no more than this of what is left over.
  package let maxWidth: Int
  /// The lowest is the first to go when the terminal is narrow; equal ones go from the right.
  package let priority: Int
  package let alignment: Alignment

  /// Widths below 1 count as 1, and a maximum below the minimum as the minimum.
  package init(
    title: SafeText, minWidth: Int, maxWidth: Int? = nil, priority: Int = 0, alignment: Alignment = .leading
  ) {
    self.title = title
    self.minWidth = min(max(1, minWidth), Canvas.sizeMax)
    self.maxWidth = min(max(self.minWidth, maxWidth ?? self.minWidth), Canvas.sizeMax)
    self.priority = priority
    self.alignment = alignment
  }
}

/// Where a column of a table stands.
package struct PlacedColumn: Hashable, Sendable {
  /// Its place in the list that was laid out.
  package let index: Int
  package let start: Int
  package let width: Int
  package let alignment: Alignment
}

/// Lays columns out in `width`: drops those of the lowest priority until the rest fit, then gives what
/// is left, a column at a time, to those that may grow. Even one column that is too wide is dropped.
package func layOut(_ columns: [Column], width: Int, gap: Int = 2) -> [PlacedColumn] {
  let gap = min(max(0, gap), Canvas.sizeMax)
  let width = min(max(0, width), Canvas.sizeMax)
  var kept = Array(columns.indices)
  func needed() -> Int { kept.reduce(0) { $0 + columns[$1].minWidth } + gap * max(0, kept.count - 1) }
  while needed() > width,
    let last = kept.indices.min(by: { left, right in
      let (a, b) = (columns[kept[left]].priority, columns[kept[right]].priority)
      return a == b ? left > right : a < b
    })
  {
    kept.remove(at: last)
  }

  var widths = kept.map { columns[$0].minWidth }
  var left = width - needed()
  while left > 0 {
    let growing = kept.indices.filter { widths[$0] < columns[kept[$0]].maxWidth }
    if growing.isEmpty { break }
    for place in growing where left > 0 {
      widths[place] += 1
      left -= 1
    }
  }

  var start = 0
  return zip(kept, widths).map { index, width in
    defer { start += width + gap }
    return PlacedColumn(index: index, start: start, width: width, alignment: columns[index].alignment)
  }
}

extension Canvas {
  /// Draws one cell of a table, cut and aligned to its column; `origin` is where the table begins.
  package mutating func put(
    _ text: SafeText, row: Int, in column: PlacedColumn, origin: Int = 0, glyphs: Glyphs, style: Style = .text
  ) {
    let fitted = text.fitted(to: column.width, column.alignment, glyphs: glyphs)
    put(fitted, row: row, column: Self.clamp(origin) + column.start, maxWidth: column.width, style: style)
  }
}
