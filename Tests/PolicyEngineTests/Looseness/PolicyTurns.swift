import PolicyEngine
import Testing

/// Ways to change a policy, each certainly tighter (or the same), certainly looser, or of no effect.
struct Turn: Sendable, CustomTestStringConvertible {
  let name: String
  let apply: @Sendable (inout PolicySketch, inout SeededRandom) -> Void

  init(_ name: String, _ apply: @escaping @Sendable (inout PolicySketch, inout SeededRandom) -> Void) {
    (self.name, self.apply) = (name, apply)
  }

  var testDescription: String { name }
}

extension Turn {
  /// A number made smaller, or greater.
  private static func number<N: FixedWidthInteger & Sendable>(
    _ name: String, _ path: any WritableKeyPath<PolicySketch, N> & Sendable, up: Bool, atMost: N = .max / 4
  ) -> Turn {
    Turn(name) { (sketch, random) in
      let value = sketch[keyPath: path]
      sketch[keyPath: path] =
        up
        ? min(atMost, value + random.pick([1, value, value / 3])) : value - value / random.pick([2, 3, 10])
    }
  }

  /// A change of any one rule, which may look at the whole policy.
  private static func rule(
    _ name: String,
    _ change: @escaping @Sendable (inout PolicySketch.Rule, PolicySketch, inout SeededRandom) -> Void
  ) -> Turn {
    Turn(name) { (sketch, random) in
      guard let id = random.rule(of: sketch), var rule = sketch.rules[id] else { return }
      change(&rule, sketch, &random)
      sketch.rules[id] = rule
    }
  }

  static let tighter: [Turn] = [
    number("maxTtl", \.maxTTL, up: false), number("hardCeiling", \.hardCeiling, up: false),
    number("inactivity", \.idle, up: false), number("spendFactor", \.factor, up: false),
    number("maxRemaining", \.maxRemaining, up: false), number("guarded risk", \.guardedMaxRisk, up: false),
    number("denyFirst risk", \.denyFirstMaxRisk, up: false), number("window", \.window, up: true),
    number("mismatches", \.mismatchesOver, up: false), number("auto", \.autoRevokeAtRisk, up: false),
    number("wallets", \.broadWallets, up: false), number("value", \.broadValue, up: false),
    number("quiet", \.quiet, up: true),
    Turn("remove") { (sketch, random) in
      if let id = random.rule(of: sketch) { sketch.rules[id] = nil }
    },
    rule("draft") { (rule, _, _) in rule.isActive = false },
    rule("high") { (rule, _, _) in rule.tier = .high },
    rule("own maxTtl") { (rule, sketch, random) in
      rule.maxTTL = (rule.maxTTL ?? sketch.maxTTL) / random.pick([1, 2, 3])
    },
    rule("own inactivity") { (rule, sketch, random) in
      rule.idle = (rule.idle ?? sketch.idle) / random.pick([1, 2, 3])
    },
    rule("maxValueUsd") { (rule, _, random) in
      rule.maxValue = rule.maxValue.map { $0 / random.pick([2, 3]) } ?? random.pick([0, 7, 1_000_000])
    },
    rule("families") { (rule, _, random) in
      rule.families =
        rule.families.map { $0.count > 1 ? $0.dropLast() : $0 }
        ?? random.pick([["routers"], ["others", "routers"]])
    },
    Turn("addresses") { (sketch, random) in
      let family = random.pick(["routers", "others", "spare"])
      if let address = sketch.families[family]?.sorted().last { sketch.families[family]?.remove(address) }
    },
  ]

  static let neutral: [Turn] = [
    rule("action class") { (rule, _, random) in rule.actionClass = "class\(random.below(9))" },
    Turn("a draft") { (sketch, random) in
      let id = random.pick(["idea", "new"])
      if sketch.rules[id]?.isActive != true { sketch.rules[id] = random.rule(isActive: false) }
    },
    rule("the default written out") { (rule, sketch, _) in
      rule.maxTTL = rule.maxTTL ?? sketch.maxTTL
      rule.idle = rule.idle ?? sketch.idle
    },
    Turn("a family of another name") { (sketch, random) in
      guard let id = random.rule(of: sketch), let names = sketch.rules[id]?.families else { return }
      sketch.families["copy"] = sketch.families["routers"]
      sketch.rules[id]?.families = names.map { $0 == "routers" ? "copy" : $0 }
    },
  ]

  /// Tighter, or of no effect, in what a ``Probe`` does not look at.
  static let unprobed: [Turn] = [
    Turn("risk") { (sketch, random) in
      for _ in 0..<(1 + random.below(4)) { random.tightenRisk(&sketch.risk) }
    },
    Turn("owners") { (sketch, random) in
      sketch.owners[random.pick(["swap", "pay"])] = random.pick(["a", "b"])
    },
    Turn("revoking by itself") { (sketch, _) in sketch.revokesByItself = true },
  ]

  /// Looser in the one thing that each names, from ``PolicySketch/base`` on or from there with tighter turns.
  static let looser: [Turn] = [
    number("maxTtl", \.maxTTL, up: true), number("hardCeiling", \.hardCeiling, up: true),
    number("inactivity", \.idle, up: true),
    number("spendFactor", \.factor, up: true, atMost: SpendFactor.one.attos),
    number("maxRemaining", \.maxRemaining, up: true), number("guarded risk", \.guardedMaxRisk, up: true),
    number("denyFirst risk", \.denyFirstMaxRisk, up: true),
    Turn("active") { (sketch, _) in sketch.rules["idea"] = .init() },
    Turn("registered") { (sketch, _) in sketch.rules["new"] = .init() },
    Turn("own maxTtl") { (sketch, _) in sketch.rules["swap"]?.maxTTL! += 60_000 },
    Turn("own inactivity") { (sketch, _) in sketch.rules["swap"]?.idle! += 60_000 },
    Turn("own maxTtl gone") { (sketch, _) in sketch.rules["swap"]?.maxTTL = nil },
    Turn("own inactivity gone") { (sketch, _) in sketch.rules["swap"]?.idle = nil },
    Turn("maxValueUsd") { (sketch, _) in sketch.rules["swap"]?.maxValue! += 100 },
    Turn("maxValueUsd gone") { (sketch, _) in sketch.rules["swap"]?.maxValue = nil },
    Turn("families gone") { (sketch, _) in sketch.rules["swap"]?.families = nil },
    Turn("another family") { (sketch, _) in sketch.rules["swap"]?.families?.append("spare") },
    Turn("another address") { (sketch, _) in sketch.families["routers"]?.insert("E") },
  ]
}

extension SeededRandom {
  /// One setting a little stricter, but never out of its range.
  mutating func tightenRisk(_ model: inout RiskModel) {
    let settings = RiskSetting.all.filter { !["ratio", "usualGap"].contains($0.key) }
    let setting = pick(settings)
    let change = pick([1, setting.range.upperBound / 50]) * (setting.key == "over" ? -1 : 1)
    let value = setting.get(model) + change
    setting.set(&model, min(max(value, setting.range.lowerBound), setting.range.upperBound))
  }

  mutating func rule(of sketch: PolicySketch) -> String? {
    sketch.rules.isEmpty ? nil : pick(sketch.rules.keys.sorted())
  }

  mutating func rule(isActive: Bool) -> PolicySketch.Rule {
    PolicySketch.Rule(
      isActive: isActive, tier: pick([.low, .high]), maxTTL: pick([nil, 60_000, 900_000, 3_600_000]),
      maxValue: pick([nil, 0, 7, 500, 1_000_000_000]), idle: pick([nil, 10_000, 600_000, 1_200_000]),
      families: pick([nil, ["routers"], ["others", "routers"], ["spare"]]))
  }

  /// A policy with some of four capabilities, active or draft.
  mutating func sketch() -> PolicySketch {
    var sketch = PolicySketch.base
    sketch.maxTTL = pick([60_000, 1_800_000, 3_600_000])
    sketch.hardCeiling = sketch.maxTTL * pick([1, 2, 24])
    sketch.idle = pick([10_000, 600_000, 1_800_000])
    sketch.factor = pick([0, 1, 250_000_000_000_000_000, SpendFactor.one.attos])
    sketch.rules = [:]
    for name in ["swap", "quote", "pay", "idea"] where chance(85) {
      sketch.rules[name] = rule(isActive: chance(85))
    }
    return sketch
  }
}
