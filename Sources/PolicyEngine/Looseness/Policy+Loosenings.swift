import Delegation

extension Policy {
  /// The limits of this policy that let through something that `old` denies, in the order of the policy file,
  /// capabilities and addresses by name. Empty means that this policy is no looser, and needs no second operator.
  ///
  /// Each limit is held against its own former value, so a policy that loosens one and tightens another counts as
  /// looser. Empty is transitive: no series of steps that are no looser ends in a looser policy.
  ///
  /// A capability that is draft or absent in the new policy is denied as `capability_unregistered`, whatever its other
  /// fields say, so nothing about it is compared: taking a capability away never waits for anybody. It does take the
  /// capability's own `maxTtl` and `inactivity` out of the smallest over a session's capabilities
  /// (``Policy/maxTTL(of:)``, ``SessionState/idleLimit(under:)``), where the default stands in. So a session with
  /// `[a, b]` may, once `a` is gone, be extended by up to `b`'s `maxTtl` where `a`'s was shorter, and one with `[a]`
  /// by up to the default; and it may be shown as dormant later. This is the only thing that a policy which is no
  /// looser lets through, and it is no loosening: all that the session can still do is `b`, within `b`'s own limits,
  /// just as a session with `[b]` could before. To let it use `a` again is a loosening of `status`; who approves that
  /// should know that a session extended meanwhile keeps its life. Nor does it matter that an attempt with `a` outside
  /// its families then counts as unregistered only, no longer as a mismatch.
  package func loosenings(since old: Policy) -> [PolicyLoosening] {
    var list = LooseningList()
    list.compare(old.defaults, defaults)
    let active = capabilities.values.filter(\.isActive).sorted { $0.id.text < $1.id.text }
    for rule in active {
      if let before = old.activeRule(for: rule.id) {
        list.compare(EffectiveRule(before, old.defaults), EffectiveRule(rule, defaults))
      } else {
        let before = old.capabilities[rule.id] == nil ? "absent" : "draft"
        list.add(.capability(rule.id), .status, before, "active")
      }
    }
    list.compare(old.modes, modes)
    list.compare(old.detection, detection)
    list.compare(old.response, response)
    list.compare(old.risk, risk)
    return list.found
  }
}

/// A rule with the defaults that it takes where it says nothing.
private struct EffectiveRule {
  let rule: CapabilityRule
  let maxTTL: TimeSpan
  let inactivity: TimeSpan

  init(_ rule: CapabilityRule, _ defaults: PolicyDefaults) {
    self.rule = rule
    maxTTL = rule.maxTTL ?? defaults.maxTTL
    inactivity = rule.inactivity ?? defaults.inactivity
  }

  /// The names of its families as written.
  var familyNames: String { (rule.families ?? []).joined(separator: ", ") }
}

private struct LooseningList {
  private(set) var found: [PolicyLoosening] = []

  mutating func add(_ section: PolicySection, _ limit: PolicyLimit, _ before: String, _ after: String) {
    found.append(PolicyLoosening(section, limit, before: before, after: after))
  }

  /// Notes a limit that has grown, where more is looser.
  private mutating func grown<T: Comparable>(
    _ section: PolicySection, _ limit: PolicyLimit, _ old: T, _ new: T, _ text: (T) -> String
  ) {
    if new > old { add(section, limit, text(old), text(new)) }
  }

  /// Notes a limit that has become smaller, where less is looser.
  private mutating func shrunk<T: Comparable>(
    _ section: PolicySection, _ limit: PolicyLimit, _ old: T, _ new: T, _ text: (T) -> String
  ) {
    if new < old { add(section, limit, text(old), text(new)) }
  }

  /// The defaults hold for a session's unregistered capabilities too, so they count though every active capability
  /// has limits of its own.
  mutating func compare(_ old: PolicyDefaults, _ new: PolicyDefaults) {
    grown(.defaults, .maxTTL, old.maxTTL, new.maxTTL, \.policyText)
    grown(.defaults, .hardCeiling, old.hardCeiling, new.hardCeiling, \.policyText)
    grown(.defaults, .inactivity, old.inactivity, new.inactivity, \.policyText)
  }

  mutating func compare(_ old: EffectiveRule, _ new: EffectiveRule) {
    let section = PolicySection.capability(new.rule.id)
    // A low tier lets the next policy go over an hour.
    if old.rule.tier == .high && new.rule.tier == .low { add(section, .tier, "high", "low") }
    grown(section, .maxTTL, old.maxTTL, new.maxTTL, \.policyText)
    compareValues(section, old.rule.maxValue, new.rule.maxValue)
    grown(section, .inactivity, old.inactivity, new.inactivity, \.policyText)
    compareDestinations(section, old, new)
  }

  private mutating func compareValues(_ section: PolicySection, _ old: Money?, _ new: Money?) {
    guard let old else { return }
    if let new {
      grown(section, .maxValue, old, new, \.dollars)
    } else {
      add(section, .maxValue, old.dollars, "no limit")
    }
  }

  /// Looks at the addresses that the families hold: which family holds one decides nothing.
  private mutating func compareDestinations(
    _ section: PolicySection, _ old: EffectiveRule, _ new: EffectiveRule
  ) {
    guard let before = old.rule.familyDestinations else { return }
    guard let after = new.rule.familyDestinations else {
      add(section, .destinations, old.familyNames, "any that the envelope allows")
      return
    }
    for address in after.subtracting(before).sorted(by: { $0.text < $1.text }) {
      add(section, .destination(address), "denied", "allowed")
    }
  }

  mutating func compare(_ old: ModeLimits, _ new: ModeLimits) {
    if new.guardedSpendFactor.attos > old.guardedSpendFactor.attos {
      add(.guarded, .spendFactor, old.guardedSpendFactor.text, new.guardedSpendFactor.text)
    }
    grown(.guarded, .maxRemaining, old.guardedMaxRemaining, new.guardedMaxRemaining, \.policyText)
    grown(.guarded, .maxRisk, old.guardedMaxRisk, new.guardedMaxRisk, \.text)
    grown(.denyFirst, .maxRisk, old.denyFirstMaxRisk, new.denyFirstMaxRisk, \.text)
  }

  mutating func compare(_ old: DetectionSettings, _ new: DetectionSettings) {
    // A shorter window holds fewer mismatches, so less is found.
    shrunk(.detection, .window, old.window, new.window, \.policyText)
    grown(.detection, .mismatchesOver, old.mismatchesOver, new.mismatchesOver) { String($0) }
  }

  /// Revoking later or not at all, telling users later, or watching for a shorter time is looser.
  mutating func compare(_ old: ResponseSettings, _ new: ResponseSettings) {
    grown(.response, .autoRevokeAtRisk, old.autoRevokeAtRisk, new.autoRevokeAtRisk, \.text)
    if old.revokesByItself && !new.revokesByItself {
      add(.response, .autoRevoke, AutoRevoke.enforce.rawValue, AutoRevoke.alert.rawValue)
    }
    grown(.response, .broadWallets, old.broadWallets, new.broadWallets) { String($0) }
    grown(.response, .broadValue, old.broadValue, new.broadValue, \.dollars)
    shrunk(.response, .quiet, old.quiet, new.quiet, \.policyText)
  }

  /// Evidence that says less, or fades sooner, leaves a session that misbehaves with a lower score.
  mutating func compare(_ old: RiskModel, _ new: RiskModel) {
    for signal in RiskSignal.allCases {
      let section = PolicySection.signal(signal)
      let (before, after) = (old[signal], new[signal])
      if signal.decays { shrunk(section, .halfLife, before.halfLife, after.halfLife, \.policyText) }
      shrunk(section, .cap, before.cap, after.cap, \.millionthsText)
      compareWeights(of: signal, in: section, old, new)
      // A session's own pace is learnt from the usual one, so neither direction is looser for every session.
      if signal == .burst && old.usualGap != new.usualGap {
        add(section, .usualGap, old.usualGap.policyText, new.usualGap.policyText)
      }
      if signal == .velocity {
        shrunk(section, .spendHalfLife, old.spendHalfLife, new.spendHalfLife, \.policyText)
      }
    }
    compareWeights(of: nil, in: .factors, old, new)
  }

  private mutating func compareWeights(
    of signal: RiskSignal?, in section: PolicySection, _ old: RiskModel, _ new: RiskModel
  ) {
    for weight in RiskWeight.allCases where weight.signal == signal {
      let (before, after) = (old[weight], new[weight])
      switch weight {
      case .burstOver, .velocityOver: grown(section, .weight(weight), before, after, \.millionthsText)
      // A greater ratio gains more for each event and loses more by each pause: it depends on the session.
      case .burstRatio where before != after:
        add(section, .weight(weight), before.millionthsText, after.millionthsText)
      case .burstRatio: break
      default: shrunk(section, .weight(weight), before, after, \.millionthsText)
      }
    }
  }
}
