import Delegation

/// `status` of a capability in the file.
private enum CapabilityStatus: String, CaseIterable {
  case draft
  case active
}

extension PolicyFile {
  /// The most that a capability of the high tier may let a session live.
  static let highTierTTL = TimeSpan(seconds: 3600)

  mutating func readCapabilities(_ member: YAMLNode.Member, _ log: inout ProblemLog) {
    guard case .mapping(let members) = member.value.content else {
      log.add(
        PolicyScalars.problem(member.value, member.key, "a mapping from capability id to its rule"))
      return
    }
    var spellings: [Identifier: YAMLNode.Member] = [:]
    for capability in members {
      let id = log.noting { () throws(PolicyProblem) in
        try PolicyScalars.identifier(capability.key, "capabilities", line: capability.line)
      }
      if let id, let first = spellings[id] {
        log.add(
          capability.line,
          "\(quoted(capability.key)) is here twice, first on line \(first.line) as \(quoted(first.key)): expected each capability once"
        )
      } else if let id {
        spellings[id] = capability
      }
      // One without a good name is read for its own problems, and forgotten.
      let entry = readCapability(capability, id: id ?? .opaque("?"), &log)
      if let entry, spellings[entry.id]?.line == capability.line { capabilities.append(entry) }
    }
  }

  private func readCapability(
    _ member: YAMLNode.Member, id: Identifier, _ log: inout ProblemLog
  ) -> CapabilityEntry? {
    let before = log.problems.count
    return log.section(member) { (fields, log) in
      let actionClass = fields.required(
        "actionClass", expected: "the class of its action", &log, PolicyScalars.name)
      let tier = fields.required("tier", expected: "low or high", &log) {
        (node, field) throws(PolicyProblem) in
        try PolicyScalars.word(CapabilityTier.self, node, field)
      }
      let status = fields.optional("status", &log) { (node, field) throws(PolicyProblem) in
        try PolicyScalars.word(CapabilityStatus.self, node, field)
      }
      let ttl = readTTL(&fields, tier: tier, name: member.key, &log)
      let maxValue = fields.optional("maxValueUsd", &log, PolicyScalars.money)
      let inactivity = fields.optional("inactivity", &log, PolicyScalars.duration)
      let families = readFamilyNames(&fields, &log)
      let isSound = log.problems.count == before
      let tests = readTests(&fields, &log)
      let isActive = status == .active
      var rule: CapabilityRule?
      let destinations = families.map { $0.flatMap { self.families[$0]?.destinations ?? [] } }
      if isSound, let actionClass, let tier {
        rule = CapabilityRule(
          id: id, actionClass: actionClass, tier: tier, isActive: isActive, maxTTL: ttl, maxValue: maxValue,
          inactivity: inactivity, families: families, familyDestinations: destinations.map(Set.init))
      }
      return CapabilityEntry(
        id: id, line: member.line, isActive: isActive, rule: rule, destinations: destinations, tests: tests)
    }
  }

  /// The capability's own `maxTtl`, held against the hard ceiling and its tier.
  private func readTTL(
    _ fields: inout PolicyFields, tier: CapabilityTier?, name: String, _ log: inout ProblemLog
  ) -> TimeSpan? {
    let member = fields.take("maxTtl")
    let own = fields.optional("maxTtl", &log, PolicyScalars.duration)
    let limit = PolicyFile.highTierTTL
    if let own, let member {
      if defaultsAreSound && own > defaults.hardCeiling {
        let expected = "at most the hardCeiling of \(defaults.hardCeiling.policyText)"
        log.add(PolicyScalars.problem(member.value, "maxTtl", expected))
      } else if tier == .high && own > limit {
        log.add(
          PolicyScalars.problem(member.value, "maxTtl", "at most \(limit.policyText) for the tier `high`"))
      }
    } else if member == nil && tier == .high && defaultsAreSound && defaults.maxTTL > limit {
      log.add(
        fields.line,
        "\(quoted(name)) has the tier `high` and no `maxTtl`: expected one of at most \(limit.policyText), as the default is \(defaults.maxTTL.policyText)"
      )
    }
    return own
  }

  private func readFamilyNames(_ fields: inout PolicyFields, _ log: inout ProblemLog) -> [String]? {
    guard let member = fields.take("destinations") else { return nil }
    guard case .list(let items) = member.value.content, !items.isEmpty else {
      log.add(
        member.line,
        "`destinations`: expected a list of one family or more, or no `destinations` at all, found \(found(member.value))"
      )
      return nil
    }
    return items.compactMap { item in
      log.noting { () throws(PolicyProblem) in
        let name = try PolicyScalars.text(item, "destinations", expected: "the name of a family")
        guard families[name] != nil else {
          throw PolicyProblem(
            line: item.line,
            message:
              "the family \(quoted(name)) is not defined: expected one of those under the top-level `destinations`"
          )
        }
        return name
      }
    }
  }

  private func found(_ node: YAMLNode) -> String {
    if case .list(let items) = node.content, items.isEmpty { return "an empty list" }
    return node.found
  }

  private func readTests(_ fields: inout PolicyFields, _ log: inout ProblemLog) -> [InlineTest] {
    guard let member = fields.take("tests") else { return [] }
    guard case .list(let items) = member.value.content else {
      log.add(PolicyScalars.problem(member.value, "tests", "a list of tests"))
      return []
    }
    return items.compactMap { InlineTest($0, &log) }
  }
}
