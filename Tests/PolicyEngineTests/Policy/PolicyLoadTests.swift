import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyLoadTests {
  @Test(arguments: [
    PolicyExamples.full, "version: 1\ncapabilities: {}", "\u{FEFF}version: 1\r\ncapabilities: {}\r\n",
  ])
  func `a sound file loads`(yaml: String) {
    #expect(PolicyExamples.problems(yaml) == [])
  }

  @Test func `every field of the full example arrives`() throws {
    let policy = try Policy.load(yaml: PolicyExamples.full)
    let rule = try #require(policy.activeRule(for: .opaque("swap.execute")))
    #expect(rule.actionClass == "swap")
    #expect(rule.tier == .high)
    #expect(rule.maxTTL == TimeSpan(seconds: 900))
    #expect(rule.maxValue?.dollars == "1000")
    #expect(rule.inactivity == TimeSpan(seconds: 600))
    #expect(rule.families == ["dex-router"])
    #expect(rule.familyDestinations == [.opaque("0xRouterA"), .opaque("0xRouterB")])
    #expect(policy.defaults == .standard)
    #expect(policy.modes == .standard)
    #expect(policy.detection == .standard)
    #expect(policy.response == .standard)
    #expect(policy.risk == .standard)
    #expect(policy.owners == [.opaque("swap.execute"): "Team DEX"])
  }

  @Test func `what is not said is the standard, and no status is a draft`() throws {
    let policy = try Policy.load(yaml: PolicyExamples.draft("actionClass: x", "tier: low"))
    #expect(policy.capabilities[.opaque("a.b")]?.isActive == false)
    #expect(policy.activeRule(for: .opaque("a.b")) == nil)
    #expect(policy.defaults == .standard)
    #expect(policy.modes == .standard)
    #expect(policy.detection == .standard && policy.response == .standard)
    #expect(policy.risk == .standard && policy.owners.isEmpty)
  }

  @Test func `the numbers of modes, detection and response arrive`() throws {
    let policy = try Policy.load(
      yaml: """
        version: 1
        capabilities: {}
        modes:
          guarded: {spendFactor: 0.5, maxRemaining: 90s, maxRisk: 60.25}
          denyFirst: {maxRisk: 0}
        detection: {window: 1h, mismatchesOver: 0}
        response: {autoRevokeAtRisk: 100, autoRevoke: alert, broadWallets: 0, broadValueUsd: "12.50", quiet: 90s}
        """)
    #expect(policy.modes.guardedSpendFactor.of(Money(micros: 3) ?? .zero) == 1)
    #expect(policy.modes.guardedMaxRemaining == TimeSpan(seconds: 90))
    #expect(policy.modes.guardedMaxRisk == RiskScore(hundredths: 6025))
    #expect(policy.modes.denyFirstMaxRisk == .none)
    #expect(policy.detection == DetectionSettings(window: TimeSpan(seconds: 3600), mismatchesOver: 0))
    #expect(policy.response.autoRevokeAtRisk == RiskScore(hundredths: 10_000))
    #expect(!policy.response.revokesByItself)
    #expect(policy.response.broadWallets == 0)
    #expect(policy.response.broadValue.dollars == "12.5")
    #expect(policy.response.quiet == TimeSpan(seconds: 90))
  }

  @Test func `the starter policy loads, and keeps the high tier to minutes`() throws {
    #expect(PolicyExamples.problems(StarterPolicy.yaml) == [])
    let policy = try Policy.load(yaml: StarterPolicy.yaml)
    for rule in policy.capabilities.values where rule.tier == .high {
      #expect((rule.maxTTL ?? policy.defaults.maxTTL) <= TimeSpan(seconds: 900))
    }
    for name in [
      "swap.execute", "quote.accept", "contract.call", "native.send", "token.approve", "transfer.send",
    ] {
      #expect(policy.activeRule(for: .opaque(name)) != nil)
    }
  }

  @Test func `the starter policy loads with its commented examples in force, too`() throws {
    let examples = StarterPolicy.yaml.split(separator: "\n").filter {
      $0.hasPrefix("# risk:") || $0.hasPrefix("# owners:") || $0.hasPrefix("#   ")
    }
    #expect(examples.count == 6)
    let policy = try Policy.load(
      yaml: StarterPolicy.yaml + examples.map { $0.dropFirst(2) + "\n" }.joined())
    #expect(policy.risk == .standard)
    #expect(policy.owners == [.opaque("swap.execute"): "team-dex"])
    #expect(policy.response.revokesByItself)
  }

  @Test func `the starter policy takes the ten-minute envelope and lets it swap`() throws {
    var replay = Replay(policy: try Policy.load(yaml: StarterPolicy.yaml))
    let grant = """
      {"type":"session.granted","at":1771703000,"envelope":{"sessionKey":"0xSession","wallet":"0xWallet",\
      "capabilities":["swap.execute","quote.accept"],"maxValueUsd":500,"allowedDestinations":["0xRouterA","0xRouterB"],\
      "chainId":1,"expiresAt":1771703600,"nonceDomain":"session:mobile:quotes"}}
      """
    #expect(replay.consume(grant.utf8) == nil)
    for (nonce, capability) in ["swap.execute", "quote.accept"].enumerated() {
      let request = """
        {"type":"execution.requested","at":1771703010,"sessionKey":"0xSession","capability":"\(capability)",\
        "destination":"0xRouterA","chainId":1,"valueUsd":120,"nonceDomain":"session:mobile:quotes","nonce":\(nonce)}
        """
      #expect(replay.consume(request.utf8)?.contains("\"decision\":\"allow\"") ?? false)
    }
  }
}
