import Delegation
import PolicyEngine

/// Policy files that tests start from.
enum PolicyExamples {
  /// A policy with every key, as the product's contract prints it.
  static let full = """
    version: 1
    defaults:
      maxTtl: 1h            # durations: 45s, 15m, 2h, 1d
      hardCeiling: 24h
      inactivity: 30m
    capabilities:
      swap.execute:
        actionClass: swap
        tier: high          # low | high; high needs maxTtl of an hour at most
        status: active      # active | draft
        maxTtl: 15m
        maxValueUsd: 1000
        inactivity: 10m
        destinations: [dex-router]      # families below; absent: the envelope alone decides
        tests:                          # an active capability has an allow, and a deny for each of destination, chain, expiry, over-limit
          - {expect: allow, destination: "0xRouterA", chainId: 1, valueUsd: 10}
          - {expect: deny, because: destination_not_allowed, destination: "0xElsewhere"}
          - {expect: deny, because: chain_mismatch, chainId: 10}
          - {expect: deny, because: session_expired, after: 16m}    # because: among the reasons
          - {expect: deny, because: value_over_execution_limit, valueUsd: 1000.01}
    destinations:
      dex-router: ["0xRouterA", "0xRouterB"]
    modes:
      guarded: {spendFactor: 0.25, maxRemaining: 5m, maxRisk: 70}
      denyFirst: {maxRisk: 40}
    detection: {window: 30m, mismatchesOver: 3}
    response: {autoRevokeAtRisk: 97, broadWallets: 25, broadValueUsd: 100000}
    """

  /// The problems of a file, each as `line: message`; none when it loads.
  static func problems(_ yaml: String) -> [String] {
    do throws(PolicyLoadError) {
      _ = try Policy.load(yaml: yaml)
      return []
    } catch {
      return error.problems.map { "\($0.line): \($0.message)" }
    }
  }
}
