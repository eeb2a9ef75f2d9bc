import Delegation
import PolicyEngine
import Testing

/// A policy and facts that pass every check; a test says what differs.
struct PostureScene {
  static let now = Timestamp(seconds: 1_771_703_000)

  var yaml = PostureScene.yaml
  var facts = PostureScene.facts

  static let yaml = PolicyExamples.full

  static var facts: PostureFacts {
    var facts = PostureFacts()
    var live = PostureFacts.LiveSessions()
    live.count = 10
    live.longestLife = TimeSpan(seconds: 900)
    live.mostDestinations = 2
    live.severalCapabilities = 5
    facts.live = live
    var domains = PostureFacts.NonceDomains()
    (domains.count, domains.sessions, domains.largest) = (10, 20, 10)
    facts.nonceDomains = domains
    facts.modes = []
    var executions = PostureFacts.Executions()
    (executions.all, executions.denied) = (1000, 100)
    facts.executions = executions
    facts.detected = PostureFacts.Detected()
    var revocations = PostureFacts.Revocations()
    revocations.byPlane = [.user: 3, .policy: 2, .secops: 1]
    revocations.answeredAlerts = 2
    revocations.timeToRevocationP95 = TimeSpan(seconds: 120)
    facts.revocations = revocations
    var drills = PostureFacts.Drills()
    (drills.lastAt, drills.lastPassed) = (ago(days: 30), true)
    facts.drills = drills
    facts.policyFile = PostureFacts.PolicyFileState(appliedAt: ago(days: 90), isStarter: false)
    facts.approvers = 2
    facts.log = PostureFacts.SignedLogState(leaves: 100, unsigned: 0, unsignedSince: nil)
    return facts
  }

  static func ago(days: Int64) -> Timestamp { ago(seconds: days * 86_400) }
  static func ago(seconds: Int64) -> Timestamp { now - TimeSpan(seconds: seconds) }

  func finding(_ check: PostureCheck) throws -> PostureFinding {
    try #require(try findings().first { $0.check == check })
  }

  func findings() throws -> [PostureFinding] {
    posture(of: try Policy.load(yaml: yaml), facts, at: PostureScene.now)
  }
}

/// One thing that differs, and what one check then says.
struct PostureRow: Sendable, CustomTestStringConvertible {
  let check: PostureCheck
  let verdict: PostureVerdict
  /// Stands in the evidence.
  let evidence: String
  /// Stands in the first remedy; empty on a pass.
  let remedy: String
  let change: @Sendable (inout PostureScene) -> Void

  init(
    _ check: PostureCheck, _ verdict: PostureVerdict, _ evidence: String, _ remedy: String = "",
    _ change: @escaping @Sendable (inout PostureScene) -> Void
  ) {
    self.check = check
    self.verdict = verdict
    self.evidence = evidence
    self.remedy = remedy
    self.change = change
  }

  var testDescription: String { "\(check.id) \(verdict.rawValue): \(evidence)" }
}

extension PostureScene {
  mutating func edit(_ old: String, _ new: String) { yaml = PolicyExamples.replace(yaml, old, new) }

  mutating func live(_ body: (inout PostureFacts.LiveSessions) -> Void) {
    var live = facts.live ?? PostureFacts.LiveSessions()
    body(&live)
    facts.live = live
  }

  mutating func domains(_ body: (inout PostureFacts.NonceDomains) -> Void) {
    var domains = facts.nonceDomains ?? PostureFacts.NonceDomains()
    body(&domains)
    facts.nonceDomains = domains
  }
}
