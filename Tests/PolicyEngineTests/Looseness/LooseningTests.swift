import Delegation
import PolicyEngine
import Testing

/// Two policies: from the first to the second is no looser, back again is, and says this.
struct TighteningRow: Sendable, CustomTestStringConvertible {
  let loose: PolicySketch
  let tight: PolicySketch
  /// What going from tight to loose says, all of it.
  let sentences: [String]

  init(_ sentences: String..., loose: PolicySketch = .base, tight: PolicySketch = .base) {
    self.sentences = sentences
    self.loose = loose
    self.tight = tight
  }

  var testDescription: String { sentences.joined(separator: "; ") }
}

@Suite struct LooseningTests {
  static let base = PolicySketch.base

  static let capabilities = [
    TighteningRow("`swap`: status draft → active", tight: base.swap { $0.isActive = false }),
    TighteningRow("`swap`: status absent → active", tight: base.with { $0.rules["swap"] = nil }),
    TighteningRow("`quote`: tier high → low", tight: base.with { $0.rules["quote"]?.tier = .high }),
    TighteningRow("`swap`: maxTtl 14m → 15m", tight: base.swap { $0.maxTTL = 840_000 }),
    TighteningRow("`swap`: maxTtl 15m → 30m", loose: base.swap { $0.maxTTL = nil }),
    TighteningRow("`pay`: maxTtl 5m → 30m", tight: base.with { $0.rules["pay"]?.maxTTL = 300_000 }),
    TighteningRow(
      "`swap`: maxTtl 15m → 40m", loose: base.swap { $0.maxTTL = 2_400_000 }),
    TighteningRow("`swap`: maxValueUsd 999.999999 → 1000", tight: base.swap { $0.maxValue = 999_999_999 }),
    TighteningRow("`swap`: maxValueUsd 1000 → no limit", loose: base.swap { $0.maxValue = nil }),
    TighteningRow("`swap`: maxValueUsd 0 → 1000", tight: base.swap { $0.maxValue = 0 }),
    TighteningRow("`swap`: inactivity 299999ms → 5m", tight: base.swap { $0.idle = 299_999 }),
    TighteningRow("`swap`: inactivity 5m → 10m", loose: base.swap { $0.idle = nil }),
    TighteningRow("`quote`: inactivity 5m → 10m", tight: base.with { $0.rules["quote"]?.idle = 300_000 }),
    TighteningRow(
      "`swap`: destinations routers → any that the envelope allows", loose: base.swap { $0.families = nil }),
    TighteningRow(
      "`quote`: destinations routers, others → any that the envelope allows",
      loose: base.with { $0.rules["quote"]?.families = nil }),
    TighteningRow(
      "`swap`: destination `C` denied → allowed", "`swap`: destination `D` denied → allowed",
      loose: base.swap { $0.families = ["spare", "others", "routers"] }),
    TighteningRow(
      "`quote`: destination `E` denied → allowed", loose: base.with { $0.families["others"] = ["C", "E"] }),
    TighteningRow(
      "`quote`: destination `E` denied → allowed", "`swap`: destination `E` denied → allowed",
      loose: base.with { $0.families["routers"] = ["A", "B", "E"] }),
    TighteningRow(
      "`swap`: destination `A` denied → allowed", "`swap`: destination `B` denied → allowed",
      tight: base.swap { $0.families = [] }),
  ]

  static let settings = [
    TighteningRow(
      "`defaults`: maxTtl 30m → 31m", "`pay`: maxTtl 30m → 31m", "`quote`: maxTtl 30m → 31m",
      loose: base.with { $0.maxTTL = 1_860_000 }),
    TighteningRow(
      "`defaults`: maxTtl 30m → 31m",
      loose: base.with { $0.rules = [:] }.with { $0.maxTTL = 1_860_000 }, tight: base.with { $0.rules = [:] }),
    TighteningRow("`defaults`: hardCeiling 1h → 2h", tight: base.with { $0.hardCeiling = 3_600_000 }),
    TighteningRow(
      "`defaults`: inactivity 9m → 10m", "`pay`: inactivity 9m → 10m", "`quote`: inactivity 9m → 10m",
      tight: base.with { $0.idle = 540_000 }),
    TighteningRow(
      "`modes.guarded`: spendFactor 0.25 → 1", loose: base.with { $0.factor = SpendFactor.one.attos }),
    TighteningRow(
      "`modes.guarded`: spendFactor 0.25 → 0.250000000000000001", loose: base.with { $0.factor += 1 }),
    TighteningRow("`modes.guarded`: maxRemaining 4m → 5m", tight: base.with { $0.maxRemaining = 240_000 }),
    TighteningRow("`modes.guarded`: maxRisk 70 → 70.01", loose: base.with { $0.guardedMaxRisk = 7001 }),
    TighteningRow("`modes.denyFirst`: maxRisk 39.5 → 40", tight: base.with { $0.denyFirstMaxRisk = 3950 }),
    TighteningRow("`detection`: window 31m → 30m", tight: base.with { $0.window = 1_860_000 }),
    TighteningRow("`detection`: mismatchesOver 3 → 4", loose: base.with { $0.mismatchesOver = 4 }),
    TighteningRow("`response`: autoRevokeAtRisk 97 → 97.01", loose: base.with { $0.autoRevokeAtRisk = 9701 }),
    TighteningRow("`response`: autoRevoke enforce → alert", loose: base.with { $0.revokesByItself = false }),
    TighteningRow("`response`: broadWallets 24 → 25", tight: base.with { $0.broadWallets = 24 }),
    TighteningRow(
      "`response`: broadValueUsd 99999.999999 → 100000", tight: base.with { $0.broadValue -= 1 }),
  ]

  @Test(arguments: capabilities + settings)
  func `a limit that lets through more is found, and one that lets through less is not`(row: TighteningRow) {
    let (loose, tight) = (row.loose.policy, row.tight.policy)
    #expect(loose.loosenings(since: tight).map(\.sentence) == row.sentences)
    #expect(tight.loosenings(since: loose) == [])
    #expect(loose.version != tight.version)
  }

  @Test(arguments: capabilities + settings)
  func `a policy is no looser than itself`(row: TighteningRow) {
    for sketch in [row.loose, row.tight] {
      #expect(sketch.policy.loosenings(since: sketch.policy) == [])
    }
  }

  static let neutral: [(String, PolicySketch)] = [
    ("the class of an action", base.swap { $0.actionClass = "dex" }),
    ("a default written out", base.with { $0.rules["pay"]?.maxTTL = $0.maxTTL }),
    (
      "what a draft may",
      base.with { $0.rules["idea"] = .init(isActive: false, tier: .low, maxTTL: 7_200_000) }
    ),
    ("a draft more", base.with { $0.rules["new"] = .init(isActive: false) }),
    ("a draft less", base.with { $0.rules["idea"] = nil }),
    ("a family that no active capability names", base.with { $0.families["spare"] = ["D", "E", "F"] }),
    ("a family of another name", base.swap { $0.families = ["r2"] }.with { $0.families["r2"] = ["B", "A"] }),
    ("an owner", base.with { $0.owners["swap"] = "team" }),
    ("an address of two families", base.with { $0.families["others"] = ["C", "A"] }),
  ]

  @Test(arguments: neutral)
  func `what decides nothing is no looser in either direction`(name: String, changed: PolicySketch) {
    let (old, new) = (Self.base.policy, changed.policy)
    #expect(new.loosenings(since: old) == [] && old.loosenings(since: new) == [])
  }

  @Test func `taking capabilities away is never held up, however loose what is left of them reads`() {
    let left = Self.base.with {
      $0.rules["swap"] = nil
      $0.rules["quote"] = .init(isActive: false, tier: .low, maxTTL: 7_200_000, idle: 7_200_000)
      $0.families["routers"] = ["A", "B", "X"]
    }
    #expect(left.policy.loosenings(since: Self.base.policy) == [])
  }

  @Test func `one looser limit counts, however much else is tighter`() {
    let mixed = Self.base.with {
      $0.rules["pay"] = nil
      $0.factor = 0
      $0.broadWallets = 26
    }
    #expect(
      mixed.policy.loosenings(since: Self.base.policy).map(\.sentence) == [
        "`response`: broadWallets 25 → 26"
      ])
  }

  @Test func `loosenings stand in the order of the file, capabilities by name`() {
    var strictest = RiskModel.standard
    for setting in RiskSetting.all {
      setting.set(&strictest, setting.key == "over" ? setting.range.lowerBound : setting.range.upperBound)
    }
    let strict = PolicySketch.base.with { [strictest] in
      ($0.maxTTL, $0.hardCeiling, $0.idle, $0.factor, $0.maxRemaining) = (1000, 1000, 1000, 0, 1000)
      ($0.guardedMaxRisk, $0.denyFirstMaxRisk, $0.window, $0.mismatchesOver) = (0, 0, 90_000_000, 0)
      ($0.autoRevokeAtRisk, $0.broadWallets, $0.broadValue, $0.quiet) = (0, 0, 0, 86_400_000)
      $0.risk = strictest
      $0.rules["swap"] = .init(maxTTL: 1000, maxValue: 0, idle: 1000, families: [])
      $0.rules["quote"] = nil
    }
    let loose = PolicySketch.base.swap { $0.tier = .low }.with { $0.revokesByItself = false }
    #expect(
      loose.policy.loosenings(since: strict.policy).map(\.path) == [
        "defaults.maxTtl", "defaults.hardCeiling", "defaults.inactivity", "capabilities.pay.maxTtl",
        "capabilities.pay.inactivity", "capabilities.quote.status", "capabilities.swap.tier",
        "capabilities.swap.maxTtl", "capabilities.swap.maxValueUsd", "capabilities.swap.inactivity",
        "capabilities.swap.destinations.A", "capabilities.swap.destinations.B", "modes.guarded.spendFactor",
        "modes.guarded.maxRemaining", "modes.guarded.maxRisk", "modes.denyFirst.maxRisk", "detection.window",
        "detection.mismatchesOver", "response.autoRevokeAtRisk", "response.autoRevoke",
        "response.broadWallets", "response.broadValueUsd", "response.quiet",
        "risk.SCOPE.halfLife", "risk.SCOPE.cap", "risk.SCOPE.first", "risk.SCOPE.again", "risk.SCOPE.drift",
        "risk.CTX.halfLife", "risk.CTX.cap", "risk.CTX.chain", "risk.CTX.destination", "risk.CTX.domain",
        "risk.CTX.listed", "risk.NONCE.halfLife", "risk.NONCE.cap", "risk.NONCE.weight",
        "risk.DORM.halfLife", "risk.DORM.cap", "risk.DORM.base", "risk.DORM.slope", "risk.BURST.halfLife",
        "risk.BURST.cap", "risk.BURST.step", "risk.BURST.over", "risk.BURST.ratio", "risk.BURST.usualGap",
        "risk.VELO.halfLife", "risk.VELO.cap", "risk.VELO.over", "risk.VELO.base", "risk.VELO.slope",
        "risk.VELO.spendHalfLife", "risk.POSTREV.halfLife", "risk.POSTREV.cap", "risk.POSTREV.weight",
        "risk.TTL.cap", "risk.TTL.base", "risk.TTL.slope", "risk.TTL.again", "risk.REVLAG.cap",
        "risk.REVLAG.slope", "risk.factors.allowed", "risk.factors.sequence",
        "risk.factors.retry",
      ])
  }

  @Test func `the starter policy, loosened in the file, says so`() throws {
    let starter = try Policy.load(yaml: StarterPolicy.yaml)
    let changed = try Policy.load(
      yaml: StarterPolicy.yaml.replacing("spendFactor: 0.25", with: "spendFactor: 0.5")
        .replacing("[\"0xRouterA\", \"0xRouterB\"]", with: "[\"0xRouterA\", \"0xRouterB\", \"0xRouterC\"]"))
    #expect(
      changed.loosenings(since: starter).map(\.sentence) == [
        "`quote.accept`: destination `0xRouterC` denied → allowed",
        "`swap.execute`: destination `0xRouterC` denied → allowed",
        "`modes.guarded`: spendFactor 0.25 → 0.5",
      ])
    #expect(starter.loosenings(since: changed) == [])
  }
}
