import Delegation
import Digests
import PolicyEngine

extension FuzzTarget {
  static let policy = FuzzTarget("policy") { (bytes) throws(BrokenProperty) in
    let yaml = bytes.text
    let report = Policy.testReport(yaml: yaml)
    let policy: Policy
    do throws(PolicyLoadError) {
      policy = try Policy.load(yaml: yaml)
    } catch {
      try expect(!report.isSound, "a file that its tests call sound is refused")
      try expect(!error.problems.isEmpty, "refused without a problem")
      try checkProblems(error.problems + report.problems, in: yaml)
      return .refused
    }
    try expect(report.isSound && report.problems.isEmpty, "an accepted file is called unsound")
    try checkVersion(of: policy)
    let again = try readAgain("the file with a comment") { () throws(PolicyLoadError) in
      try Policy.load(yaml: yaml + "\n# nothing\n")
    }
    try expectSame(again.version.text, policy.version.text, "a comment changes the version")
    for rule in policy.capabilities.values { try checkRule(rule, in: policy) }
    try checkRisk(of: policy)
    return .accepted
  }
}

private func checkProblems(_ problems: [PolicyProblem], in yaml: String) throws(BrokenProperty) {
  let lines = 1 + yaml.count { $0.isNewline }
  for problem in problems {
    try expectSentence(problem.message)
    let isOneLine = !problem.message.contains { $0.isNewline }
    try expect(isOneLine, "a problem takes more than one line: \(problem.message.debugDescription)")
    try expect((1...lines).contains(problem.line), "line \(problem.line) of \(lines): \(problem.message)")
  }
}

/// The canonical form is one strict JSON text, and the version is its digest.
private func checkVersion(of policy: Policy) throws(BrokenProperty) {
  let form = policy.canonicalForm
  _ = try readAgain("the canonical form") { () throws(JSONProblem) in try parseJSON(form.utf8) }
  let digest = "sha256:" + SHA256.hex(form.utf8)
  try expectSame(policy.version.text, digest, "the version is not the digest of the canonical form")
}

/// What the loader promises of every rule.
private func checkRule(_ rule: CapabilityRule, in policy: Policy) throws(BrokenProperty) {
  let life = rule.maxTTL ?? policy.defaults.maxTTL
  try expect(life <= policy.defaults.hardCeiling, "\(rule.id.text) outlives the hard ceiling")
  try expect(
    rule.tier == .low || life <= TimeSpan(seconds: 3600), "\(rule.id.text) of the high tier lives long")
  try expect((policy.activeRule(for: rule.id) != nil) == rule.isActive, "\(rule.id.text) is half active")
  let families = rule.families?.map { policy.families[$0] ?? [] }
  let destinations = families.map { $0.reduce(into: Set()) { $0.formUnion($1) } }
  try expect(rule.familyDestinations == destinations, "\(rule.id.text) has other places than its families")
}

/// Every number is in its range, and the canonical form spells the model so that it is read as the same.
private func checkRisk(of policy: Policy) throws(BrokenProperty) {
  for weight in RiskWeight.allCases {
    try expect(weight.range.contains(policy.risk[weight]), "\(weight) is out of its range")
  }
  for signal in RiskSignal.allCases {
    let life = policy.risk[signal]
    let isInRange = RiskModel.Life.caps.contains(life.cap) && RiskModel.spans.contains(life.halfLife)
    try expect(isInRange, "\(signal) is out of its range")
  }
  // A capability may be called `risk`, but has no burst.
  let parts = policy.canonicalForm.split(separator: ",\"risk\":{\"BURST\":")
  try expect(parts.count == 2, "the canonical form does not say the risk once")
  let risk = "{\"BURST\":" + parts[1].dropLast(",\"version\":1}".count)
  let again = try readAgain("the canonical risk") { () throws(PolicyLoadError) in
    try Policy.load(yaml: "version: 1\ncapabilities: {}\nrisk: \(risk)")
  }
  try expect(again.risk == policy.risk, "the canonical risk is read as another")
}
