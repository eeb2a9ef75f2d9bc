import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct ReportTests {
  @Test func `no text of the report is markup in its HTML`() throws {
    let html = try ReportSamples.hostile().html
    var rest = html[...]
    var texts = ""
    while let open = rest.firstIndex(of: "<") {
      texts += String(rest[..<open])
      let close = try #require(rest[open...].firstIndex(of: ">"))
      try Self.check(tag: String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    texts += String(rest)
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
    for place in texts.indices where texts[place] == "&" {
      #expect(entities.contains { texts[place...].hasPrefix($0) })
    }
    #expect(texts.contains("&lt;script&gt;alert(&#39;x&#39;)"))
    #expect(texts.contains("\\u{202e}txt\\u{200b} \\u{1b}[31m"))
    #expect(!html.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" || $0 == "\r" })
  }

  private static let tags: Set<String> = [
    "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "table",
    "thead",
    "tbody", "tr", "th", "td", "pre", "svg", "g", "rect", "line",
  ]

  private static func check(tag: String) throws {
    let name = try #require(tag.split(separator: " ").first)
    #expect(tags.contains(String(name.drop { $0 == "/" })), "<\(tag)>")
    #expect(
      !tag.contains("<") && !tag.contains("://") && !tag.contains("href") && !tag.contains("src="), "<\(tag)>"
    )
    #expect(!tag.contains(" on"), "<\(tag)>")
  }

  @Test func `no text of the report is markup in its Markdown`() throws {
    let markdown = try ReportSamples.hostile().markdown
    var fence: Substring?
    var columns: Int?
    var headings = 0
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line == open { fence = nil }
        continue
      }
      if line.hasPrefix("```") {
        #expect(line.allSatisfy { $0 == "`" })
        fence = line
        continue
      }
      let cells = Self.cells(line)
      if line.hasPrefix("|") {
        #expect(columns == nil || columns == cells.count, "\(line)")
        columns = cells.count
      } else {
        columns = nil
        #expect(cells.count == 1, "\(line)")
      }
      headings += line.hasPrefix("#") ? 1 : 0
      let text = line.hasPrefix("#") ? line.drop { $0 == "#" } : line
      #expect(!Self.hasMarkup(text), "\(line)")
    }
    #expect(fence == nil)
    #expect(headings == 12)
  }

  /// Split at the bars that are not escaped.
  private static func cells(_ line: Substring) -> [String] {
    var (cells, escaped) = ([""], false)
    for scalar in line.unicodeScalars {
      if scalar == "|" && !escaped { cells.append("") } else { cells[cells.count - 1] += String(scalar) }
      escaped = scalar == "\\" && !escaped
    }
    return cells
  }

  private static func hasMarkup(_ line: Substring) -> Bool {
    var escaped = false
    for scalar in line.unicodeScalars {
      if !escaped && "`*_{}[]<>#~&!$@".unicodeScalars.contains(scalar) { return true }
      escaped = scalar == "\\" && !escaped
    }
    return ["http:", "https:", "www."].contains { line.lowercased().contains($0) }
  }

  @Test(arguments: [
    ("- x", "\\- x"), ("+ x", "\\+ x"), (" === ", " \\=== "), ("1. x", "1\\. x"), ("12) x", "12\\) x"),
    ("a-b 1.5", "a-b 1.5"), ("12:04:31Z", "12:04:31Z"), ("https://e", "https\\://e"), ("WWW.e", "WWW\\.e"),
    ("a@b", "a\\@b"), ("a\nb", "a ⏎ b"), ("a\u{2028}b", "a\\\\u\\{2028\\}b"), ("", ""),
  ])
  func `Markdown escapes what begins something, and leaves the rest to be read`(text: String, escaped: String)
  {
    #expect(markdownEscaped(text) == escaped)
  }

  @Test(arguments: UInt64(0)..<40)
  func `made again from the same store, the report has the same bytes`(seed: UInt64) throws {
    var maker = EventMaker(seed: seed)
    let incident = try maker.run(80)
    var again = try Incident(reread(incident.events[0]))
    for event in incident.events.dropFirst() { _ = try again.apply(reread(event)) }
    var random = SeededRandom(seed: seed)
    let first = ReportSamples.report(incident, moments: .unknown, words: hostileText)
    let second = ReportSamples.report(
      again, moments: .unknown, words: hostileText,
      attempts: ReportSamples.attempts().shuffled(using: &random),
      proofs: ReportSamples.proofs(hostileText).shuffled(using: &random))
    #expect(first.markdown.utf8.elementsEqual(second.markdown.utf8), "seed \(seed)")
    #expect(first.html.utf8.elementsEqual(second.html.utf8), "seed \(seed)")
    #expect(first.json.utf8.elementsEqual(second.json.utf8), "seed \(seed)")
  }

  @Test func `the order in which proofs are given does not show`() throws {
    let reversed = try ReportSamples.hostile(proofs: ReportSamples.proofs(hostileText).reversed())
    #expect(try reversed.markdown == ReportSamples.hostile().markdown)
    #expect(try reversed.html == ReportSamples.hostile().html)
  }

  @Test func `the JSON is one object with every part, and its timeline replays`() throws {
    let report = try ReportSamples.hostile()
    let json = report.json
    #expect(json.hasSuffix("}\n") && json.filter { $0 == "\n" }.count == 1)
    guard case .object(let members) = try parseJSON(json.utf8) else {
      Issue.record("not an object")
      return
    }
    let keys = [
      "type", "incident", "title", "store", "policy", "state", "severity", "proposal", "detectedAt",
      "openedAt",
      "openedBy", "facts", "roles", "clocks", "steps", "skipped", "revocations", "modes", "notices",
      "attempts",
      "metrics", "evidence", "proofs", "actions",
      "timeline",
    ]
    #expect(members.map(\.key) == keys)
    guard case .array(let lines)? = members.last?.value else {
      Issue.record("no timeline")
      return
    }
    let events = try lines.map { line in
      var fields = try ObjectReader(line)
      return try fields.required("event", expected: "an event") { (value, path) throws(FieldError) in
        try IncidentEvent(value, path: path)
      }
    }
    var again = try Incident(events[0])
    for event in events.dropFirst() { _ = try again.apply(event) }
    #expect(again == report.incident)
  }

  @Test func `the report says what was skipped and why, who does what, and how long it took`() throws {
    let markdown = try ReportSamples.hostile().markdown
    for text in [
      "Counted from the alert at", "| acknowledged | 21 s |", "| revocation committed | 35 s |",
      "| effective at gateway-1 | not yet |", "| effective everywhere | not yet |", "- tighten, by alice:",
      "- notice, by ", "| denied share | 0.1 % | 8.3 % |", "| mean lifetime, swap | 1 min 0 s | 1 min 0 s |",
      "| 9 | no proof yet | 00 | no signed checkpoint covers it yet |",
      "| f2 | 1. not a list | bob |  | done ",
      "1 allowed after the revocation; 30 wallets are exposed, broad from 25",
    ] {
      #expect(markdown.contains(text), "\(text)")
    }
  }

  @Test func `a report without anything special says so`() throws {
    let markdown = try ReportSamples.plain().markdown
    for text in [
      "Nothing was skipped.", "No actions were agreed.", "No notice was drafted.",
      "Counted from the detection at",
    ] { #expect(markdown.contains(text), "\(text)") }
    let bare = IncidentReport(
      incident: try incident([opening()]), response: .standard, moments: .unknown, attempts: nil, before: nil,
      after: nil, proofs: [], store: "s", policy: "p")
    #expect(bare.markdown.contains("No revocation was committed."))
    #expect(bare.markdown.contains("No evidence was attached.") && bare.markdown.contains("No mode was set."))
    #expect(bare.html.contains("No metrics were given."))
    #expect(bare.markdown.contains("open, next: start revoke"))
  }

  @Test func `the timeline is told by when it happened, whenever it was recorded`() throws {
    var incident = try incident([opening(), .noteAdded("second")])
    _ = try incident.apply(
      IncidentEvent(
        id: "late", incident: "INC-1", happenedAt: at(-90), recordedAt: at(50), who: "bob",
        action: .noteAdded("first")))
    let report = ReportSamples.report(incident, moments: .unknown, words: "x")
    #expect(report.timeline.map(\.id) == ["late", "e0", "e1"])
    #expect(report.markdown.contains("| -1:30 | \(at(-90).utc) | \(at(50).utc) | bob |  | note: first |"))
  }
}
