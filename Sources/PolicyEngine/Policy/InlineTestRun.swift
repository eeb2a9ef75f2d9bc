package import Delegation

/// What came of one inline test.
package struct PolicyTestResult: Hashable, Sendable {
  package let capability: Identifier
  /// Where the test stands in the file.
  package let line: Int
  /// What the test says, such as `deny because chain_mismatch, chainId 10`.
  package let description: String
  package let expectsAllow: Bool
  package let passed: Bool
  /// The decision that it got, such as `deny: chain_mismatch value_over_budget`.
  package let detail: String
}

/// The session that inline tests of one capability run against: its limits, its families' destinations, chain 1, full
/// life, nothing spent.
struct InlineTestRun {
  private let policy: Policy
  private let rule: CapabilityRule
  private let session: SessionState
  private let destination: Identifier

  /// Any time does: a decision looks at differences only.
  private static let issued = Timestamp(seconds: 1_700_000_000)
  private static let sessionKey = Identifier.opaque("inline-test")
  private static let anyDestination = Identifier.opaque("0xTest")

  /// - Parameters:
  ///   - rule: taken as active, whatever its status: a draft's tests tell what it would do.
  ///   - destinations: of its families in the order written, nil when it names none.
  init(_ rule: CapabilityRule, destinations: [Identifier]?, defaults: PolicyDefaults) {
    let active = rule.activated
    let allowed = destinations ?? [InlineTestRun.anyDestination]
    self.rule = active
    policy = Policy(
      version: PolicyVersion(text: ""), defaults: defaults, capabilities: [rule.id: active], families: [:],
      modes: .standard, detection: .standard, response: .standard)
    session = SessionState(
      envelope: Envelope(
        sessionKey: InlineTestRun.sessionKey, wallet: .opaque("inline-test:wallet"), capabilities: [rule.id],
        maxValue: rule.maxValue ?? .max, destinations: .shared(allowed), chainID: 1,
        expiresAt: InlineTestRun.issued + (rule.maxTTL ?? defaults.maxTTL),
        nonceDomain: .opaque("inline-test"),
        issuedAt: InlineTestRun.issued),
      grantedAt: InlineTestRun.issued)
    destination = allowed.first ?? InlineTestRun.anyDestination
  }

  func result(of test: InlineTest) -> PolicyTestResult {
    let reasons = self.reasons(for: test)
    let passed =
      test.expectsAllow ? reasons.isEmpty : !reasons.isEmpty && reasons.isSuperset(of: test.because ?? [])
    return PolicyTestResult(
      capability: rule.id, line: test.line, description: test.summary,
      expectsAllow: test.expectsAllow, passed: passed,
      detail: reasons.isEmpty ? "allow" : "deny: \(reasons.names.joined(separator: " "))")
  }

  private func reasons(for test: InlineTest) -> Reasons {
    let request = ExecutionRequest(
      requestID: "inline-test", sessionKey: InlineTestRun.sessionKey, capability: rule.id,
      destination: test.destination ?? destination, chainID: test.chainID ?? 1, value: test.value ?? .zero,
      nonceDomain: session.envelope.nonceDomain, nonce: 1)
    let time = InlineTestRun.issued + (test.after ?? TimeSpan(milliseconds: 0))
    return decide(
      request, session: session, in: DecisionContext(policy: policy, modes: ModeTable(), at: time)
    ).reasons
  }
}

extension CapabilityRule {
  fileprivate var activated: CapabilityRule {
    CapabilityRule(
      id: id, actionClass: actionClass, tier: tier, isActive: true, maxTTL: maxTTL, maxValue: maxValue,
      inactivity: inactivity, families: families, familyDestinations: familyDestinations)
  }
}
