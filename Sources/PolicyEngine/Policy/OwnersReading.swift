import Delegation

extension PolicyFile {
  /// `owners`: who owns the telemetry of a capability. Checked as the rest of the file is; owners decide nothing, so
  /// they are no part of the policy in force nor of its version.
  func readOwners(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("owners") else { return }
    guard case .mapping(let members) = member.value.content else {
      log.add(PolicyScalars.problem(member.value, member.key, "a mapping from capability id to its owner"))
      return
    }
    for owner in members {
      _ = log.noting { () throws(PolicyProblem) in
        _ = try PolicyScalars.identifier(owner.key, member.key, line: owner.line)
        _ = try PolicyScalars.text(owner.value, owner.key, expected: "the name of its owner")
      }
    }
  }
}
