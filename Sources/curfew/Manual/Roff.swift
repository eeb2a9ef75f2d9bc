/// Lines of a manual page, in the macros of man(7) that groff and mandoc both know.
struct Roff {
  private(set) var text: String
  /// A paragraph needs no macro then.
  private var isAfterHeading = false

  /// - Parameter title: of section 1.
  init(title: String, date: String, source: String, manual: String) {
    text = ".\\\" Written by `curfew manual`: change the tables it comes from.\n"
    let quoted = [title, "1", date, source, manual].map { "\"\($0)\"" }
    text += ".TH " + quoted.joined(separator: " ") + "\n"
  }

  mutating func section(_ name: String) { heading("SH", name) }
  mutating func subsection(_ name: String) { heading("SS", name) }

  /// A paragraph; words between backticks are bold.
  mutating func paragraph(_ words: String) {
    beginParagraph()
    flow(words)
  }

  /// A term, bold, and what it means.
  mutating func item(_ term: String, _ meaning: String) {
    isAfterHeading = false
    text += ".TP\n.B \(Self.term(term))\n"
    flow(meaning.isEmpty ? "\u{2014}" : meaning)
  }

  /// Lines as they are.
  mutating func verbatim(_ lines: [String]) {
    beginParagraph()
    text += ".RS 4\n.nf\n"
    for line in lines { text += Self.line(Self.escaped(line)) + "\n" }
    text += ".fi\n.RE\n"
  }

  private mutating func flow(_ words: String) {
    let parts = words.split(separator: "`", omittingEmptySubsequences: false)
    let isPaired = parts.count % 2 == 1
    var line = ""
    for (index, part) in parts.enumerated() {
      let escaped = Self.escaped(String(part))
      line += isPaired && index % 2 == 1 ? "\\fB\(escaped)\\fR" : escaped
    }
    text += Self.line(line) + "\n"
  }

  private mutating func heading(_ macro: String, _ name: String) {
    text += ".\(macro) \(Self.term(name))\n"
    isAfterHeading = true
  }

  private mutating func beginParagraph() {
    if !isAfterHeading { text += ".PP\n" }
    isAfterHeading = false
  }

  /// A macro's argument to the end of its line.
  private static func term(_ text: String) -> String {
    "\"" + escaped(text).replacing("\"", with: "\\(dq") + "\""
  }

  /// A dot or a quote at the start of a line would be a macro.
  private static func line(_ text: String) -> String {
    text.first == "." || text.first == "'" ? "\\&" + text : text
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "`": result += "\\(ga"
      case "\n": result += " "
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        result += scalar.isASCII ? String(scalar) : "\\[u\(padding)\(digits)]"
      }
    }
  }
}
