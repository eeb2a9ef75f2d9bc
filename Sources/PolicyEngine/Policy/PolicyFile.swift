import Delegation

/// A policy file as far as it could be read: what is wrong with the rest stands in the log.
struct PolicyFile {
  var defaults = PolicyDefaults.standard
  /// False when a default has a problem: what leans on it is then not judged.
  var defaultsAreSound = true
  var families: [String: Family] = [:]
  var capabilities: [CapabilityEntry] = []
  var modes = ModeLimits.standard
  var detection = DetectionSettings.standard
  var response = ResponseSettings.standard
  var risk = RiskModel.standard
  var owners: [Identifier: String] = [:]

  struct Family {
    /// In the order written: the first is what an inline test goes to.
    let destinations: [Identifier]
    /// False when one of its addresses has a problem.
    let isSound: Bool
  }

  struct CapabilityEntry {
    let id: Identifier
    /// The line of its key.
    let line: Int
    let isActive: Bool
    /// Nil when a field has a problem.
    let rule: CapabilityRule?
    /// All destinations of its families in the order written; nil when it names none.
    let destinations: [Identifier]?
    /// Those that could be read.
    let tests: [InlineTest]
  }
}

/// `autoRevoke` in the file: whether the policy plane revokes by itself, or only tells.
enum AutoRevoke: String, CaseIterable {
  case enforce
  case alert
}

extension PolicyFile {
  /// Reads every section, noting what is wrong; nil when the document is no policy at all.
  static func read(_ yaml: String, _ log: inout ProblemLog) -> PolicyFile? {
    guard let root = YAMLNode.read(yaml, &log),
      var fields = log.noting({ () throws(PolicyProblem) in try PolicyFields(root, of: "policy", line: 1) })
    else { return nil }
    var file = PolicyFile()
    _ = fields.required("version", expected: "1", &log) { (node, field) throws(PolicyProblem) in
      guard case .number("1") = node.content else { throw PolicyScalars.problem(node, field, "1") }
    }
    file.readDefaults(&fields, &log)
    // Families go first: capabilities name them.
    let capabilities = fields.take("capabilities")
    file.readFamilies(&fields, &log)
    if let capabilities {
      file.readCapabilities(capabilities, &log)
    } else {
      log.add(1, "`capabilities` is missing in `policy`: expected a mapping from capability id to its rule")
    }
    file.readModes(&fields, &log)
    file.readDetection(&fields, &log)
    file.readResponse(&fields, &log)
    file.readRisk(&fields, &log)
    file.readOwners(&fields, &log)
    fields.finish(&log)
    return file
  }

  private mutating func readDefaults(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("defaults") else { return }
    let before = log.problems.count
    let line = log.section(member) { (section, log) in
      let standard = defaults
      defaults = PolicyDefaults(
        maxTTL: section.optional("maxTtl", &log, PolicyScalars.duration) ?? standard.maxTTL,
        hardCeiling: section.optional("hardCeiling", &log, PolicyScalars.duration)
          ?? standard.hardCeiling,
        inactivity: section.optional("inactivity", &log, PolicyScalars.duration)
          ?? standard.inactivity)
      return section.take("maxTtl")?.line ?? section.take("hardCeiling")?.line ?? member.line
    }
    defaultsAreSound = log.problems.count == before
    if defaultsAreSound && defaults.maxTTL > defaults.hardCeiling {
      let (ttl, ceiling) = (defaults.maxTTL.policyText, defaults.hardCeiling.policyText)
      log.add(
        line ?? member.line, "`maxTtl`: expected at most the hardCeiling of \(ceiling), found `\(ttl)`")
      defaultsAreSound = false
    }
  }

  private mutating func readFamilies(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("destinations") else { return }
    guard case .mapping(let members) = member.value.content else {
      log.add(PolicyScalars.problem(member.value, "destinations", "a mapping from family to addresses"))
      return
    }
    for family in members {
      let before = log.problems.count
      var destinations: [Identifier] = []
      _ = log.noting { () throws(PolicyProblem) in
        try PolicyScalars.checkedName(family.key, "destinations", line: family.line)
      }
      if case .list(let items) = family.value.content, !items.isEmpty {
        destinations = items.compactMap { item in
          log.noting { () throws(PolicyProblem) in try PolicyScalars.identifier(item, family.key) }
        }
      } else {
        log.add(
          family.line,
          "the family \(quoted(family.key)): expected a list of one address or more, found \(family.value.found)"
        )
      }
      families[family.key] = Family(destinations: destinations, isSound: log.problems.count == before)
    }
  }

  private mutating func readModes(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("modes") else { return }
    log.section(member) { (section, log) in
      var (factor, remaining, guardedRisk, denyFirstRisk): (SpendFactor?, TimeSpan?, RiskScore?, RiskScore?)
      if let guarded = section.take("guarded") {
        log.section(guarded) { (mode, log) in
          factor = mode.optional("spendFactor", &log, PolicyScalars.spendFactor)
          remaining = mode.optional("maxRemaining", &log, PolicyScalars.duration)
          guardedRisk = mode.optional("maxRisk", &log, PolicyScalars.riskScore)
        }
      }
      if let denyFirst = section.take("denyFirst") {
        log.section(denyFirst) { (mode, log) in
          denyFirstRisk = mode.optional("maxRisk", &log, PolicyScalars.riskScore)
        }
      }
      modes = ModeLimits(
        guardedSpendFactor: factor ?? modes.guardedSpendFactor,
        guardedMaxRemaining: remaining ?? modes.guardedMaxRemaining,
        guardedMaxRisk: guardedRisk ?? modes.guardedMaxRisk,
        denyFirstMaxRisk: denyFirstRisk ?? modes.denyFirstMaxRisk)
    }
  }

  private mutating func readDetection(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("detection") else { return }
    log.section(member) { (section, log) in
      detection = DetectionSettings(
        window: section.optional("window", &log, PolicyScalars.duration) ?? detection.window,
        mismatchesOver: section.optional("mismatchesOver", &log, PolicyScalars.count)
          ?? detection.mismatchesOver)
    }
  }

  private mutating func readResponse(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("response") else { return }
    log.section(member) { (section, log) in
      response = ResponseSettings(
        autoRevokeAtRisk: section.optional("autoRevokeAtRisk", &log, PolicyScalars.riskScore)
          ?? response.autoRevokeAtRisk,
        revokesByItself: section.optional("autoRevoke", &log) { (node, field) throws(PolicyProblem) in
          try PolicyScalars.word(AutoRevoke.self, node, field) == .enforce
        } ?? response.revokesByItself,
        broadWallets: section.optional("broadWallets", &log, PolicyScalars.count)
          ?? response.broadWallets,
        broadValue: section.optional("broadValueUsd", &log, PolicyScalars.money) ?? response.broadValue,
        quiet: section.optional("quiet", &log) { (node, field) throws(PolicyProblem) in
          try PolicyScalars.duration(node, field, in: ResponseSettings.quietRange)
        } ?? response.quiet)
    }
  }
}

extension ProblemLog {
  /// Reads the mapping under a key with `read` and notes what it leaves; nil when there is no mapping.
  @discardableResult
  mutating func section<T>(
    _ member: YAMLNode.Member, _ read: (inout PolicyFields, inout ProblemLog) -> T
  ) -> T? {
    let opened = noting { () throws(PolicyProblem) in
      try PolicyFields(member.value, of: member.key, line: member.line)
    }
    guard var fields = opened else { return nil }
    let result = read(&fields, &self)
    fields.finish(&self)
    return result
  }
}
