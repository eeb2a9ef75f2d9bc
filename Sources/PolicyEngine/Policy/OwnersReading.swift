import Delegation

extension PolicyFile {
  /// `owners`: who owns the telemetry of a capability. It need not be registered: an attempt with a capability that is
  /// not has somebody to be told, too.
  mutating func readOwners(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("owners") else { return }
    guard case .mapping(let members) = member.value.content else {
      log.add(PolicyScalars.problem(member.value, member.key, "a mapping from capability id to its owner"))
      return
    }
    var spellings: [Identifier: YAMLNode.Member] = [:]
    for owner in members {
      let id = log.noting { () throws(PolicyProblem) in
        try PolicyScalars.identifier(owner.key, member.key, line: owner.line)
      }
      let name = log.noting { () throws(PolicyProblem) in try PolicyFile.ownerName(owner) }
      guard let id else { continue }
      if let first = spellings[id] {
        log.add(
          owner.line,
          "\(quoted(owner.key)) is here twice, first on line \(first.line) as \(quoted(first.key)): expected each capability once"
        )
      } else {
        spellings[id] = owner
        owners[id] = name
      }
    }
  }

  /// It stands on one line of a screen.
  private static func ownerName(_ owner: YAMLNode.Member) throws(PolicyProblem) -> String {
    let expected = "the name of its owner, 1 to 128 characters on one line"
    let name = try PolicyScalars.text(owner.value, owner.key, expected: expected)
    let scalars = name.unicodeScalars
    let isPlain = !scalars.contains {
      [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    let isBlank = scalars.allSatisfy(\.properties.isWhitespace)
    guard (1...128).contains(scalars.count), isPlain, !isBlank else {
      throw PolicyScalars.problem(owner.value, owner.key, expected)
    }
    return name
  }
}
