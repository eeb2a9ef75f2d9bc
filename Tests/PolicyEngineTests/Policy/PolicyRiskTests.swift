import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyRiskTests {
  static func yaml(_ risk: String) -> String { "version: 1\ncapabilities: {}\nrisk:" + risk }

  static let structure = [
    ProblemRow(yaml(""), 3, "`risk`: expected a mapping, found nothing"),
    ProblemRow(yaml(" [CTX]"), 3, "`risk`: expected a mapping, found a list"),
    ProblemRow(yaml(" standard"), 3, "`risk`: expected a mapping, found `standard`"),
    ProblemRow(
      yaml("\n  SCOP: {}"), 4,
      "`SCOP` is not known in `risk`: expected one of SCOPE, CTX, NONCE, DORM, BURST, VELO, POSTREV, TTL, REVLAG, factors"
    ),
    ProblemRow(yaml("\n  ctx: {}"), 4, "`ctx` is not known in `risk`"),
    ProblemRow(yaml("\n  cap: 3"), 4, "`cap` is not known in `risk`"),
    ProblemRow(yaml("\n  CTX:"), 4, "`CTX`: expected a mapping, found nothing"),
    ProblemRow(yaml("\n  CTX: 1.9"), 4, "`CTX`: expected a mapping, found `1.9`"),
    ProblemRow(yaml("\n  factors: [1.6]"), 4, "`factors`: expected a mapping, found a list"),
    ProblemRow(
      yaml("\n  CTX:\n    contract: 1.2"), 5,
      "`contract` is not known in `CTX`: expected one of halfLife, cap, chain, destination, domain, listed"),
    ProblemRow(
      yaml("\n  TTL:\n    halfLife: 1h"), 5,
      "`halfLife` is not known in `TTL`: expected one of cap, base, slope, again"),
    ProblemRow(
      yaml("\n  REVLAG: {slope: 1,\n    halfLife: 1h}"), 5,
      "`halfLife` is not known in `REVLAG`: expected one of cap, slope"),
    ProblemRow(yaml("\n  VELO: {usualGap: 20s}"), 4, "`usualGap` is not known in `VELO`"),
    ProblemRow(yaml("\n  BURST: {spendHalfLife: 10m}"), 4, "`spendHalfLife` is not known in `BURST`"),
    ProblemRow(
      yaml("\n  factors: {cap: 3}"), 4,
      "`cap` is not known in `factors`: expected one of allowed, sequence"),
    ProblemRow(yaml("\n  CTX: {}\n  CTX: {}"), 5, "`CTX` is here twice, first on line 4"),
    ProblemRow(yaml("\n  CTX:\n    cap: 1\n    cap: 1"), 6, "`cap` is here twice, first on line 5"),
    ProblemRow(yaml("\n  CTX: {\"<<\": {}}"), 4, "merge keys"),
  ]

  @Test(arguments: structure)
  func `a key under risk that is not known, or no mapping, is refused`(row: ProblemRow) { expectOnly(row) }

  static let noNumbers = [
    "-1", "-0.000001", "2.0000001", "3e-7", "1e3", "\"2\"", "+2", "02", ".5", "2.", "0x2", "true", "~", "[2]",
    "2h", ".inf", ".nan", "99999999999999999999",
  ]

  @Test(arguments: RiskSetting.weights + RiskSetting.caps)
  func `a number that is not exact or out of its range is refused`(setting: RiskSetting) {
    let (least, most) = (setting.range.lowerBound, setting.range.upperBound)
    let ends = [least - 1, most + 1].filter { $0 >= 0 }.map(setting.text)
    for text in Self.noNumbers + ends {
      let problems = PolicyExamples.problems(setting.yaml(text))
      #expect(problems.count == 1, "\(text): \(problems)")
      #expect(
        problems.first?.hasPrefix("5: `\(setting.key)`: expected a number from ") ?? false, "\(problems)")
      #expect(problems.first?.contains(" with at most 6 decimals, found ") ?? false, "\(problems)")
    }
  }

  static let ranges = [
    ProblemRow(yaml("\n  CTX: {chain: 101}"), 4, "`chain`: expected a number from 0 to 100 with"),
    ProblemRow(yaml("\n  CTX: {cap: 0}"), 4, "`cap`: expected a number from 0.000001 to 20 with"),
    ProblemRow(yaml("\n  BURST: {ratio: 1}"), 4, "`ratio`: expected a number from 2 to 100 with"),
    ProblemRow(yaml("\n  factors: {allowed: 0}"), 4, "`allowed`: expected a number from 1 to 10 with"),
    ProblemRow(yaml("\n  factors: {sequence: 11}"), 4, "`sequence`: expected a number from 1 to 10 with"),
    ProblemRow(yaml("\n  factors: {retry: 1.1}"), 4, "`retry`: expected a number from 0 to 1 with"),
    ProblemRow(yaml("\n  CTX: {halfLife: 0s}"), 4, "`halfLife`: expected a duration from 1s to 30d, such as"),
  ]

  @Test(arguments: ranges)
  func `a refusal names the range`(row: ProblemRow) { expectOnly(row) }

  @Test(arguments: RiskSetting.spans)
  func `a half-life or gap that is no duration from a second to thirty days is refused`(setting: RiskSetting)
  {
    for text in ["0s", "31d", "721h", "2592001s", "500ms", "1.5h", "60", "-1h", "1w", "\"\"", "~", "[1h]"] {
      expectOnly(
        ProblemRow(setting.yaml(text), 5, "`\(setting.key)`: expected a duration from 1s to 30d, such as"))
    }
  }

  @Test func `every problem under risk is reported with its line`() {
    let risk = """

        SCOPE: {first: x, again: -1}
        TTL: {halfLife: 1h}
        BURST:
          usualGap: 20
          ratio: 1.5
        factors: {allowed: 0.5}
        OTHER: {}
      """
    let lines = PolicyExamples.problems(Self.yaml(risk)).compactMap { Int($0.prefix { $0 != ":" }) }
    #expect(lines == [4, 4, 5, 7, 8, 9, 10])
  }

  @Test(arguments: RiskSetting.all)
  func `each setting is taken by itself, at both ends and between, and is another version`(
    setting: RiskSetting
  ) throws {
    let standard = try Policy.load(yaml: "version: 1\ncapabilities: {}")
    let (least, most) = (setting.range.lowerBound, setting.range.upperBound)
    let own = setting.get(.standard)
    for value in [least, least + 1, own - 1, own, own + 1, most - 1, most] where setting.range ~= value {
      let policy = try Policy.load(yaml: setting.yaml(setting.text(value)))
      var expected = RiskModel.standard
      setting.set(&expected, value)
      #expect(policy.risk == expected)
      #expect((policy.version == standard.version) == (value == own), "\(value)")
    }
  }

  @Test func `numbers may be spelt in any way of JSON's, durations in any unit`() throws {
    let policy = try Policy.load(
      yaml: Self.yaml(" {CTX: {chain: 2e1, cap: 0.5E1, halfLife: 60m}, SCOPE: {first: -0}, DORM: {}}"))
    #expect(policy.risk[.chain] == 20_000_000)
    #expect(policy.risk[.context].cap == 5_000_000)
    #expect(policy.risk[.context].halfLife == TimeSpan(seconds: 3600))
    #expect(policy.risk[.scopeFirst] == 0)
  }

  @Test func `the standard spelt out has the version of a file that says nothing`() throws {
    let silent = "version: 1\ncapabilities: {}"
    var random = SeededRandom(seed: 1)
    let spelt = try Policy.load(yaml: RiskSetting.yaml(.standard, &random))
    #expect(try spelt.version == Policy.load(yaml: silent).version)
    #expect(try Policy.load(yaml: silent + "\nrisk: {}").version == spelt.version)
    #expect(spelt.risk == .standard)
  }

  @Test func `any model in range comes back from its file, whatever the order, and has its own version`()
    throws
  {
    var versions: Set<PolicyVersion> = []
    for seed in 0..<100 {
      var random = SeededRandom(seed: seed)
      let model = random.riskModel()
      let policy = try Policy.load(yaml: RiskSetting.yaml(model, &random))
      #expect(policy.risk == model, "seed \(seed)")
      #expect(
        try Policy.load(yaml: RiskSetting.yaml(model, &random)).canonicalForm == policy.canonicalForm,
        "seed \(seed)")
      versions.insert(policy.version)
    }
    #expect(versions.count == 100)
  }

  @Test func `no two settings stand in one place, and each weight's signal is where it stands`() {
    let places = RiskSetting.all.map(\.testDescription)
    #expect(Set(places).count == places.count)
    #expect(places.count == 24 + 9 + 7 + 2)
    for weight in RiskWeight.allCases {
      #expect(weight.place.section == weight.signal?.code ?? "factors")
      #expect(weight.range.contains(weight.standard))
    }
  }
}
