import Delegation
import PolicyEngine
import Testing

/// A model looser than the standard in one setting, and what is said of it.
struct RiskLooseningRow: Sendable, CustomTestStringConvertible {
  let sentence: String
  let loose: RiskModel

  init(_ sentence: String, _ change: (inout RiskModel) -> Void) {
    self.sentence = sentence
    var model = RiskModel.standard
    change(&model)
    loose = model
  }

  init(_ sentence: String, _ weight: RiskWeight, _ millionths: Int64) {
    self.init(sentence) { $0[weight] = millionths }
  }

  var testDescription: String { sentence }
}

@Suite struct RiskLooseningTests {
  static func policy(_ model: RiskModel) -> Policy { PolicySketch.base.with { $0.risk = model }.policy }

  static func sentences(_ new: RiskModel, since old: RiskModel) -> [String] {
    policy(new).loosenings(since: policy(old)).map(\.sentence)
  }

  static let weights = [
    RiskLooseningRow("`risk.SCOPE`: first 1.6 → 1.599999", .scopeFirst, 1_599_999),
    RiskLooseningRow("`risk.SCOPE`: again 0.8 → 0", .scopeRepeat, 0),
    RiskLooseningRow("`risk.SCOPE`: drift 1 → 0.9", .scopeDrift, 900_000),
    RiskLooseningRow("`risk.CTX`: chain 3.2 → 1.8", .chain, 1_800_000),
    RiskLooseningRow("`risk.CTX`: destination 2.9 → 1", .destination, 1_000_000),
    RiskLooseningRow("`risk.CTX`: domain 1.4 → 0.000001", .domain, 1),
    RiskLooseningRow("`risk.CTX`: listed 5 → 2.5", .listed, 2_500_000),
    RiskLooseningRow("`risk.NONCE`: weight 4.6 → 2", .nonce, 2_000_000),
    RiskLooseningRow("`risk.DORM`: base 1 → 0.2", .dormantBase, 200_000),
    RiskLooseningRow("`risk.DORM`: slope 0.7 → 0.6", .dormantSlope, 600_000),
    RiskLooseningRow("`risk.BURST`: step 0.6 → 0.5", .burstStep, 500_000),
    RiskLooseningRow("`risk.BURST`: over 20 → 20.000001", .burstOver, 20_000_001),
    RiskLooseningRow("`risk.VELO`: over 0.5 → 1.5", .velocityOver, 1_500_000),
    RiskLooseningRow("`risk.VELO`: base 1 → 0.1", .velocityBase, 100_000),
    RiskLooseningRow("`risk.VELO`: slope 1.6 → 0.4", .velocitySlope, 400_000),
    RiskLooseningRow("`risk.POSTREV`: weight 4.6 → 1.7", .postRevocation, 1_700_000),
    RiskLooseningRow("`risk.TTL`: base 0.5 → 0.4", .ttlBase, 400_000),
    RiskLooseningRow("`risk.TTL`: slope 1.2 → 1.1", .ttlSlope, 1_100_000),
    RiskLooseningRow("`risk.TTL`: again 2 → 0.3", .ttlRepeat, 300_000),
    RiskLooseningRow("`risk.REVLAG`: slope 0.8 → 0.7", .lagSlope, 700_000),
    RiskLooseningRow("`risk.factors`: allowed 1.6 → 1", .allowedFactor, 1_000_000),
    RiskLooseningRow("`risk.factors`: sequence 1.5 → 1.4", .sequenceFactor, 1_400_000),
    RiskLooseningRow("`risk.factors`: retry 0.25 → 0", .retryFactor, 0),
  ]

  static let lives = [
    RiskLooseningRow("`risk.SCOPE`: halfLife 6h → 5h") { $0[.scope].halfLife = hours(5) },
    RiskLooseningRow("`risk.CTX`: halfLife 2h → 1h") { $0[.context].halfLife = hours(1) },
    RiskLooseningRow("`risk.NONCE`: halfLife 12h → 1s") { $0[.nonce].halfLife = TimeSpan(seconds: 1) },
    RiskLooseningRow("`risk.DORM`: halfLife 1h → 59m") { $0[.dormant].halfLife = TimeSpan(seconds: 3540) },
    RiskLooseningRow("`risk.BURST`: halfLife 15m → 1m") { $0[.burst].halfLife = TimeSpan(seconds: 60) },
    RiskLooseningRow("`risk.VELO`: halfLife 30m → 29m") { $0[.velocity].halfLife = TimeSpan(seconds: 1740) },
    RiskLooseningRow("`risk.POSTREV`: halfLife 1d → 23h") { $0[.postRevocation].halfLife = hours(23) },
    RiskLooseningRow("`risk.SCOPE`: cap 8 → 3") { $0[.scope].cap = 3_000_000 },
    RiskLooseningRow("`risk.CTX`: cap 8 → 5") { $0[.context].cap = 5_000_000 },
    RiskLooseningRow("`risk.NONCE`: cap 8 → 4.999999") { $0[.nonce].cap = 4_999_999 },
    RiskLooseningRow("`risk.DORM`: cap 8 → 1") { $0[.dormant].cap = 1_000_000 },
    RiskLooseningRow("`risk.BURST`: cap 6.7 → 2") { $0[.burst].cap = 2_000_000 },
    RiskLooseningRow("`risk.VELO`: cap 6.7 → 3") { $0[.velocity].cap = 3_000_000 },
    RiskLooseningRow("`risk.POSTREV`: cap 8 → 4") { $0[.postRevocation].cap = 4_000_000 },
    RiskLooseningRow("`risk.TTL`: cap 8 → 2") { $0[.ttl].cap = 2_000_000 },
    RiskLooseningRow("`risk.REVLAG`: cap 3 → 0.000001") { $0[.revocationLag].cap = 1 },
    RiskLooseningRow("`risk.VELO`: spendHalfLife 10m → 9m") { $0.spendHalfLife = TimeSpan(seconds: 540) },
  ]

  private static func hours(_ count: Int64) -> TimeSpan { TimeSpan(seconds: count * 3600) }

  @Test(arguments: weights + lives)
  func `a setting that says less of a session is looser, and the way back is not`(row: RiskLooseningRow) {
    #expect(Self.sentences(row.loose, since: .standard) == [row.sentence])
    #expect(Self.sentences(.standard, since: row.loose) == [])
  }

  static let unclear = [
    RiskLooseningRow("`risk.BURST`: ratio 64 → 7", .burstRatio, 7_000_000),
    RiskLooseningRow("`risk.BURST`: ratio 64 → 9", .burstRatio, 9_000_000),
    RiskLooseningRow("`risk.BURST`: usualGap 20s → 10s") { $0.usualGap = TimeSpan(seconds: 10) },
    RiskLooseningRow("`risk.BURST`: usualGap 20s → 1m") { $0.usualGap = TimeSpan(seconds: 60) },
  ]

  @Test(arguments: unclear)
  func `what nobody can tell counts as looser either way`(row: RiskLooseningRow) {
    #expect(Self.sentences(row.loose, since: .standard) == [row.sentence])
    #expect(Self.sentences(.standard, since: row.loose).count == 1)
    #expect(Self.sentences(row.loose, since: row.loose) == [])
  }

  @Test func `there is a row for every setting`() {
    let paths = Set(
      (Self.weights + Self.lives + Self.unclear).flatMap {
        Self.policy($0.loose).loosenings(since: Self.policy(.standard)).map(\.path)
      })
    #expect(paths == Set(RiskSetting.all.map { "risk.\($0.testDescription)" }))
  }

  @Test func `the half-life of a state that does not decay decides nothing`() {
    for signal in RiskSignal.allCases where !signal.decays {
      var model = RiskModel.standard
      model[signal].halfLife = TimeSpan(seconds: 1)
      #expect(Self.sentences(model, since: .standard) == [])
      #expect(Self.policy(model).version == Self.policy(.standard).version)
    }
  }

  @Test func `to go from alerting to revoking, and to alert sooner, is no looser`() {
    let dry = PolicySketch.base.with { $0.revokesByItself = false }
    #expect(PolicySketch.base.policy.loosenings(since: dry.policy) == [])
    #expect(dry.with { $0.autoRevokeAtRisk = 9600 }.policy.loosenings(since: dry.policy) == [])
    let later = dry.with { $0.autoRevokeAtRisk = 9800 }.policy
    #expect(
      later.loosenings(since: dry.policy).map(\.sentence) == ["`response`: autoRevokeAtRisk 97 → 98"])
  }

  /// Out of models near each other, so that many pairs are ordered.
  @Test func `steps between models that are no looser never end in a looser one`() {
    var series = 0
    for seed in 0..<400 {
      var random = SeededRandom(seed: seed)
      var models = [random.chance(50) ? RiskModel.standard : random.riskModel()]
      for _ in 0..<2 {
        var next = models[models.count - 1]
        for _ in 0..<random.below(4) { random.tightenRisk(&next) }
        if random.chance(20) {
          let setting = random.pick(RiskSetting.all)
          setting.set(&next, Int64.random(in: setting.range, using: &random))
        }
        models.append(next)
      }
      guard Self.sentences(models[1], since: models[0]).isEmpty,
        Self.sentences(models[2], since: models[1]).isEmpty
      else { continue }
      series += 1
      #expect(Self.sentences(models[2], since: models[0]) == [], "seed \(seed)")
    }
    #expect(series > 200, "\(series)")
  }

  @Test func `weights in the file are compared as they are read`() throws {
    let yaml = "version: 1\ncapabilities: {}\n"
    let old = try Policy.load(yaml: yaml)
    let new = try Policy.load(
      yaml: yaml + "risk: {CTX: {chain: 1, destination: 4}, BURST: {ratio: 16}}\nowners: {a: b}\n"
        + "response: {autoRevoke: alert}\n")
    #expect(
      new.loosenings(since: old).map(\.sentence) == [
        "`response`: autoRevoke enforce → alert", "`risk.CTX`: chain 3.2 → 1", "`risk.BURST`: ratio 64 → 16",
      ])
    #expect(
      old.loosenings(since: new).map(\.sentence) == [
        "`risk.CTX`: destination 4 → 2.9", "`risk.BURST`: ratio 16 → 64",
      ])
  }
}
