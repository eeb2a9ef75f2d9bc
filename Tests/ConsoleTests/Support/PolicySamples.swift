import Delegation
import PolicyEngine
import SessionStore

@testable import Console

/// The starter policy as a store has it.
enum PolicySamples {
  static func stored(_ yaml: String = StarterPolicy.yaml) throws -> StoredPolicy {
    StoredPolicy(
      policy: try Policy.load(yaml: yaml), yaml: yaml, appliedAt: start - seconds(3600), appliedBy: "alice")
  }

  static func reading(
    _ modes: [ModeInForce] = modes, yaml: String = StarterPolicy.yaml
  ) throws -> PolicyReading {
    PolicyReading(stored: try stored(yaml), modes: modes, tests: Policy.capabilityTests(yaml: yaml))
  }

  static let modes = [
    mode(.denyFirst, Scope(chainID: 1, capability: .opaque("swap.execute")), by: "bob", reason: "odd swaps"),
    mode(.guarded, .everything, by: "alice", reason: "a leak upstream"),
  ]

  static func mode(
    _ mode: PolicyMode, _ scope: Scope, by name: String?, reason: String?
  ) -> ModeInForce {
    ModeInForce(
      entry: ModeTable.Entry(scope: scope, mode: mode, start: start - seconds(240)), by: name, reason: reason)
  }

  /// Three live sessions, one of them wrong; no drill yet.
  static func posture(_ change: (inout PostureFacts) -> Void = { _ in }) throws -> PostureReading {
    var facts = PostureFacts()
    var live = PostureFacts.LiveSessions()
    live.count = 3
    live.longestLife = seconds(900)
    live.mostDestinations = 2
    (live.inactiveCapability, live.inactiveExample) = (1, "swap.old")
    live.holders = ["swap.execute": 2, "swap.old": 1]
    facts.live = live
    var domains = PostureFacts.NonceDomains()
    (domains.count, domains.sessions) = (3, 5)
    facts.nonceDomains = domains
    facts.modes = []
    var executions = PostureFacts.Executions()
    (executions.all, executions.denied) = (200, 4)
    facts.executions = executions
    facts.detected = PostureFacts.Detected()
    facts.revocations = PostureFacts.Revocations()
    facts.drills = PostureFacts.Drills()
    facts.policyFile = PostureFacts.PolicyFileState(appliedAt: start - seconds(3600), isStarter: false)
    facts.approvers = 2
    facts.log = PostureFacts.SignedLogState(leaves: 100, unsigned: 0, unsignedSince: nil)
    change(&facts)
    return PostureReading(stored: try stored(), facts: facts, asOf: start)
  }
}
