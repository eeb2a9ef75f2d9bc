import Terminal

/// Columns of text, each as wide as its widest cell.
struct TextTable {
  private var rows: [[SafeText]]

  init(_ titles: [SafeText]) { rows = [titles] }

  mutating func add(_ cells: [SafeText]) { rows.append(cells) }

  func write(to output: Output) throws {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    for row in rows {
      var line = SafeText.empty
      for (index, cell) in row.enumerated() {
        line += cell
        if index < row.count - 1 {
          line += SafeText(String(repeating: " ", count: widths[index] - cell.width + 2))
        }
      }
      try output.line(line)
    }
  }
}
