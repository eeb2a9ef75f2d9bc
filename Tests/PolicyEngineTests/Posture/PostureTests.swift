import Delegation
import PolicyEngine
import Testing

@Suite struct PostureTests {
  @Test(arguments: PostureRow.failing)
  func `what is wrong fails with its numbers and a command`(row: PostureRow) throws { try check(row) }

  @Test(arguments: PostureRow.warning)
  func `what is doubtful warns with its numbers and a command`(row: PostureRow) throws { try check(row) }

  @Test(arguments: PostureRow.passing)
  func `what is just good enough passes with its numbers`(row: PostureRow) throws { try check(row) }

  private func check(_ row: PostureRow) throws {
    var scene = PostureScene()
    row.change(&scene)
    let finding = try scene.finding(row.check)
    #expect(finding.verdict == row.verdict, "\(finding)")
    #expect(finding.words.contains(row.evidence), "\(finding)")
    #expect(finding.remedies.isEmpty == (row.verdict == .pass), "\(finding)")
    #expect(row.verdict == .pass || finding.remedies.first?.contains(row.remedy) == true, "\(finding)")
  }

  @Test func `each check fails or warns in some row, and the plain scene passes all of them`() throws {
    let wrong = Set((PostureRow.failing + PostureRow.warning).map(\.check))
    #expect(wrong == Set(PostureCheck.allCases))
    for finding in try PostureScene().findings() { #expect(finding.verdict == .pass, "\(finding)") }
  }

  @Test func `where nothing is known, only what the policy alone says passes`() throws {
    var scene = PostureScene()
    scene.facts = PostureFacts()
    for finding in try scene.findings() {
      let isKnown = [.ttlStrategy, .days31To60].contains(finding.check)
      #expect(finding.verdict == (isKnown ? .pass : .warn), "\(finding)")
      #expect(finding.words.contains("not known") != isKnown, "\(finding)")
      #expect(finding.remedies.isEmpty == isKnown)
    }
  }

  @Test(arguments: [
    ("maxTtl: 15m, hardCeiling: 24h, inactivity: 30d", true),
    ("maxTtl: 15m, hardCeiling: 24h, inactivity: 15m", true),
    ("maxTtl: 15m, hardCeiling: 24h, inactivity: 14m", false),
  ])
  func `an inactivity that no session can live to see warns`(defaults: String, warns: Bool) throws {
    let yaml = """
      version: 1
      defaults: {\(defaults)}
      capabilities: {}
      """
    let finding = try #require(
      posture(of: try Policy.load(yaml: yaml), PostureScene.facts, at: PostureScene.now)
        .first { $0.check == .dormantReactivation })
    #expect(finding.verdict == (warns ? .warn : .pass), "\(finding)")
    #expect(finding.words.contains("not below the maxTtl of 15m") == warns, "\(finding)")
  }

  @Test func `findings stand in the order of the source, five, four, four and three`() throws {
    let findings = try PostureScene().findings()
    #expect(findings.map(\.check) == PostureCheck.allCases)
    #expect(
      PostureGroup.allCases.map { group in findings.count { $0.check.group == group } } == [5, 4, 4, 3])
    #expect(Set(findings.map(\.check.id)).count == 16)
  }

  @Test(arguments: ["x\"; rm -rf ~; \"", "$(id)", "a b", "`id`"])
  func `a name that a shell would read otherwise is in no command`(name: String) throws {
    var scene = PostureScene()
    scene.domains {
      ($0.mixed, $0.unrelated, $0.example) = (1, 1, name)
    }
    let remedy = try #require(try scene.finding(.sharedNonceDomain).remedies.first)
    #expect(remedy.contains("domain:NAME") && !remedy.contains(name))
  }

  @Test(arguments: [
    (Scope.everything, "`curfew mode set normal --reason \"posture\"`"),
    (Scope(chainID: 1, nonceDomain: .opaque("a.b")), "--scope \"chain:1 domain:a.b\""),
    (Scope(nonceDomain: .opaque("$(id)")), "--scope SCOPE"),
  ])
  func `a mode that is tight for long is let go by its own scope`(scope: Scope, command: String) throws {
    var scene = PostureScene()
    scene.facts.modes = [ModeTable.Entry(scope: scope, mode: .lockdown, start: PostureScene.ago(days: 2))]
    let remedy = try #require(try scene.finding(.weakRevocation).remedies.first)
    #expect(remedy.contains(command) && !remedy.contains("$("), "\(remedy)")
  }

  @Test func `names of checks fit a list`() {
    for check in PostureCheck.allCases { #expect((1...38).contains(check.name.count), "\(check.name)") }
  }

  @Test(arguments: [
    ("execute", CapabilityBreadth.generic), ("EXECUTE", .generic), ("*", .generic), ("swap.*", .generic),
    ("all", .generic), ("any", .generic), ("swap", .unspecific), ("", .unspecific),
    ("swap.execute", .specific), ("executes.all", .specific),
  ])
  func `a capability's breadth is told by its id`(id: String, breadth: CapabilityBreadth) {
    #expect(CapabilityBreadth(ofID: id) == breadth)
  }
}
