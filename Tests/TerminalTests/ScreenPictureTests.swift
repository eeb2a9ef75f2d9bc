import Foundation
import Testing

@testable import Terminal

/// Pictures of screens.
@Suite struct ScreenPictureTests {
  private func svg(_ canvas: Canvas, theme: Theme = .builtIn, title: SafeText = "t") -> String {
    ScreenPicture(canvas, theme: theme).svg(title: title, description: "d")
  }

  @Test func `a tiny canvas is this picture`() {
    var canvas = Canvas(rows: 2, columns: 6)
    canvas.put("a<&", row: 0, column: 1, style: Style(.danger))
    canvas.put("\"x\"", row: 1, column: 0, style: Style(.critical, .underline))
    #expect(
      svg(canvas) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 74 56" width="74" height="56" role="img" aria-labelledby="title desc">
        <title id="title">t</title>
        <desc id="desc">d</desc>
        <rect width="74" height="56" rx="6" fill="#11151b"/>
        <g font-family="monospace" font-size="14" xml:space="preserve">
        <text x="19" y="23" textLength="27" lengthAdjust="spacingAndGlyphs" fill="#ff6f50" font-weight="bold">a&lt;&amp;</text>
        <rect x="10" y="28" width="27" height="18" fill="#b3123b"/>
        <text x="10" y="41" textLength="27" lengthAdjust="spacingAndGlyphs" fill="#ffffff" font-weight="bold" text-decoration="underline">&quot;x&quot;</text>
        </g>
        </svg>

        """)
  }

  @Test func `hostile text and a hostile title are well-formed and act on nothing`() {
    for text in ["</text><script>alert(1)</script>", "]]>", "&amp;", "\u{202E}\u{1B}[31m", "e\u{301}\u{301}"]
    {
      var canvas = Canvas(rows: 1, columns: 60)
      canvas.put(SafeText(text), row: 0, column: 0)
      let picture = svg(canvas, title: SafeText(text))
      #expect(XMLReading.problem(of: picture) == nil, "\(text.debugDescription)")
      #expect(!picture.contains("<script") && !picture.contains("href"))
    }
  }

  @Test(arguments: Role.allCases) func `every role has a colour that is not its ground`(role: Role) {
    var canvas = Canvas(rows: 1, columns: 3)
    canvas.put("xyz", row: 0, column: 0, style: Style(role))
    let picture = svg(canvas)
    let fill = picture.components(separatedBy: "fill=\"").dropFirst().map { $0.prefix(7) }
    #expect(fill.last != fill.dropLast().last)
  }

  @Test func `a wide character takes two cells, and reverse turns the colours round`() {
    var canvas = Canvas(rows: 1, columns: 4)
    canvas.put("漢字", row: 0, column: 0, style: Style(.text, .reverse))
    #expect(svg(canvas).contains("textLength=\"36\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#11151b\">漢字"))
    #expect(svg(canvas).contains("width=\"36\" height=\"18\" fill=\"#d6dae0\""))
  }

  @Test func `a theme of dark text is drawn on light paper`() {
    let dark = Theme(name: "dark", paints: [.muted: Paint(.rgb(20, 20, 20))])
    #expect(svg(Canvas(rows: 1, columns: 1), theme: dark).contains("fill=\"#ffffff\""))
  }
}

/// As much of XML as a picture of ours may have: elements that nest, quoted attributes, known entities.
enum XMLReading {
  static func problem(of text: String) -> String? {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      if rest[..<start].contains(where: { $0 == ">" }) { return "a stray `>`" }
      if let wrong = entityProblem(rest[..<start]) { return wrong }
      guard let end = rest[start...].firstIndex(of: ">") else { return "an open tag" }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("?") { continue }
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return "`\(name)` ends what it does not begin" }
      } else {
        if tag.filter({ $0 == "\"" }).count % 2 == 1 { return "an open quote in `\(tag)`" }
        if !tag.hasSuffix("/") { open.append(name) }
      }
    }
    return open.isEmpty ? nil : "`\(open)` never end"
  }

  private static func entityProblem(_ text: Substring) -> String? {
    let parts = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    let known = ["amp;", "lt;", "gt;", "quot;"]
    return parts.allSatisfy { part in known.contains { part.hasPrefix($0) } } ? nil : "a bare `&`"
  }
}
