import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct `a drill's report` {
  private func make(
    _ ids: [(DrillScenarioID, DrillDesign)] = [(.d1, .store), (.d6, .cache)], notes: [String] = [],
    earlier: [DrillReport] = [], number: Int = 1, name: String = "alice"
  ) throws -> DrillReport {
    let simulation = DrillSimulation(try DrillPolicies())
    var random = SeededRandom(seed: 5)
    let results = try ids.map { id, design in
      try simulation.run(id, design, repetitions: 2, from: at(0), random: &random)
    }
    return DrillReport(
      id: "DRILL-\(number)", kind: .scripted, startedAt: at(Int64(number)), endedAt: at(Int64(number) + 60),
      seed: .max, participants: [DrillParticipant(role: "owner", name: name)], store: nil, policy: "v1",
      results: results, notes: notes, trend: DrillReport.trend(of: ids.map(\.0), in: earlier))
  }

  @Test(arguments: [
    ("{}", "type"), ("{\"type\":\"curfew.drill-report.v2\"}", "type"), ("[]", ""),
    ("{\"type\":\"curfew.drill-report.v1\"}", "drill"),
  ])
  func `a text that is none is refused by its field`(text: String, field: String) throws {
    let value = try parseJSON(Array(text.utf8))
    #expect { try DrillReport(value) } throws: { ($0 as? FieldError)?.field == field }
  }

  @Test func `a verdict that fails names what did not hold, who repairs it and by when`() throws {
    let report = try make(notes: ["authorize@7 could not be asked"])
    #expect(!report.passed)
    #expect(
      report.gaps.contains { $0.hasPrefix("D6 (simulated cache): false acknowledgements 2, expected 0") })
    #expect(report.gaps.last == "authorize@7 could not be asked")
    let action = try #require(report.actions.first)
    #expect(report.actions.count == 1 && action.owner == "alice")
    #expect(action.dueAt == at(61) + TimeSpan(seconds: 7 * 86_400))
  }

  @Test func `read back it is the same report, and the same bytes`() throws {
    let report = try make(notes: ["a\u{202E}b \"c\""], earlier: [make(number: 0)])
    let again = try DrillReport(parseJSON(Array(report.json.utf8)))
    #expect(again == report && again.json == report.json && again.markdown == report.markdown)
  }

  @Test func `the trend holds the last five of each scenario, oldest first`() throws {
    let earlier = try (0..<7).map { try make([(.d1, .store)], number: $0) }
    let report = try make([(.d1, .store), (.d6, .store)], earlier: earlier, number: 9)
    #expect(report.trend.map(\.drill) == (2..<7).map { "DRILL-\($0)" })
    #expect(report.markdown.contains("| D1 | DRILL-2 |") && report.markdown.contains("| D1 | DRILL-9 |"))
    #expect(!report.markdown.contains("| D6 | DRILL-9 |"))
  }

  @Test func `no name in it is read as markup`() throws {
    let markdown = try make(name: "<b>|[x](y)").markdown
    #expect(markdown.contains("\\<b\\>\\|\\[x\\](y)") && !markdown.contains("<b>"))
  }

  @Test func `the bars stand on one scale, and one that never ended says so`() throws {
    let timeline = try #require(try make().results.last?.runs.first?.timeline)
    let people = DrillGantt.people(timeline).lines
    #expect(people.count == 3 && people.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7F } })
    #expect(Set(people.map { $0.firstIndex(of: "|") }).count == 1)
    #expect(people[0].contains("#") && people[2].contains(">") && people[2].hasSuffix("not reached"))
    let points = DrillGantt.points(timeline).lines
    #expect(points.map { $0.prefix(9) } == ["key to co", "gateway-a", "gateway-b", "gateway-c"])
  }
}
