import Foundation
import Testing

@testable import curfew

private typealias Label = MetricFamily.Label

/// One family of each kind, with every character that is escaped.
private func families() throws -> [MetricFamily] {
  let hostile = Label("reason", "say \"hi\"\\\nbye \u{202E}é")
  return [
    try MetricFamily(
      "curfew_decisions", "Decisions by answer, \"allow\" or \\deny\\.\nAll of them.",
      .counter([.init(12, [Label("decision", "allow")]), .init(3, [Label("decision", "deny"), hostile])])),
    try MetricFamily(
      "curfew_sessions", "Sessions that may act.", .gauge([.init(-0.5), .init(.nan, [hostile])])),
    try MetricFamily(
      "curfew_decision_duration_seconds", "How long a decision took.", unit: "seconds",
      .histogram([
        .init([Label("plane", "user")], bounds: [0.0001, 0.25, 1, 10], counts: [5, 0, 2, 1, 1], sum: 12.25),
        .init([Label("plane", "secops")], bounds: [], counts: [0], sum: 0),
      ])),
    try MetricFamily(
      "curfew_revoke_effective_seconds", "From commit to the first refusal.", unit: "seconds",
      .summary([
        .init(
          quantiles: [.init(part: 0.5, value: 0.7), .init(part: 1, value: .infinity)], count: 9, sum: 8.5)
      ])),
    try MetricFamily("curfew_nothing", "Has no samples yet.", .gauge([])),
  ]
}

@Suite struct MetricFamilyTests {
  @Test(arguments: ["", "1st", "a-b", "a b", "é", "a\n"])
  func `a name that a scraper would not read is refused`(name: String) {
    #expect(throws: MetricProblem.name(name)) { try MetricFamily(name, "x", .gauge([])) }
  }

  @Test(arguments: ["_total", "_count", "_sum", "_bucket", "_created", "_info"])
  func `a name that ends as a sample's does is refused`(suffix: String) {
    let problem = MetricProblem.suffix(suffix, in: "a\(suffix)")
    #expect(throws: problem) { try MetricFamily("a\(suffix)", "x", .counter([])) }
    #expect(problem.sentence == "metric `a\(suffix)`: expected a name without `\(suffix)`")
  }

  @Test(arguments: ["", "1st", "a:b", "__a", "le", "quantile", "a-b"])
  func `a label of a wrong or reserved name is refused`(label: String) {
    #expect(throws: MetricProblem.label(label, in: "a")) {
      try MetricFamily("a", "x", .gauge([.init(1, [Label(label, "")])]))
    }
  }

  @Test func `a unit that the name does not end with is refused`() {
    #expect(throws: MetricProblem.unit("seconds", in: "a")) {
      try MetricFamily("a", "x", unit: "seconds", .gauge([]))
    }
  }

  @Test func `the same labels twice, in any order, and the same family twice are refused`() throws {
    let (a, b) = (Label("a", "1"), Label("b", "2"))
    #expect(throws: MetricProblem.twice("m")) {
      try MetricFamily("m", "x", .gauge([.init(1, [a, b]), .init(2, [b, a])]))
    }
    #expect(throws: MetricProblem.label("a", in: "m")) {
      try MetricFamily("m", "x", .gauge([.init(1, [a, Label("a", "3")])]))
    }
    let family = try MetricFamily("m", "x", .gauge([.init(1)]))
    #expect(throws: MetricProblem.twice("m")) { try OpenMetricsWriter.text([family, family], .classic) }
  }

  @Test(arguments: [-1, -.infinity, .infinity, .nan] as [Double])
  func `what only grows is a number from 0`(value: Double) {
    #expect(throws: MetricProblem.self) { try MetricFamily("m", "x", .counter([.init(value)])) }
    #expect(throws: MetricProblem.self) {
      try MetricFamily("m", "x", .histogram([.init(bounds: [], counts: [1], sum: value)]))
    }
    #expect(throws: MetricProblem.self) {
      try MetricFamily("m", "x", .summary([.init(quantiles: [], count: 1, sum: value)]))
    }
  }

  @Test(
    arguments: [
      ([1], [1]), ([1, 1], [1, 1, 1]), ([2, 1], [1, 1, 1]), ([.infinity], [1, 1]), ([.nan], [1, 1]),
    ] as [([Double], [UInt64])])
  func `buckets that do not ascend or have no count each are refused`(bounds: [Double], counts: [UInt64]) {
    #expect(throws: MetricProblem.buckets(of: "m")) {
      try MetricFamily("m", "x", .histogram([.init(bounds: bounds, counts: counts, sum: 0)]))
    }
  }

  @Test(arguments: [[-0.1], [1.1], [.nan], [0.5, 0.5]] as [[Double]])
  func `a quantile outside 0 to 1, or twice, is refused`(parts: [Double]) {
    #expect(throws: MetricProblem.self) {
      try MetricFamily(
        "m", "x", .summary([.init(quantiles: parts.map { .init(part: $0, value: 1) }, count: 1, sum: 1)]))
    }
  }
}

@Suite struct OpenMetricsWriterTests {
  @Test func `OpenMetrics names a counter without its suffix, tells units, and says where it ends`() throws {
    #expect(
      try OpenMetricsWriter.text(families(), .openMetrics)
        == #"""
        # TYPE curfew_decisions counter
        # HELP curfew_decisions Decisions by answer, \"allow\" or \\deny\\.\nAll of them.
        curfew_decisions_total{decision="allow"} 12
        curfew_decisions_total{decision="deny",reason="say \"hi\"\\\nbye RLOé"} 3
        # TYPE curfew_sessions gauge
        # HELP curfew_sessions Sessions that may act.
        curfew_sessions -0.5
        curfew_sessions{reason="say \"hi\"\\\nbye RLOé"} NaN
        # TYPE curfew_decision_duration_seconds histogram
        # UNIT curfew_decision_duration_seconds seconds
        # HELP curfew_decision_duration_seconds How long a decision took.
        curfew_decision_duration_seconds_bucket{plane="user",le="0.0001"} 5
        curfew_decision_duration_seconds_bucket{plane="user",le="0.25"} 5
        curfew_decision_duration_seconds_bucket{plane="user",le="1.0"} 7
        curfew_decision_duration_seconds_bucket{plane="user",le="10.0"} 8
        curfew_decision_duration_seconds_bucket{plane="user",le="+Inf"} 9
        curfew_decision_duration_seconds_count{plane="user"} 9
        curfew_decision_duration_seconds_sum{plane="user"} 12.25
        curfew_decision_duration_seconds_bucket{plane="secops",le="+Inf"} 0
        curfew_decision_duration_seconds_count{plane="secops"} 0
        curfew_decision_duration_seconds_sum{plane="secops"} 0
        # TYPE curfew_revoke_effective_seconds summary
        # UNIT curfew_revoke_effective_seconds seconds
        # HELP curfew_revoke_effective_seconds From commit to the first refusal.
        curfew_revoke_effective_seconds{quantile="0.5"} 0.7
        curfew_revoke_effective_seconds{quantile="1.0"} +Inf
        curfew_revoke_effective_seconds_count 9
        curfew_revoke_effective_seconds_sum 8.5
        # TYPE curfew_nothing gauge
        # HELP curfew_nothing Has no samples yet.
        # EOF

        """#.replacing("RLO", with: "\u{202E}"))
  }

  @Test func `the classic form names a counter as its samples, and knows no units, quotes in help, or end`()
    throws
  {
    let lines = try OpenMetricsWriter.text(families(), .classic).split(separator: "\n")
    #expect(lines[0] == "# TYPE curfew_decisions_total counter")
    #expect(
      lines[1] == #"# HELP curfew_decisions_total Decisions by answer, "allow" or \\deny\\.\nAll of them."#)
    #expect(lines[2] == #"curfew_decisions_total{decision="allow"} 12"#)
    #expect(!lines.contains { $0.hasPrefix("# UNIT") || $0 == "# EOF" })
    #expect(lines.count == 28)
  }

  @Test(arguments: [OpenMetricsWriter.Form.openMetrics, .classic])
  func `a summary that nobody added up has a count and no sum`(form: OpenMetricsWriter.Form) throws {
    let family = try MetricFamily("m", "x", .summary([.init(quantiles: [], count: 3, sum: nil)]))
    let text = try OpenMetricsWriter.text([family], form)
    #expect(text.contains("\nm_count 3\n") && !text.contains("m_sum"))
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (-3, "-3"), (0.1, "0.1"), (1e-9, "1e-09"),
    (9_007_199_254_740_991, "9007199254740991"),
    (1e300, "1e+300"), (-.infinity, "-Inf"), (.nan, "NaN"), (-0.0, "0"),
  ])
  func `numbers are written as both forms read them`(value: Double, text: String) throws {
    let family = try MetricFamily("m", "x", .gauge([.init(value)]))
    #expect(try OpenMetricsWriter.text([family], .openMetrics).contains("\nm \(text)\n"))
  }
}

/// Read by those who will read it: Prometheus itself, and its client's reference parsers.
@Suite struct MetricReadersTests {
  /// Debian's own, which sees Debian's `prometheus_client`; `.ci/packages test` installs both.
  private func run(_ command: String, _ arguments: [String], input: String) throws -> Program.Result {
    try Program.collect(
      command, arguments, input: input, environment: Program.surroundings(), in: try TemporaryFolder())
  }

  @Test func `promtool reads the classic form and has nothing to say of it`() throws {
    let bad = try run("promtool", ["check", "metrics"], input: "a_b{ 1\n")
    #expect(bad.status == 1, "promtool takes anything")
    let result = try run(
      "promtool", ["check", "metrics"], input: try OpenMetricsWriter.text(families(), .classic))
    #expect(result.status == 0 && result.output + result.error == "")
  }

  @Test(arguments: [OpenMetricsWriter.Form.openMetrics, .classic])
  func `the reference parsers read what was written`(form: OpenMetricsWriter.Form) throws {
    let parser = form == .openMetrics ? "openmetrics.parser" : "parser"
    let python = """
      import json, sys
      from prometheus_client.\(parser) import text_string_to_metric_families as read
      text = sys.stdin.buffer.read().decode()
      print(json.dumps([[f.name, f.type, f.documentation, f.unit, [[s.name, s.labels, repr(float(s.value))] for s in f.samples]]
        for f in read(text)]))
      """
    let bad = try run("/usr/bin/python3", ["-c", python], input: "a_b{ 1\n# EOF\n")
    #expect(bad.status != 0, "the parser takes anything")
    let text = try OpenMetricsWriter.text(families(), form)
    let result = try run("/usr/bin/python3", ["-c", python], input: text)
    try #require(result.status == 0, "\(result.error)")
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[Any]])
    #expect(read.map { $0[0] as? String } == (try families().map(\.name)))
    #expect(read.map { $0[1] as? String } == (try families().map(\.metrics.type)))
    #expect(read.map { $0[2] as? String } == (try families().map(\.help)))
    if form == .openMetrics {
      #expect(read.map { $0[3] as? String } == (try families().map { $0.unit ?? "" }))
    }
    let samples = try #require(read[0][4] as? [[Any]])
    let labels = try #require(samples[1][1] as? [String: String])
    #expect(labels == ["decision": "deny", "reason": "say \"hi\"\\\nbye \u{202E}é"])
    #expect(samples.map { $0[2] as? String } == ["12.0", "3.0"])
    #expect((read[2][4] as? [[Any]])?.count == 10)
  }
}
