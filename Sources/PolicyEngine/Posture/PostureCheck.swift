/// Where in the seed a check comes from.
package enum PostureGroup: String, CaseIterable, Hashable, Sendable {
  case matrix
  case design
  case mistakes
  case plan

  /// As a heading.
  package var title: String {
    switch self {
    case .matrix: "Control matrix"
    case .design: "Design choices"
    case .mistakes: "Mistakes"
    case .plan: "30/60/90 plan"
    }
  }
}

/// One item of "Session Keys & Delegation Security in Web3 Wallets" that a store is held against, in its order. The raw
/// value is the id that scripts see.
package enum PostureCheck: String, CaseIterable, Hashable, Sendable {
  case overBroadCapability = "over-broad-capability"
  case ttlAbuse = "ttl-abuse"
  case crossContextMisuse = "cross-context-misuse"
  case weakRevocation = "weak-revocation"
  case dormantReactivation = "dormant-reactivation"
  case capabilityScope = "capability-scope"
  case destinationControls = "destination-controls"
  case ttlStrategy = "ttl-strategy"
  case nonceHandling = "nonce-handling"
  case temporarilyLongTTLs = "temporarily-long-ttls"
  case sharedNonceDomain = "shared-nonce-domain"
  case separatedPolicyLogic = "separated-policy-logic"
  case revocationInUIOnly = "revocation-in-ui-only"
  case days1To30 = "days-1-30"
  case days31To60 = "days-31-60"
  case days61To90 = "days-61-90"

  package var id: String { rawValue }

  package var group: PostureGroup {
    switch self {
    case .overBroadCapability, .ttlAbuse, .crossContextMisuse, .weakRevocation, .dormantReactivation: .matrix
    case .capabilityScope, .destinationControls, .ttlStrategy, .nonceHandling: .design
    case .temporarilyLongTTLs, .sharedNonceDomain, .separatedPolicyLogic, .revocationInUIOnly: .mistakes
    case .days1To30, .days31To60, .days61To90: .plan
    }
  }

  /// In the source's own words.
  package var title: String {
    switch self {
    case .overBroadCapability: "Over-broad capability"
    case .ttlAbuse: "TTL abuse"
    case .crossContextMisuse: "Cross-context misuse"
    case .weakRevocation: "Weak revocation"
    case .dormantReactivation: "Dormant reactivation"
    case .capabilityScope: "Capability Scope"
    case .destinationControls: "Destination Controls"
    case .ttlStrategy: "TTL Strategy"
    case .nonceHandling: "Nonce Handling"
    case .temporarilyLongTTLs:
      "keeping session TTLs “temporarily long” and never returning to tighten them"
    case .sharedNonceDomain: "reusing one nonce domain across unrelated delegated actions"
    case .separatedPolicyLogic:
      "separating product UX logic from policy enforcement logic too aggressively"
    case .revocationInUIOnly: "building revocation in UI but not in deterministic backend enforcement"
    case .days1To30: "Days 1–30: define capability schema and enforce hard TTL defaults"
    case .days31To60: "Days 31–60: deploy context-binding checks and delegated anomaly telemetry"
    case .days61To90: "Days 61–90: run revocation drills and introduce continuous session risk scoring"
    }
  }

  /// What the source asks for: the primary control, the strong pattern, or where the item stands.
  package var source: String {
    switch self {
    case .overBroadCapability: "primary control: Action allowlist + strict schema"
    case .ttlAbuse: "primary control: Short expiry + forced refresh"
    case .crossContextMisuse: "primary control: Context binding (chain, contract, domain)"
    case .weakRevocation: "primary control: Revocation cache + deny-first mode"
    case .dormantReactivation: "primary control: Inactivity timeout + re-attestation"
    case .capabilityScope: "strong pattern: Action-specific capability IDs"
    case .destinationControls: "strong pattern: Destination allowlist by action type"
    case .ttlStrategy: "strong pattern: Short defaults + explicit extension path"
    case .nonceHandling: "strong pattern: Per-session nonce domains"
    case .temporarilyLongTTLs, .sharedNonceDomain, .separatedPolicyLogic, .revocationInUIOnly:
      "Which Mistakes Break Session-Key Security Most Often?"
    case .days1To30, .days31To60, .days61To90:
      "What Should a Practical 30/60/90 Session-Key Rollout Plan Include?"
    }
  }
}

package enum PostureVerdict: String, CaseIterable, Hashable, Comparable, Sendable {
  case pass
  case warn
  case fail

  private var rank: Int {
    switch self {
    case .pass: 0
    case .warn: 1
    case .fail: 2
    }
  }

  package static func < (a: PostureVerdict, b: PostureVerdict) -> Bool { a.rank < b.rank }
}

/// How one check went.
package struct PostureFinding: Hashable, Sendable {
  package let check: PostureCheck
  package let verdict: PostureVerdict
  /// What was seen, with its numbers: the worst first, parts separated by semicolons.
  package let evidence: String
  /// What to do about it, the worst first, each with its command between backticks; empty on a pass.
  package let remedies: [String]
}
