import Terminal

/// Lines of a page; a long value goes on in the next line, because a key is never cut.
struct PageLines {
  let width: Int
  let glyphs: Glyphs
  private(set) var lines: [Strip] = []

  static let labelWidth = 15

  init(width: Int, glyphs: Glyphs) {
    self.width = width
    self.glyphs = glyphs
  }

  mutating func field(_ name: SafeText, _ value: SafeText, _ style: Style = .text) {
    var rest = value
    var label = name
    let room = max(1, width - Self.labelWidth)
    repeat {
      let head = Self.head(of: rest, room: room)
      lines.append(
        Strip(label.fitted(to: Self.labelWidth, glyphs: glyphs), Style(.muted)).adding(head, style))
      rest = head.width == 0 ? .empty : rest.suffix(width: rest.width - head.width)
      label = .empty
    } while !rest.isEmpty
  }

  /// What fits, up to the last space where it has one: a key has none, and goes on to the end of the line.
  private static func head(of text: SafeText, room: Int) -> SafeText {
    let head = text.clipped(to: room)
    guard head.width < text.width, let space = head.string.lastIndex(of: " ") else { return head }
    let width = SafeText(String(head.string[...space])).width
    return width > room / 2 ? text.clipped(to: width) : head
  }

  /// A value that is cut where it does not fit.
  mutating func line(_ name: SafeText, _ value: SafeText, _ style: Style = .text) {
    let label = name.fitted(to: Self.labelWidth, glyphs: glyphs)
    lines.append(
      Strip(label, Style(.muted)).adding(
        value.prefix(width: max(1, width - Self.labelWidth), glyphs: glyphs), style))
  }

  mutating func heading(_ title: SafeText, count: Int) {
    lines.append(Strip())
    lines.append(Strip(title, Style(.header)).adding("  \(Format.count(count))", Style(.muted)))
  }

  /// A text line by line, behind a bar and after its number: no line of it passes for one of ours.
  mutating func numbered(_ text: String, marked: Set<Int> = []) {
    for (index, line) in Self.textLines(text).enumerated() {
      let style = marked.contains(index + 1) ? Style(.danger) : .text
      add(
        line, style, lead: SafeText("\(index + 1)").padded(to: 4, .trailing) + " " + glyphs.vertical + " ",
        next: .spaces(5) + glyphs.vertical + " ")
    }
  }

  /// A sentence that goes on in the next line.
  mutating func add(
    _ text: SafeText, _ style: Style = .text, lead: SafeText = .empty, next: SafeText = .empty
  ) {
    var rest = text
    var start = lead
    repeat {
      let head = Self.head(of: rest, room: max(1, width - start.width))
      lines.append(Strip(start, Style(.muted)).adding(head, style))
      rest = head.width == 0 ? .empty : rest.suffix(width: rest.width - head.width)
      start = next
    } while !rest.isEmpty
  }

  /// By scalars: as a character, CR and LF are one that is no LF.
  static func textLines(_ text: String) -> [SafeText] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText(String($0)) }
  }

  /// Pieces that do not fit go on in another line.
  mutating func add(_ strip: Strip, indent: Int) {
    var line = Strip(.spaces(indent))
    var isFirst = true
    for piece in strip.pieces {
      if !isFirst, line.width + piece.text.width > width {
        lines.append(line)
        line = Strip(.spaces(indent + 10))
      }
      line.add(piece.text, piece.style)
      isFirst = false
    }
    lines.append(line)
  }
}
