/// The names that hostile logs use; some of them are addresses.
enum Names {
  static let keys =
    ["0xSession", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x52908400098527886e0f7030069857d2e4169ee7"]
    + ["0x" + String(repeating: "ab", count: 32), "0x" + String(repeating: "AB", count: 32)]
    + (0..<12).map { "key-\($0)" }
  static let wallets = ["0xWallet", "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359", "wallet-2"]
  static let capabilities = [
    "swap.execute", "quote.accept", "0xdbf03b407c01e7cd3cbea99509d93f8dddc8c6fb", "pay.draft", "no.such",
  ]
  static let destinations = [
    "0xRouterA", "0xRouterB", "0xd1220a0cf47c7b9be7a2e6ba89f429762e7b9adb",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
  ]
  static let domains = ["session:mobile:quotes", "0xde709f2102306220921060314715629080e2fb77"]
  static let labels = [
    ("app", "mobile"), ("app", "caf\u{E9}"), ("app", "cafe\u{301}"), ("App", "mobile"), ("tier", ""),
  ]
  private static let checksums = Dictionary(
    uniqueKeysWithValues: (keys + wallets + capabilities + destinations + domains)
      .filter { $0.hasPrefix("0x") && $0.utf8.count == 42 }.map { ($0, naiveChecksummed(lower: $0)) })

  /// An address of these with its EIP-55 checksum.
  static func checksummed(_ address: String) -> String { checksums[address] ?? address }

  static let chains: [UInt64] = [1, 10]
  /// Micro-dollars around which limits and values are chosen: small, so that rounding shows.
  static let amounts: [UInt64] = [
    0, 3, 7, 10, 11, 1000, 999_999, 1_000_000, 500_000_000, 500_000_001, 9_000_000_000_000_000_000,
  ]
}

extension SeededRandom {
  mutating func policy() -> NaivePolicy {
    var policy = NaivePolicy(version: "sha256:\(below(1000))")
    policy.maxTtl = pick([3_600_000, 60_000, 900_000])
    policy.hardCeiling = policy.maxTtl * pick([1, 2, 24])
    policy.idle = pick([1_800_000, 10_000, 60_000])
    policy.families = [
      "routers": ["0xRouterA", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"],
      "others": ["0xRouterB", "0x27B1FDB04752BBC536007A920D24ACB045561C26"],
    ]
    for name in Names.capabilities.dropLast() {
      var rule = NaivePolicy.Capability(active: name != "pay.draft")
      if chance(40) { rule.maxTtl = min(policy.hardCeiling, pick([30_000, 600_000, 3_600_000])) }
      if chance(40) { rule.maxValue = pick(Names.amounts) }
      if chance(30) { rule.idle = pick([1000, 10_000, 600_000]) }
      if chance(25) { rule.families = pick([["routers"], ["others"], ["others", "routers"]]) }
      policy.capabilities[name] = rule
    }
    let quarter: UInt64 = 250_000_000_000_000_000
    policy.factor = pick([
      quarter, quarter, 0, 1_000_000_000_000_000_000, 333_333_333_333_333_333, 1, 999_999_999_999_999_999,
    ])
    policy.maxRemaining = pick([300_000, 1000, 60_000])
    policy.guardedMaxRisk = pick([7000, 7000, 7000, 7000, 7000, 0, 1])
    policy.denyFirstMaxRisk = pick([4000, 4000, 4000, 4000, 4000, 0, 1])
    return policy
  }
}
