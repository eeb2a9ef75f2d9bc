import Delegation
import PolicyEngine
import Testing

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
    response: {autoRevokeAtRisk: 97, autoRevoke: enforce, broadWallets: 25, broadValueUsd: 100000, quiet: 2m}
    risk:                   # in nats
      SCOPE: {halfLife: 6h, cap: 8, first: 1.6, again: 0.8, drift: 1}
      CTX: {halfLife: 2h, cap: 8, chain: 3.2, destination: 2.9, domain: 1.4, listed: 5}
      NONCE: {halfLife: 12h, cap: 8, weight: 4.6}
      DORM: {halfLife: 1h, cap: 8, base: 1, slope: 0.7}
      BURST: {halfLife: 15m, cap: 6.7, step: 0.6, over: 20, ratio: 64, usualGap: 20s}
      VELO: {halfLife: 30m, cap: 6.7, over: 0.5, base: 1, slope: 1.6, spendHalfLife: 10m}
      POSTREV: {halfLife: 24h, cap: 8, weight: 4.6}
      TTL: {cap: 8, base: 0.5, slope: 1.2, again: 2}
      REVLAG: {cap: 3, slope: 0.8}
      factors: {allowed: 1.6, sequence: 1.5, retry: 0.25}
    owners: {swap.execute: Team DEX}
    """

  /// The full example with one text in place of another; the file as it is when it holds no such text.
  static func full(_ old: String, _ new: String) -> String { replace(full, old, new) }

  /// `text` with the first `old` in it replaced.
  static func replace(_ text: String, _ old: String, _ new: String) -> String {
    guard let range = text.firstRange(of: old) else { return text }
    return text.replacingCharacters(range, with: new)
  }

  /// A file whose only capability, on line 3, is a draft with these fields, one a line from line 4 on.
  static func draft(_ fields: String...) -> String {
    (["version: 1", "capabilities:", "  a.b:"] + fields.map { "    " + $0 }).joined(separator: "\n")
  }

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

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}

/// A file, the line of the one problem that it has, and a part of what is said of it.
struct ProblemRow: Sendable, CustomTestStringConvertible {
  let yaml: String
  let line: Int
  let says: String

  init(_ yaml: String, _ line: Int, _ says: String) {
    self.yaml = yaml
    self.line = line
    self.says = says
  }

  var testDescription: String { says }
}

/// Expects that the row's file has the one problem that it names.
func expectOnly(_ row: ProblemRow) {
  let problems = PolicyExamples.problems(row.yaml)
  #expect(problems.count == 1, "\(problems)")
  #expect(problems.first?.hasPrefix("\(row.line): ") ?? false, "\(problems)")
  #expect(problems.first?.contains(row.says) ?? false, "\(problems)")
}
