import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyVersionTests {
  static let differing = [
    ("maxTtl: 1h ", "maxTtl: 59m "), ("hardCeiling: 24h", "hardCeiling: 25h"),
    ("inactivity: 30m", "inactivity: 31m"),
    ("swap.execute:", "swap.executes:"), ("actionClass: swap", "actionClass: dex"),
    ("tier: high", "tier: low"),
    ("status: active", "status: draft"), ("maxTtl: 15m", "maxTtl: 14m"),
    ("inactivity: 10m", "inactivity: 9m"),
    ("maxValueUsd: 1000\n", "maxValueUsd: 1000.000001\n"),
    ("\"0xRouterB\"", "\"0xRouterC\""), ("0.25", "0.250000000000000001"),
    ("maxRemaining: 5m", "maxRemaining: 301s"),
    ("maxRisk: 70", "maxRisk: 70.01"), ("maxRisk: 40", "maxRisk: 41"), ("window: 30m", "window: 29m"),
    ("mismatchesOver: 3", "mismatchesOver: 4"), ("Risk: 97", "Risk: 98"),
    ("broadWallets: 25", "broadWallets: 26"),
    ("broadValueUsd: 100000", "broadValueUsd: 100001"), ("quiet: 2m", "quiet: 119s"),
    ("autoRevoke: enforce", "autoRevoke: alert"),
    ("first: 1.6,", "first: 1.600001,"), ("Team DEX", "Team Dex"), ("\nowners: {swap.execute: Team DEX}", ""),
    ("{swap.execute: Team DEX}", "{swap.execute: Team DEX, other: x}"),
  ]

  @Test(arguments: differing)
  func `a different meaning is a different version`(row: (String, String)) throws {
    let changed = PolicyExamples.full(row.0, row.1).replacing("1000.01}", with: "1000.02}")
    #expect(changed.contains(row.1))
    #expect(try Policy.load(yaml: changed).version != Policy.load(yaml: PolicyExamples.full).version)
  }

  @Test func `a capability without families is another version than one with`() throws {
    let with = PolicyExamples.full("destination: \"0xRouterA\", ", "")
    let without = PolicyExamples.replace(with, "destinations: [dex-router]", "")
    #expect(with != without)
    #expect(try Policy.load(yaml: without).version != Policy.load(yaml: with).version)
  }

  static let respelt = [
    ("maxTtl: 1h ", "maxTtl: 60m "), ("hardCeiling: 24h", "hardCeiling: \"1d\""),
    ("inactivity: 10m", "inactivity: 600s"),
    ("maxValueUsd: 1000\n", "maxValueUsd: \"1000.00\"\n"), ("maxValueUsd: 1000\n", "maxValueUsd: 1e3\n"),
    ("0.25", "0.250"), ("maxRisk: 70", "maxRisk: 70.0"), ("# durations: 45s, 15m, 2h, 1d", "# other words"),
    (
      "modes:\n  guarded: {spendFactor: 0.25, maxRemaining: 5m, maxRisk: 70}\n  denyFirst: {maxRisk: 40}\n",
      ""
    ),
    ("detection: {window: 30m, mismatchesOver: 3}\n", ""),
    (
      "\nresponse: {autoRevokeAtRisk: 97, autoRevoke: enforce, broadWallets: 25, broadValueUsd: 100000, quiet: 2m}",
      ""
    ),
    ("autoRevoke: enforce, ", ""), ("cap: 8, first: 1.6", "first: 1.60, cap: 80e-1"),
    ("{halfLife: 15m, cap: 6.7,", "{halfLife: 900s, cap: 6.70,"), ("  REVLAG: {cap: 3, slope: 0.8}\n", ""),
    ("{swap.execute: Team DEX}", "{'swap.execute': \"Team DEX\"}"),
    (
      "defaults:\n  maxTtl: 1h            # durations: 45s, 15m, 2h, 1d\n  hardCeiling: 24h\n  inactivity: 30m\n",
      ""
    ),
    ("[\"0xRouterA\", \"0xRouterB\"]", "[0xRouterB, '0xRouterA', 0xRouterB]"),
    ("chainId: 10}", "chainId: 137}"),
    ("    actionClass: swap\n    tier: high ", "    tier: high\n    actionClass: swap "),
  ]

  @Test(arguments: respelt)
  func `order, spelling, comments, tests and written standards leave the version`(row: (String, String))
    throws
  {
    let changed = PolicyExamples.full(row.0, row.1)
    #expect(changed != PolicyExamples.full)
    #expect(
      try Policy.load(yaml: changed).canonicalForm == Policy.load(yaml: PolicyExamples.full).canonicalForm)
    #expect(try Policy.load(yaml: changed).version == Policy.load(yaml: PolicyExamples.full).version)
  }

  @Test func `sections in another order and addresses in another case leave the version`() throws {
    let one =
      "version: 1\ncapabilities: {}\ndestinations: {a: [0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, x], b: [y]}"
    let two =
      "destinations:\n  b:\n  - y\n  a:\n  - x\n  - 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\ncapabilities: {}\nversion: 1\n"
    #expect(try Policy.load(yaml: one).version == Policy.load(yaml: two).version)
  }

  @Test func `the version is the digest of the canonical form`() throws {
    let policy = try Policy.load(
      yaml: "version: 1\ncapabilities: {b: {actionClass: x, tier: low}, a: {actionClass: y, tier: high}}")
    let canonical =
      #"{"capabilities":{"a":{"actionClass":"y","inactivity":"30m","maxTtl":"1h","status":"draft","tier":"high"},"#
      + #""b":{"actionClass":"x","inactivity":"30m","maxTtl":"1h","status":"draft","tier":"low"}},"#
      + #""defaults":{"hardCeiling":"1d","inactivity":"30m","maxTtl":"1h"},"destinations":{},"#
      + #""detection":{"mismatchesOver":3,"window":"30m"},"modes":{"denyFirst":{"maxRisk":40},"#
      + #""guarded":{"maxRemaining":"5m","maxRisk":70,"spendFactor":0.25}},"#
      + #""response":{"autoRevoke":"enforce","autoRevokeAtRisk":97,"broadValueUsd":"100000","broadWallets":25,"quiet":"2m"},"#
      + #""risk":{"BURST":{"cap":6.7,"halfLife":"15m","over":20,"ratio":64,"step":0.6,"usualGap":"20s"},"#
      + #""CTX":{"cap":8,"chain":3.2,"destination":2.9,"domain":1.4,"halfLife":"2h","listed":5},"#
      + #""DORM":{"base":1,"cap":8,"halfLife":"1h","slope":0.7},"#
      + #""NONCE":{"cap":8,"halfLife":"12h","weight":4.6},"POSTREV":{"cap":8,"halfLife":"1d","weight":4.6},"#
      + #""REVLAG":{"cap":3,"slope":0.8},"#
      + #""SCOPE":{"again":0.8,"cap":8,"drift":1,"first":1.6,"halfLife":"6h"},"#
      + #""TTL":{"again":2,"base":0.5,"cap":8,"slope":1.2},"#
      + #""VELO":{"base":1,"cap":6.7,"halfLife":"30m","over":0.5,"slope":1.6,"spendHalfLife":"10m"},"#
      + #""factors":{"allowed":1.6,"retry":0.25,"sequence":1.5}},"version":1}"#
    #expect(policy.canonicalForm == canonical)
    #expect(policy.version.text == "sha256:fb3eb6e9e569061620d56a6e83364b04f4fb676fa481c7d212d5305ff7b5a4c6")
  }
}
