import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyProblemTests {
  static let structure = [
    ProblemRow("", 1, "empty"),
    ProblemRow("# nothing", 1, "empty"),
    ProblemRow("---", 1, "`policy`: expected a mapping, found nothing"),
    ProblemRow("- a", 1, "`policy`: expected a mapping, found a list"),
    ProblemRow("version: 1\ncapabilities: [", 2, "not YAML"),
    ProblemRow("a: [", 1, "not YAML"),
    ProblemRow("version: 1\n\tcapabilities: {}", 2, "not YAML"),
    ProblemRow("version: 1\ncapabilities: *nobody", 2, "undefined alias"),
    ProblemRow("version: 1\n---\nversion: 1", 2, "single document"),
    ProblemRow("version: 1\r\ncap\u{0}abilities: {}", 2, "control characters"),
    ProblemRow("version: !new 1\ncapabilities: {}", 1, "the tag `!new`"),
    ProblemRow("version: 1\ncapabilities: {}\n[a, b]: 1", 3, "as a key: expected a name"),
    ProblemRow("capabilities: {}", 1, "`version` is missing"),
    ProblemRow("version: 2\ncapabilities: {}", 1, "`version`: expected 1, found `2`"),
    ProblemRow("version: \"1\"\ncapabilities: {}", 1, "`version`: expected 1"),
    ProblemRow("version: 1.0\ncapabilities: {}", 1, "`version`: expected 1"),
    ProblemRow("version: 1", 1, "`capabilities` is missing"),
    ProblemRow("version: 1\ncapabilities:", 2, "`capabilities`: expected a mapping"),
    ProblemRow("version: 1\ncapabilities: []", 2, "`capabilities`: expected a mapping"),
    ProblemRow(
      "version: 1\ncapabilities: {}\nmodes:\ndetection: {}", 3, "`modes`: expected a mapping, found nothing"),
    ProblemRow(
      "version: 1\ncapabilities: {}\nmodes: [guarded]", 3, "`modes`: expected a mapping, found a list"),
    ProblemRow("version: 1\ncapabilities: {}\nversion: 1", 3, "`version` is here twice, first on line 1"),
    ProblemRow("version: 1\ncapabilities: {}\n\"version\": 1", 3, "`version` is here twice, first on line 1"),
    ProblemRow("&v version: 1\n*v : 1\ncapabilities: {}", 1, "`version` is here twice"),
    ProblemRow("version: 1\ncapabilities: {}\n<<: {}", 3, "merge keys"),
    ProblemRow("version: 1\ncapabilities: {}\ncapability: {}", 3, "`capability` is not known in `policy`"),
  ]

  @Test(arguments: structure)
  func `a file that is no policy is refused with its line`(row: ProblemRow) { expectOnly(row) }

  static let unknownKeys = [
    ProblemRow(PolicyExamples.full("inactivity: 30m", "idle: 30m"), 5, "`idle` is not known in `defaults`"),
    ProblemRow(
      PolicyExamples.full("inactivity: 10m", "idle: 10m"), 13, "`idle` is not known in `swap.execute`"),
    ProblemRow(
      PolicyExamples.full("chainId: 10", "chainId: 10, chain: 1"), 18, "`chain` is not known in `tests`"),
    ProblemRow(
      PolicyExamples.full("denyFirst: {", "lockdown: {}\n  denyFirst: {"), 25, "`lockdown` is not known"),
    ProblemRow(PolicyExamples.full("spendFactor:", "factor:"), 24, "`factor` is not known in `guarded`"),
    ProblemRow(
      PolicyExamples.full("denyFirst: {maxRisk", "denyFirst: {risk"), 25, "`risk` is not known in `denyFirst`"
    ),
    ProblemRow(PolicyExamples.full("mismatchesOver", "over"), 26, "`over` is not known in `detection`"),
    ProblemRow(PolicyExamples.full("broadWallets", "wallets"), 27, "`wallets` is not known in `response`"),
  ]

  @Test(arguments: unknownKeys)
  func `an unknown key is refused in every section`(row: ProblemRow) { expectOnly(row) }

  static let durations = [
    "15", "0m", "-5m", "15 m", "15M", "1.5h", "m", "\"\"", "1w", "3651d", "99999999999999999999999s", "١m",
    "[1m]", "~",
  ]

  @Test(arguments: durations)
  func `a duration without its unit, not above 0 or over ten years is refused`(text: String) {
    expectOnly(
      ProblemRow(PolicyExamples.full("window: 30m", "window: \(text)"), 26, "`window`: expected a duration"))
  }

  static let amounts = [
    "-1", "1.0000001", "9000000000000.000001", "\"1,000\"", "\"1.\"", "\"1e3\"", ".5", "+5", "007", "true",
    "$5",
    "~", "{}",
  ]

  @Test(arguments: amounts)
  func `money that is not exact or out of range is refused`(text: String) {
    let row = ProblemRow(
      PolicyExamples.full("broadValueUsd: 100000", "broadValueUsd: \(text)"), 27,
      "`broadValueUsd`: expected US dollars")
    expectOnly(row)
  }

  static let values = [
    ProblemRow(PolicyExamples.full("0.25", "1.01"), 24, "`spendFactor`: expected a number from 0 to 1"),
    ProblemRow(PolicyExamples.full("0.25", "-0.1"), 24, "`spendFactor`"),
    ProblemRow(PolicyExamples.full("0.25", "\"0.25\""), 24, "`spendFactor`"),
    ProblemRow(PolicyExamples.full("0.25", "0.0000000000000000001"), 24, "at most 18 decimals"),
    ProblemRow(
      PolicyExamples.full("maxRisk: 70", "maxRisk: 100.01"), 24,
      "`maxRisk`: expected a risk score from 0 to 100"),
    ProblemRow(PolicyExamples.full("maxRisk: 40", "maxRisk: 40.001"), 25, "at most 2 decimals"),
    ProblemRow(
      PolicyExamples.full("autoRevokeAtRisk: 97", "autoRevokeAtRisk: high"), 27, "`autoRevokeAtRisk`"),
    ProblemRow(
      PolicyExamples.full("mismatchesOver: 3", "mismatchesOver: 3.0"), 26,
      "`mismatchesOver`: expected a whole number"),
    ProblemRow(
      PolicyExamples.full("mismatchesOver: 3", "mismatchesOver: -3"), 26,
      "`mismatchesOver`: expected a whole number"),
    ProblemRow(
      PolicyExamples.full("mismatchesOver: 3", "mismatchesOver: +3"), 26,
      "`mismatchesOver`: expected a whole number"),
    ProblemRow(
      PolicyExamples.full("broadWallets: 25", "broadWallets: \"25\""), 27,
      "`broadWallets`: expected a whole number"),
    ProblemRow(
      PolicyExamples.full("broadWallets: 25", "broadWallets: 9007199254740992"), 27, "`broadWallets`"),
    ProblemRow(
      PolicyExamples.full("autoRevoke: enforce", "autoRevoke: off"), 27,
      "`autoRevoke`: expected enforce or alert, found `off`"),
    ProblemRow(
      PolicyExamples.full("autoRevoke: enforce", "autoRevoke: true"), 27, "`autoRevoke`: expected enforce or"),
    ProblemRow(
      PolicyExamples.full("autoRevoke: enforce", "autoRevoke: Alert"), 27, "expected enforce or alert, found"),
  ]

  @Test(arguments: values)
  func `a number out of its range or precision is refused`(row: ProblemRow) { expectOnly(row) }

  static let capabilities = [
    ProblemRow("version: 1\ncapabilities:\n  a.b:", 3, "`a.b`: expected a mapping, found nothing"),
    ProblemRow(PolicyExamples.draft("tier: low"), 3, "`actionClass` is missing in `a.b`"),
    ProblemRow(PolicyExamples.draft("actionClass: x"), 3, "`tier` is missing in `a.b`: expected low or high"),
    ProblemRow(
      PolicyExamples.draft("actionClass: 12", "tier: low"), 4, "`actionClass`: expected a name, found `12`"),
    ProblemRow(
      PolicyExamples.draft("actionClass: a b", "tier: low"), 4, "`actionClass`: expected printable ASCII"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: medium"), 5,
      "`tier`: expected low or high, found `medium`"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "status: on"), 6,
      "`status`: expected draft or active"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "tests: {}"), 6, "`tests`: expected a list of tests"
    ),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "tests: [allow]"), 6, "`tests`: expected a mapping"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "destinations: []"), 6, "found an empty list"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "destinations: f"), 6,
      "expected a list of one family"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "destinations:", "  - gone"), 7,
      "the family `gone` is not defined"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: low", "maxTtl: 25h"), 6, "at most the hardCeiling of 1d"),
    ProblemRow(
      PolicyExamples.draft("actionClass: x", "tier: high", "maxTtl: 3601s"), 6,
      "at most 1h for the tier `high`"),
    ProblemRow(
      "version: 1\ndefaults: {maxTtl: 2h}\ncapabilities:\n  a: {actionClass: x, tier: high}", 4,
      "the default is 2h"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndefaults:\n  maxTtl: 2h\n  hardCeiling: 1h", 4,
      "at most the hardCeiling of 1h, found `2h`"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndefaults:\n  hardCeiling: 30m", 4,
      "at most the hardCeiling of 30m, found `1h`"),
    ProblemRow(
      "version: 1\ncapabilities:\n  a b: {actionClass: x, tier: low}", 3,
      "expected printable ASCII without spaces, found `a b`"),
    ProblemRow(
      "version: 1\ncapabilities:\n  0x00000000000000000000000000000000000000aa: {actionClass: x, tier: low}\n  0x00000000000000000000000000000000000000AA: {actionClass: x, tier: low}",
      4, "is here twice, first on line 3 as `0x00000000000000000000000000000000000000aa`"),
  ]

  @Test(arguments: capabilities)
  func `a capability that must not be is refused`(row: ProblemRow) { expectOnly(row) }

  static let families = [
    ProblemRow("version: 1\ncapabilities: {}\ndestinations: []", 3, "`destinations`: expected a mapping"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndestinations:\n  f: []", 4,
      "the family `f`: expected a list of one address or more"),
    ProblemRow("version: 1\ncapabilities: {}\ndestinations:\n  f: 0xA", 4, "the family `f`: expected a list"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndestinations:\n  f: [12]", 4,
      "`f`: expected an address or name, found `12`"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndestinations:\n  f: [\"a b\"]", 4, "`f`: expected printable ASCII"),
    ProblemRow("version: 1\ncapabilities: {}\ndestinations:\n  f g: [a]", 4, "found `f g`"),
    ProblemRow(
      "version: 1\ncapabilities: {}\ndestinations:\n  f:\n    - 0xRouterA\n    - 0x5AAeb6053f3e94c9b9a09f33669435e7ef1beaed",
      6,
      "the EIP-55 spelling `0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed`"),
  ]

  @Test(arguments: families)
  func `a family that must not be is refused`(row: ProblemRow) { expectOnly(row) }

  @Test func `every problem of a file is reported, by line`() {
    let yaml = """
      version: 3
      defaults: {maxTtl: 15, idle: 3m}
      capabilities:
        swap.execute:
          actionClass: swap
          tier: high
          tier: low
          maxTtl: 2h
          maxValueUsd: -1
          destinations: [gone]
          tests:
            - {expect: maybe}
            - {because: bad_luck, after: 5}
        quote.accept: {}
      destinations:
        empty: []
      surprise: true
      """
    let lines = PolicyExamples.problems(yaml).compactMap { Int($0.prefix { $0 != ":" }) }
    #expect(lines == [1, 2, 2, 7, 8, 9, 10, 12, 13, 13, 13, 14, 14, 16, 17])
  }

  @Test func `a duration over the ceiling and over its tier is told both`() {
    let problems = PolicyExamples.problems(PolicyExamples.full("maxTtl: 15m", "maxTtl: 48h"))
    #expect(problems.filter { $0.hasPrefix("11: `maxTtl`") }.count == 2)
  }
}
