package import Delegation
import Digests

extension Policy {
  /// A policy whose version is the digest of what it says.
  package convenience init(
    defaults: PolicyDefaults, capabilities: [Identifier: CapabilityRule], families: [String: Set<Identifier>],
    modes: ModeLimits, detection: DetectionSettings, response: ResponseSettings,
    risk: RiskModel = .standard, owners: [Identifier: String] = [:]
  ) {
    let unnamed = Policy(
      version: PolicyVersion(text: ""), defaults: defaults, capabilities: capabilities, families: families,
      modes: modes, detection: detection, response: response, risk: risk, owners: owners)
    self.init(
      version: PolicyVersion(text: "sha256:" + SHA256.hex(unnamed.canonicalForm.utf8)), defaults: defaults,
      capabilities: capabilities, families: families, modes: modes, detection: detection, response: response,
      risk: risk, owners: owners)
  }

  /// Everything that decides, as one JSON text without spaces: keys and sets in the order of their characters, every
  /// value that is in force whether it was written or not, each in one spelling. Inline tests decide nothing. Neither
  /// do owners, but they are named on alerts, which must read the same wherever they are made or counted again: so they
  /// are here too, when there are any.
  package var canonicalForm: String {
    JSONWriter.object { writer in
      writer.key("capabilities")
      writer.object { list in
        for rule in capabilities.values.sorted(by: { $0.id.text < $1.id.text }) {
          list.key(rule.id.text)
          list.object { writeRule(rule, &$0) }
        }
      }
      writer.key("defaults")
      writer.object {
        $0.member("hardCeiling", defaults.hardCeiling.policyText)
        $0.member("inactivity", defaults.inactivity.policyText)
        $0.member("maxTtl", defaults.maxTTL.policyText)
      }
      writer.key("destinations")
      writer.object { list in
        for (name, destinations) in families.sorted(by: { $0.key < $1.key }) {
          list.member(name, strings: destinations.map(\.text).sorted())
        }
      }
      writeSettings(&writer)
      writer.member("version", raw: "1")
    }
  }

  private func writeRule(_ rule: CapabilityRule, _ writer: inout JSONWriter) {
    writer.member("actionClass", rule.actionClass)
    if let families = rule.families { writer.member("destinations", strings: Set(families).sorted()) }
    writer.member("inactivity", (rule.inactivity ?? defaults.inactivity).policyText)
    writer.member("maxTtl", (rule.maxTTL ?? defaults.maxTTL).policyText)
    if let maxValue = rule.maxValue { writer.member("maxValueUsd", maxValue.dollars) }
    writer.member("status", rule.isActive ? "active" : "draft")
    writer.member("tier", rule.tier.rawValue)
  }

  /// Detection, modes, owners, response and risk.
  private func writeSettings(_ writer: inout JSONWriter) {
    writer.key("detection")
    writer.object {
      $0.member("mismatchesOver", raw: String(detection.mismatchesOver))
      $0.member("window", detection.window.policyText)
    }
    writer.key("modes")
    writer.object { list in
      list.key("denyFirst")
      list.object { $0.member("maxRisk", raw: modes.denyFirstMaxRisk.text) }
      list.key("guarded")
      list.object {
        $0.member("maxRemaining", modes.guardedMaxRemaining.policyText)
        $0.member("maxRisk", raw: modes.guardedMaxRisk.text)
        $0.member("spendFactor", raw: modes.guardedSpendFactor.text)
      }
    }
    if !owners.isEmpty {
      writer.key("owners")
      writer.object { list in
        for (id, owner) in owners.sorted(by: { $0.key.text < $1.key.text }) { list.member(id.text, owner) }
      }
    }
    writer.key("response")
    writer.object {
      $0.member("autoRevoke", (response.revokesByItself ? AutoRevoke.enforce : .alert).rawValue)
      $0.member("autoRevokeAtRisk", raw: response.autoRevokeAtRisk.text)
      $0.member("broadValueUsd", response.broadValue.dollars)
      $0.member("broadWallets", raw: String(response.broadWallets))
      $0.member("quiet", response.quiet.policyText)
    }
    writer.key("risk")
    writer.object { list in
      for (section, values) in risk.spelling.sorted(by: { $0.key < $1.key }) {
        list.key(section)
        list.object {
          for (key, value) in values.sorted(by: { $0.key < $1.key }) { $0.member(key, raw: value) }
        }
      }
    }
  }
}

extension RiskScore {
  /// With at most two decimals: the policy file's spelling, and JSON's.
  package var text: String { shortestDecimal(UInt64(max(hundredths, 0)), scale: 2) }
}

extension SpendFactor {
  /// The policy file's spelling.
  var text: String { shortestDecimal(attos, scale: SpendFactor.scale) }
}
