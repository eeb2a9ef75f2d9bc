import Delegation
import PolicyEngine

extension PostureRow {
  static let failing: [PostureRow] = [
    PostureRow(
      .overBroadCapability, .fail, "1 live session of 10 with a capability that is a draft", "cap:swap.old\""
    ) { $0.live { ($0.inactiveCapability, $0.inactiveExample) = (1, "swap.old") } },
    PostureRow(
      .ttlAbuse, .fail, "2 live sessions of 10 over the hardCeiling of 1d", "sessions list --sort expires"
    ) {
      $0.live { $0.lifeOverCeiling = 2 }
    },
    PostureRow(
      .ttlAbuse, .fail, "3 live sessions of 10 with more left", "--scope \"before:2025-11-23T19:43:20Z\""
    ) {
      $0.facts.policyFile?.appliedAt = Timestamp(seconds: 1_763_927_000)
      $0.live { $0.leftOverMaxTTL = 3 }
    },
    PostureRow(
      .crossContextMisuse, .fail, "1 live session with more than 3 context mismatches in 30m", "curfew detect"
    ) { $0.detect(sessions: 1, live: 1) },
    PostureRow(.weakRevocation, .fail, "1 execution allowed after revocation", "audit verify") {
      $0.facts.executions?.allowedAfterRevocation = 1
    },
    PostureRow(.weakRevocation, .fail, "2 critical alerts whose session", "alerts list") {
      $0.facts.revocations?.pendingAlerts = 2
    },
    PostureRow(
      .dormantReactivation, .fail, "1 live session of 10 with an inactivity limit as long", "sessions export"
    ) {
      $0.live { ($0.neverDormant, $0.looseInactivity) = (1, 1) }
    },
    PostureRow(.capabilityScope, .fail, "the generic `execute` is active", "policy apply") {
      $0.edit("swap.execute", "execute")
      $0.edit("{swap.execute: Team DEX}", "{execute: Team DEX}")
    },
    PostureRow(.capabilityScope, .fail, "1 live session of 10 with a generic", "--scope \"cap:Execute\"") {
      $0.live { ($0.generic, $0.genericExample) = (1, "Execute") }
    },
    PostureRow(
      .destinationControls, .fail, "4 live sessions of 10 with more than 20 destinations, up to 21", "export"
    ) {
      $0.live { ($0.wideDestinations, $0.mostDestinations) = (4, 21) }
    },
    PostureRow(.ttlStrategy, .fail, "the default maxTtl is 2d: days", "policy apply") {
      $0.edit("maxTtl: 1h ", "maxTtl: 2d ")
      $0.edit("hardCeiling: 24h", "hardCeiling: 2d")
    },
    PostureRow(
      .nonceHandling, .fail, "one nonce domain for all 10 live sessions and several", "sessions grant"
    ) {
      $0.domains { ($0.majority, $0.majorityIsMixed) = (10, true) }
    },
    PostureRow(.temporarilyLongTTLs, .fail, "unchanged for 91 d", "policy apply") {
      $0.longLow()
      $0.facts.policyFile?.appliedAt = PostureScene.ago(days: 91)
    },
    PostureRow(.sharedNonceDomain, .fail, "1 nonce domain with live sessions", "domain:mobile\"") {
      $0.domains { ($0.mixed, $0.unrelated, $0.example) = (1, 1, "mobile") }
    },
    PostureRow(
      .separatedPolicyLogic, .fail, "501 of 1000 executions denied in 7 days (50 %)", "metrics --days 7"
    ) {
      $0.facts.executions?.denied = 501
    },
    PostureRow(.revocationInUIOnly, .fail, "2 executions allowed after revocation", "audit verify") {
      $0.facts.executions?.allowedAfterRevocation = 2
    },
    PostureRow(.revocationInUIOnly, .fail, "only users revoked", "autoRevoke: enforce") {
      $0.onlyAlert()
      $0.facts.revocations?.byPlane = [.user: 3]
    },
    PostureRow(.days1To30, .fail, "no active capability of 1", "policy apply") {
      $0.edit("status: active", "status: draft ")
    },
    PostureRow(.days31To60, .fail, "over 301 mismatches in 30m: it finds nothing", "mismatchesOver: 3") {
      $0.edit("mismatchesOver: 3", "mismatchesOver: 301")
    },
    PostureRow(.days61To90, .fail, "no live drill was ever run", "drill run --live") {
      $0.facts.drills = PostureFacts.Drills()
    },
    PostureRow(.days61To90, .fail, "the last live drill was 91 d ago", "drill run --live") {
      $0.facts.drills?.lastAt = PostureScene.ago(days: 91)
    },
    PostureRow(.days61To90, .fail, "the last live drill failed, 1 d ago", "drill run --live") {
      $0.facts.drills?.lastAt = PostureScene.ago(days: 1)
      $0.facts.drills?.lastPassed = false
    },
  ]

  static let warning: [PostureRow] = [
    PostureRow(.overBroadCapability, .warn, "6 of 10 live sessions with more than one", "sessions grant") {
      $0.live { $0.severalCapabilities = 6 }
    },
    PostureRow(.ttlAbuse, .warn, "3 live sessions of 10 (30 %) longer than the maxTtl", "sessions list") {
      $0.live { $0.lifeOverMaxTTL = 3 }
    },
    PostureRow(.crossContextMisuse, .warn, "2 ended sessions had more than 3 in 30m", "alerts list") {
      $0.detect(sessions: 2, live: 0)
    },
    PostureRow(
      .weakRevocation, .warn, "p95 2 min over 2 critical alerts, above the quiet of 2m", "autoRevoke"
    ) {
      $0.facts.revocations?.timeToRevocationP95 = TimeSpan(milliseconds: 120_001)
    },
    PostureRow(.weakRevocation, .warn, "mode guarded since", "mode set normal") {
      $0.mode(.guarded, since: PostureScene.ago(seconds: 86_401))
    },
    PostureRow(.weakRevocation, .warn, "mode guarded since", "mode set normal") {
      $0.facts.modes = [
        ModeTable.Entry(scope: .everything, mode: .guarded, start: PostureScene.ago(days: 40)),
        ModeTable.Entry(scope: Scope(chainID: 1), mode: .lockdown, start: PostureScene.ago(seconds: 60)),
      ]
    },
    PostureRow(
      .dormantReactivation, .warn, "2 live sessions of 10 may be quiet for longer", "inactivitySeconds"
    ) {
      $0.live { $0.looseInactivity = 2 }
    },
    PostureRow(.capabilityScope, .warn, "`swap` in the policy: no id of one action", "policy apply") {
      $0.edit("swap.execute", "swap")
      $0.edit("{swap.execute: Team DEX}", "{swap: Team DEX}")
    },
    PostureRow(.capabilityScope, .warn, "1 live session of 10 with an id of one word", "sessions grant") {
      $0.live { $0.unspecific = 1 }
    },
    PostureRow(.destinationControls, .warn, "1 of 1 active capabilities let any destination", "policy apply")
    {
      $0.edit("    destinations: [dex-router]", "    #")
      $0.edit("destination: \"0xRouterA\", chainId: 1", "chainId: 1")
    },
    PostureRow(.ttlStrategy, .warn, "the default maxTtl is 2h: hours", "policy apply") {
      $0.edit("maxTtl: 1h ", "maxTtl: 2h ")
    },
    PostureRow(.ttlStrategy, .warn, "extensions reach 2d", "policy apply") {
      $0.edit("hardCeiling: 24h", "hardCeiling: 48h")
    },
    PostureRow(.nonceHandling, .warn, "one nonce domain has 6 of 10 live sessions", "sessions grant") {
      $0.domains { ($0.majority, $0.majorityIsMixed) = (6, true) }
    },
    PostureRow(.temporarilyLongTTLs, .warn, "the policy is 91 d old", "policy apply") {
      $0.facts.policyFile?.appliedAt = PostureScene.ago(days: 91)
    },
    PostureRow(
      .temporarilyLongTTLs, .warn, "1 active capability with more than 1h: `swap.execute`", "policy apply"
    ) {
      $0.longLow()
    },
    PostureRow(.sharedNonceDomain, .warn, "2 nonce domains of 10 serve several", "alerts list") {
      $0.domains { $0.mixed = 2 }
    },
    PostureRow(.separatedPolicyLogic, .warn, "101 of 1000 executions denied", "metrics --days 7") {
      $0.facts.executions?.denied = 101
    },
    PostureRow(.separatedPolicyLogic, .warn, "not known: how often the product is denied", "curfew authorize")
    {
      $0.facts.executions = PostureFacts.Executions()
    },
    PostureRow(.revocationInUIOnly, .warn, "autoRevoke is alert", "autoRevoke: enforce") { $0.onlyAlert() },
    PostureRow(.revocationInUIOnly, .warn, "1 operator may approve", "operators add") {
      $0.facts.approvers = 1
    },
    PostureRow(.revocationInUIOnly, .warn, "40 of 100 leaves of the log unsigned for 1 h", "audit checkpoint")
    {
      $0.facts.log = PostureFacts.SignedLogState(
        leaves: 100, unsigned: 40, unsignedSince: PostureScene.ago(seconds: 3601))
    },
    PostureRow(.days1To30, .warn, "1 of 1 active capabilities without a `maxTtl`", "policy apply") {
      $0.edit("maxTtl: 15m", "#")
      $0.edit("after: 16m", "after: 1h")
    },
    PostureRow(.days1To30, .warn, "the built-in starter policy", "policy init") {
      $0.facts.policyFile?.isStarter = true
    },
    PostureRow(.days31To60, .warn, "over 4 mismatches in 30m: looser than 3 in 30m", "policy apply") {
      $0.edit("mismatchesOver: 3", "mismatchesOver: 4")
    },
    PostureRow(.days31To60, .warn, "without an owner of their telemetry: `swap.execute`", "`owners`") {
      $0.edit("owners: {swap.execute: Team DEX}", "")
    },
    PostureRow(.days61To90, .warn, "the last live drill was 31 d ago", "drill run --live") {
      $0.facts.drills?.lastAt = PostureScene.ago(days: 31)
    },
    PostureRow(.days61To90, .warn, "risk is scored, but autoRevoke is alert", "autoRevoke: enforce") {
      $0.onlyAlert()
    },
  ]

  /// At the very limit, or without anything to look at.
  static let passing: [PostureRow] = [
    PostureRow(.overBroadCapability, .pass, "0 of 0 live sessions with several") {
      $0.facts.live = PostureFacts.LiveSessions()
    },
    PostureRow(.ttlAbuse, .pass, "the longest life of 10 live sessions is 15 min") { _ in },
    PostureRow(.ttlAbuse, .pass, "no live session") { $0.facts.live = PostureFacts.LiveSessions() },
    PostureRow(.weakRevocation, .pass, "time to revocation p95 2 min over 2 critical alerts") { _ in },
    PostureRow(.weakRevocation, .pass, "no critical alert was answered") {
      $0.facts.revocations?.timeToRevocationP95 = nil
    },
    PostureRow(.weakRevocation, .pass, "mode lockdown since") {
      $0.mode(.lockdown, since: PostureScene.ago(seconds: 86_400))
    },
    PostureRow(.dormantReactivation, .pass, "4 of 10 live sessions dormant") { $0.live { $0.dormant = 4 } },
    PostureRow(.destinationControls, .pass, "the longest list of 10 live sessions has 20") {
      $0.live { $0.mostDestinations = 20 }
    },
    PostureRow(.nonceHandling, .pass, "1 nonce domain over 1 session ever granted") {
      $0.domains { ($0.count, $0.sessions, $0.majority, $0.majorityIsMixed) = (1, 1, 1, true) }
      $0.live { $0.count = 1 }
    },
    PostureRow(.temporarilyLongTTLs, .pass, "applied 90 d ago") { _ in },
    PostureRow(.separatedPolicyLogic, .pass, "100 of 1000 executions denied in 7 days (10 %)") { _ in },
    PostureRow(.revocationInUIOnly, .pass, "user 3, policy 2, secops 1") { _ in },
    PostureRow(.revocationInUIOnly, .pass, "40 of 100 leaves of the log unsigned") {
      $0.facts.log = PostureFacts.SignedLogState(
        leaves: 100, unsigned: 40, unsignedSince: PostureScene.ago(seconds: 3600))
    },
    PostureRow(.days61To90, .pass, "30 d ago and passed; risk is scored continuously, acting at 97") { _ in },
  ]
}

extension PostureScene {
  mutating func detect(sessions: Int, live: Int) {
    facts.detected?.sessions = sessions
    facts.detected?.live = live
  }

  mutating func onlyAlert() { edit("autoRevoke: enforce", "autoRevoke: alert") }

  /// The capability is of the low tier, which may have two hours.
  mutating func longLow() {
    edit("tier: high", "tier: low ")
    edit("maxTtl: 15m", "maxTtl: 2h")
    edit("inactivity: 10m", "inactivity: 3h")
    edit("after: 16m", "after: 2h")
  }

  mutating func mode(_ mode: PolicyMode, since start: Timestamp) {
    facts.modes = [ModeTable.Entry(scope: .everything, mode: mode, start: start)]
  }
}
