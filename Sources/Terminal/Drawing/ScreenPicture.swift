/// A canvas as an SVG 1.1 picture in the colours of a theme: text on a grid, without scripts, fonts or anything from
/// elsewhere, so that it shows the same in every browser and nothing in it can act.
package struct ScreenPicture: Sendable {
  /// Pixels of a cell; its text is stretched to them whatever font the reader has.
  private static let cellWidth = 9
  private static let cellHeight = 18
  private static let baseline = 13
  private static let fontSize = 14
  private static let margin = 10

  private let canvas: Canvas
  private let theme: Theme
  private let paper: Paper

  package init(_ canvas: Canvas, theme: Theme) {
    self.canvas = canvas
    self.theme = theme
    paper = Paper(theme)
  }

  /// The whole file.
  /// - Parameters:
  ///   - title: what it is a picture of.
  ///   - description: for who does not see it.
  package func svg(title: SafeText, description: SafeText) -> String {
    let width = canvas.columns * Self.cellWidth + 2 * Self.margin
    let height = canvas.rows * Self.cellHeight + 2 * Self.margin
    let head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" aria-labelledby="title desc">
      <title id="title">\(Self.escaped(title.string))</title>
      <desc id="desc">\(Self.escaped(description.string))</desc>
      <rect width="\(width)" height="\(height)" rx="6" fill="\(paper.background)"/>
      <g font-family="monospace" font-size="\(Self.fontSize)" xml:space="preserve">

      """
    return head + (0..<canvas.rows).map { row in self.row(row) }.joined() + "</g>\n</svg>\n"
  }

  // MARK: Rows

  private struct Run {
    let column: Int
    let style: Style
    var width = 0
    var text = String.UnicodeScalarView()

    /// Nothing but paper would be seen of it.
    var isBlank: Bool { text.allSatisfy { $0 == " " } }
  }

  private func row(_ row: Int) -> String {
    let all = runs(row)
    return all.map { background(of: $0, row: row) }.joined() + all.map { text(of: $0, row: row) }.joined()
  }

  /// Neighbours of one style are one piece; a blank between words of another style stays with what is before it.
  private func runs(_ row: Int) -> [Run] {
    var runs: [Run] = []
    for column in 0..<canvas.columns {
      guard let cell = canvas[row, column] else { continue }
      if runs.last?.style != cell.style { runs.append(Run(column: column, style: cell.style)) }
      cell.grapheme?.append(to: &runs[runs.count - 1].text)
      runs[runs.count - 1].width += 1
    }
    return runs
  }

  private func background(of run: Run, row: Int) -> String {
    let look = paper.look(run.style, in: theme)
    guard look.background != paper.background else { return "" }
    return
      "<rect x=\"\(x(run.column))\" y=\"\(y(row))\" width=\"\(run.width * Self.cellWidth)\" height=\"\(Self.cellHeight)\" fill=\"\(look.background)\"/>\n"
  }

  private func text(of run: Run, row: Int) -> String {
    let look = paper.look(run.style, in: theme)
    if run.isBlank, !look.attributes.contains(.underline) { return "" }
    var attributes = ""
    if look.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if look.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    if look.attributes.contains(.dim) { attributes += " fill-opacity=\"0.6\"" }
    return
      "<text x=\"\(x(run.column))\" y=\"\(y(row) + Self.baseline)\" textLength=\"\(run.width * Self.cellWidth)\" lengthAdjust=\"spacingAndGlyphs\" fill=\"\(look.foreground)\"\(attributes)>\(Self.escaped(String(run.text)))</text>\n"
  }

  private func x(_ column: Int) -> Int { Self.margin + column * Self.cellWidth }
  private func y(_ row: Int) -> Int { Self.margin + row * Self.cellHeight }

  /// Of a clean text only these signs mean something to a reader of XML.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}

/// What a theme is drawn on where the terminal's own colours stand: dark, or light for dark text.
private struct Paper {
  struct Look {
    let foreground: String
    let background: String
    let attributes: Attributes
  }

  let foreground: String
  let background: String

  init(_ theme: Theme) {
    let text = theme[.text]
    let isLight = Self.isDark(theme)
    foreground = text.foreground.hex ?? (isLight ? "#1b1f24" : "#d6dae0")
    background = text.background.hex ?? (isLight ? "#ffffff" : "#11151b")
  }

  /// Whether what stands on the terminal's own background is dark on the whole.
  private static func isDark(_ theme: Theme) -> Bool {
    let brightnesses = Role.allCases.compactMap { role -> Int? in
      let paint = theme[role]
      guard paint.background == .terminal, let (red, green, blue) = paint.foreground.parts else { return nil }
      return (299 * red + 587 * green + 114 * blue) / 1000
    }
    return !brightnesses.isEmpty && brightnesses.reduce(0, +) / brightnesses.count < 128
  }

  func look(_ style: Style, in theme: Theme) -> Look {
    let paint = theme[style.role]
    let attributes = paint.attributes.union(style.attributes)
    let (front, back) = (paint.foreground.hex ?? foreground, paint.background.hex ?? background)
    let isReversed = attributes.contains(.reverse)
    return Look(
      foreground: isReversed ? back : front, background: isReversed ? front : back, attributes: attributes)
  }
}

extension Color {
  /// Red, green and blue, 0 … 255 each; nil for the terminal's own colour.
  fileprivate var parts: (Int, Int, Int)? {
    switch self {
    case .terminal: return nil
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .indexed(let index) where index < 8:
      let level = index == 7 ? 229 : 205
      func part(_ bit: UInt8) -> Int { index & bit == 0 ? 0 : level }
      return (part(1), part(2), part(4))
    case .indexed:
      let number = self.number(at: .direct)
      return (number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF)
    }
  }

  /// `#ff7a5c`; nil for the terminal's own colour.
  fileprivate var hex: String? {
    parts.map { red, green, blue in
      "#" + [red, green, blue].map { part in (part < 16 ? "0" : "") + String(part, radix: 16) }.joined()
    }
  }
}
