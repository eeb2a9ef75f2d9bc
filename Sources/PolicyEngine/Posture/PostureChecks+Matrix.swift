import Delegation

/// The control matrix: five risks.
extension PostureChecks {
  /// "Should session keys be single-purpose? As a default, yes": most of them at least.
  var overBroadCapability: PostureJudgement {
    var found = PostureJudgement()
    guard let live = facts.live else {
      found.missing("the capabilities of live sessions")
      return found
    }
    found.fail(
      live.inactiveCapability > 0,
      "\(some(live.inactiveCapability, "live session")) of \(live.count) with a capability that is a draft or not registered\(live.inactiveExample.map { ", such as `\($0)`" } ?? "")",
      "end them: " + Remedy.revoke("cap", live.inactiveExample)
    )
    found.warn(
      live.severalCapabilities * 2 > live.count,
      "\(live.severalCapabilities) of \(some(live.count, "live session")) with more than one capability",
      "grant single-purpose sessions: one envelope for each capability, `curfew sessions grant envelope.json`"
    )
    found.note(
      "\(active.count) registered and active, \(live.severalCapabilities) of \(some(live.count, "live session")) with several"
    )
    return found
  }

  var ttlAbuse: PostureJudgement {
    var found = PostureJudgement()
    guard let live = facts.live else {
      found.missing("the lives of live sessions")
      return found
    }
    found.fail(
      live.lifeOverCeiling > 0,
      "\(some(live.lifeOverCeiling, "live session")) of \(live.count) over the hardCeiling of \(policy.defaults.hardCeiling.limit)",
      "end the oldest: `curfew sessions list --sort expires`, then `curfew revoke KEY --reason \"posture\"`")
    found.fail(
      live.leftOverMaxTTL > 0,
      "\(some(live.leftOverMaxTTL, "live session")) of \(live.count) with more left than the maxTtl of their capabilities",
      "end what an earlier policy granted: \(Remedy.revoke("before", policyTime))")
    found.warn(
      live.lifeOverMaxTTL > 0,
      "\(some(live.lifeOverMaxTTL, "live session")) of \(live.count) (\(share(live.lifeOverMaxTTL, of: live.count))) longer than the maxTtl of their capabilities, by extension or an earlier policy",
      "let them expire and extend no more: `curfew sessions list 'state:active'`")
    found.note(
      live.longestLife.map { "the longest life of \(some(live.count, "live session")) is \($0.rough)" }
        ?? "no live session")
    return found
  }

  var crossContextMisuse: PostureJudgement {
    var found = PostureJudgement()
    let limit = policy.detection
    guard let detected = facts.detected else {
      found.missing("the context mismatches of the last \(limit.window.limit)")
      return found
    }
    found.fail(
      detected.live > 0,
      "\(some(detected.live, "live session")) with more than \(limit.mismatchesOver) context mismatches in \(limit.window.limit)",
      "`curfew detect`, then `curfew revoke KEY --reason context_mismatch`")
    found.warn(
      detected.sessions > detected.live,
      "\(some(detected.sessions - detected.live, "ended session")) had more than \(limit.mismatchesOver) in \(limit.window.limit)",
      "look into it: `curfew alerts list`")
    if detected.sessions == 0 {
      found.note("0 sessions over the limit of \(limit.mismatchesOver) in \(limit.window.limit)")
    }
    return found
  }

  var weakRevocation: PostureJudgement {
    var found = PostureJudgement()
    judgeLateExecutions(&found)
    judgeTimes(&found)
    judgeModes(&found)
    return found
  }

  func judgeLateExecutions(_ found: inout PostureJudgement) {
    guard let executions = facts.executions else {
      return found.missing("executions after revocation in \(PostureLimits.executionDays) days")
    }
    let late = Int(clamping: executions.allowedAfterRevocation)
    found.fail(
      late > 0, "\(some(late, "execution")) allowed after revocation in \(PostureLimits.executionDays) days",
      "find where: `curfew audit verify`, and `curfew metrics --days \(PostureLimits.executionDays)`")
    if late == 0 {
      found.note("0 executions allowed after revocation in \(PostureLimits.executionDays) days")
    }
  }

  /// The policy's `quiet` says how long a revocation may need to be believed: an answer is not to take longer.
  private func judgeTimes(_ found: inout PostureJudgement) {
    guard let revocations = facts.revocations else {
      return found.missing("the times to revocation of \(PostureLimits.planDays) days")
    }
    let limit = policy.response.quiet
    found.fail(
      revocations.pendingAlerts > 0,
      "\(some(revocations.pendingAlerts, "critical alert")) whose session was not seen revoked",
      "`curfew alerts list`, then `curfew revoke KEY --reason \"critical alert\"`")
    guard let p95 = revocations.timeToRevocationP95 else {
      return found.note("no critical alert was answered in \(PostureLimits.planDays) days")
    }
    let evidence =
      "time to revocation p95 \(p95.rough) over \(some(revocations.answeredAlerts, "critical alert"))"
    found.warn(
      p95 > limit, "\(evidence), above the quiet of \(limit.limit)",
      Remedy.edit("let the policy plane revoke (`autoRevoke: enforce`)"))
    if !(p95 > limit) { found.note(evidence) }
  }

  private func judgeModes(_ found: inout PostureJudgement) {
    guard let modes = facts.modes else { return found.missing("the mode in force") }
    guard let tightest = modes.max(by: { ($0.mode, $1.start) < ($1.mode, $0.start) }) else {
      return found.note("mode normal everywhere")
    }
    // Each of them: a fresh one elsewhere excuses none that was forgotten.
    let old = modes.filter { $0.mode > .normal && age($0.start) > PostureLimits.tightMode }
      .sorted { $0.start < $1.start }
    for entry in old.prefix(Self.oldModesMax) {
      found.warn(
        true,
        "mode \(entry.mode.rawValue) since \(entry.start.utc), for \(age(entry.start).rough)",
        "if its incident is over: " + Remedy.loosen(entry.scope))
    }
    found.warn(
      old.count > Self.oldModesMax, "\(old.count - Self.oldModesMax) more modes as old as that",
      "`curfew mode show`")
    if old.isEmpty { found.note("mode \(tightest.mode.rawValue) since \(tightest.start.utc)") }
  }

  /// More are counted.
  private static let oldModesMax = 3

  var dormantReactivation: PostureJudgement {
    var found = PostureJudgement()
    let limit = policy.defaults.inactivity
    judgeInactivityLimits(&found)
    guard let live = facts.live else {
      found.missing("the inactivity limits of live sessions")
      return found
    }
    found.fail(
      live.neverDormant > 0,
      "\(some(live.neverDormant, "live session")) of \(live.count) with an inactivity limit as long as their life",
      "end them (`curfew sessions export` has each `inactivitySeconds`): `curfew revoke KEY --reason \"posture\"`"
    )
    found.warn(
      live.looseInactivity > live.neverDormant,
      "\(some(live.looseInactivity, "live session")) of \(live.count) may be quiet for longer than the policy's \(limit.limit)",
      "grant them without an `inactivitySeconds` above \(limit.limit)")
    found.note(
      "inactivity \(limit.limit) by default; \(live.dormant) of \(some(live.count, "live session")) dormant")
    return found
  }

  /// A session that ends before it may be called quiet can never go dormant.
  private func judgeInactivityLimits(_ found: inout PostureJudgement) {
    let defaults = policy.defaults
    found.warn(
      defaults.inactivity >= defaults.maxTTL,
      "the default inactivity of \(defaults.inactivity.limit) is not below the maxTtl of \(defaults.maxTTL.limit): no session can go dormant that is not extended",
      Remedy.edit("set `defaults.inactivity` below `defaults.maxTtl`"))
    let never = active.filter {
      ($0.inactivity != nil || $0.maxTTL != nil)
        && ($0.inactivity ?? defaults.inactivity) >= ($0.maxTTL ?? defaults.maxTTL)
    }
    guard let first = never.map(\.id.text).min() else { return }
    found.warn(
      true,
      "\(never.count) of \(active.count) active capabilities with an inactivity not below the maxTtl, such as `\(first)`",
      Remedy.edit("set their `inactivity` below their `maxTtl`"))
  }

  private var policyTime: String { facts.policyFile?.appliedAt.utc ?? time.utc }

  func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "0 %" : "\(part * 100 / whole) %"
  }
}
