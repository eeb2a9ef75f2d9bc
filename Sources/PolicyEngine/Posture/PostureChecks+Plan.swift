import Delegation

/// The rollout plan of 30, 60 and 90 days.
extension PostureChecks {
  var days1To30: PostureJudgement {
    var found = PostureJudgement()
    found.fail(
      active.isEmpty, "no active capability of \(policy.capabilities.count): nothing may be granted",
      Remedy.edit("register one with its tests"))
    let without = active.filter { $0.maxTTL == nil }.map(\.id.text)
    found.warn(
      !without.isEmpty,
      "\(without.count) of \(active.count) active capabilities without a `maxTtl` of their own: \(listed(without))",
      Remedy.edit("a `maxTtl` for each"))
    if let file = facts.policyFile {
      found.warn(
        file.isStarter, "the built-in starter policy is in force, with example destinations",
        "`curfew policy init policy.yaml`, edit it, then `curfew policy apply policy.yaml --reason \"ours\"`")
    } else {
      found.missing("whether a policy was applied")
    }
    found.note(
      "\(active.count) of \(policy.capabilities.count) capabilities active, each with its tests; maxTtl \(policy.defaults.maxTTL.limit) by default, \(policy.defaults.hardCeiling.limit) at most"
    )
    return found
  }

  /// Context binding is always on; what may be missing is that somebody is told.
  var days31To60: PostureJudgement {
    var found = PostureJudgement()
    let (own, seed) = (policy.detection, PostureLimits.detection)
    let isOff = own.mismatchesOver > PostureLimits.detectionIsOffOver
    let evidence = "detection over \(own.mismatchesOver) mismatches in \(own.window.limit)"
    let remedy = Remedy.edit(
      "`detection: {window: \(seed.window.limit), mismatchesOver: \(seed.mismatchesOver)}`")
    found.fail(isOff, "\(evidence): it finds nothing", remedy)
    found.warn(
      !isOff && (own.mismatchesOver > seed.mismatchesOver || own.window < seed.window),
      "\(evidence): looser than \(seed.mismatchesOver) in \(seed.window.limit)", remedy)
    let unowned = active.filter { policy.owners[$0.id] == nil }.map(\.id.text)
    found.warn(
      !unowned.isEmpty,
      "\(unowned.count) of \(active.count) active capabilities without an owner of their telemetry: \(listed(unowned))",
      Remedy.edit("name each under `owners`"))
    found.note(evidence)
    return found
  }

  var days61To90: PostureJudgement {
    var found = PostureJudgement()
    judgeDrills(&found)
    found.warn(
      !policy.response.revokesByItself, "risk is scored, but autoRevoke is alert",
      Remedy.edit("`response.autoRevoke: enforce`"))
    found.note(
      "risk is scored continuously, acting at \(policy.response.autoRevokeAtRisk.hundredths / 100)")
    return found
  }

  private func judgeDrills(_ found: inout PostureJudgement) {
    let remedy = "`curfew drill run --live`"
    guard let drills = facts.drills else { return found.missing("when the last drill was") }
    guard let last = drills.lastAt else {
      return found.fail(true, "no live drill was ever run on this store", remedy)
    }
    let old = age(last)
    let evidence = "the last live drill was \(old.rough) ago"
    found.fail(!drills.lastPassed, "the last live drill failed, \(old.rough) ago", remedy)
    found.fail(
      old > PostureLimits.plan, "\(evidence), more than \(PostureLimits.plan.limit)", remedy)
    found.warn(
      old > PostureLimits.step && !(old > PostureLimits.plan),
      "\(evidence), more than \(PostureLimits.step.limit)", remedy)
    if drills.lastPassed, !(old > PostureLimits.step) { found.note("\(evidence) and passed") }
  }
}
