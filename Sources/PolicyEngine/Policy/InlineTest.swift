import Delegation

/// One case that a policy file carries for a capability: what differs from a plain execution, and what must come of it.
struct InlineTest {
  let line: Int
  let expectsAllow: Bool
  /// A reason that must be among those of the denial.
  let because: Reasons?
  let destination: Identifier?
  let chainID: UInt64?
  let value: Money?
  /// Since the session was issued.
  let after: TimeSpan?

  private enum Expectation: String, CaseIterable {
    case allow
    case deny
  }

  /// Nil when something is wrong with it, which `log` then tells.
  init?(_ node: YAMLNode, _ log: inout ProblemLog) {
    let before = log.problems.count
    let read = log.section(YAMLNode.Member(key: "tests", line: node.line, value: node)) { (fields, log) in
      let expect = fields.required("expect", expected: "allow or deny", &log) {
        (node, field) throws(PolicyProblem) in
        try PolicyScalars.word(Expectation.self, node, field)
      }
      let because = fields.optional("because", &log) { (node, field) throws(PolicyProblem) in
        try InlineTest.reason(node, field)
      }
      if expect == .allow, let member = fields.take("because") {
        log.add(member.line, "`because` beside `expect: allow`: expected it with `expect: deny` only")
      }
      return InlineTest(
        line: node.line, expectsAllow: expect == .allow, because: because,
        destination: fields.optional("destination", &log, PolicyScalars.identifier),
        chainID: fields.optional("chainId", &log, PolicyScalars.chainID),
        value: fields.optional("valueUsd", &log, PolicyScalars.money),
        after: fields.optional("after", &log, PolicyScalars.delay))
    }
    guard let read, log.problems.count == before else { return nil }
    self = read
  }

  private init(
    line: Int, expectsAllow: Bool, because: Reasons?, destination: Identifier?, chainID: UInt64?,
    value: Money?,
    after: TimeSpan?
  ) {
    self.line = line
    self.expectsAllow = expectsAllow
    self.because = because
    self.destination = destination
    self.chainID = chainID
    self.value = value
    self.after = after
  }

  private static func reason(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> Reasons {
    let expected =
      "a reason such as destination_not_allowed, chain_mismatch, session_expired or value_over_budget"
    guard let reason = Reasons(name: try PolicyScalars.text(node, field, expected: expected)) else {
      throw PolicyScalars.problem(node, field, expected)
    }
    return reason
  }

  /// What it says, in the file's words.
  var summary: String {
    var words = [expectsAllow ? "allow" : "deny"]
    if let because { words[0] += " because \(because.names.joined(separator: " "))" }
    if let destination { words.append("destination \(destination.text)") }
    if let chainID { words.append("chainId \(chainID)") }
    if let value { words.append("valueUsd \(value.dollars)") }
    if let after { words.append("after \(after.policyText)") }
    return words.joined(separator: ", ")
  }
}
