import Delegation

/// The four mistakes.
extension PostureChecks {
  var temporarilyLongTTLs: PostureJudgement {
    var found = PostureJudgement()
    let long = active.filter { ($0.maxTTL ?? policy.defaults.maxTTL) > PostureLimits.minutes }.map(\.id.text)
    guard let file = facts.policyFile else {
      found.missing("when the policy was applied")
      return found
    }
    let old = age(file.appliedAt)
    let isStale = old > PostureLimits.plan
    found.fail(
      isStale && !long.isEmpty,
      "\(some(long.count, "active capability")) with more than \(PostureLimits.minutes.limit) (\(listed(long))), unchanged for \(old.rough)",
      Remedy.edit("shorter `maxTtl`"))
    found.warn(
      isStale && long.isEmpty,
      "the policy is \(old.rough) old, more than \(PostureLimits.plan.limit)",
      Remedy.edit("look through its limits"))
    found.warn(
      !isStale && !long.isEmpty,
      "\(some(long.count, "active capability")) with more than \(PostureLimits.minutes.limit): \(listed(long))",
      Remedy.edit("shorter `maxTtl`"))
    found.note("the policy was applied \(old.rough) ago, on \(file.appliedAt.utc)")
    return found
  }

  var sharedNonceDomain: PostureJudgement {
    var found = PostureJudgement()
    guard let domains = facts.nonceDomains else {
      found.missing("the nonce domains")
      return found
    }
    found.fail(
      domains.unrelated > 0,
      "\(some(domains.unrelated, "nonce domain")) with live sessions of unrelated action classes\(domains.example.map { ", such as `\($0)`" } ?? "")",
      "grant each action a domain of its own, then end the sessions that share it: \(Remedy.revoke("domain", domains.example))"
    )
    found.warn(
      domains.mixed > domains.unrelated,
      "\(some(domains.mixed - domains.unrelated, "nonce domain")) of \(domains.count) served several action classes",
      "keep a `nonceDomain` to one class of actions; `curfew alerts list` names those that had nothing in common"
    )
    found.note(
      "\(domains.unrelated) of \(some(domains.count, "nonce domain")) shared by unrelated live sessions")
    return found
  }

  /// Where the product asks for what the policy does not allow, the two are kept apart.
  var separatedPolicyLogic: PostureJudgement {
    var found = PostureJudgement()
    let days = PostureLimits.executionDays
    guard let executions = facts.executions else {
      found.missing("the executions of \(days) days")
      return found
    }
    guard executions.all > 0 else {
      found.warn(
        true, "not known: how often the product is denied, as there was no execution in \(days) days",
        "put delegated calls through the store: `curfew authorize < requests.ndjson`")
      return found
    }
    let evidence =
      "\(executions.denied) of \(executions.all) executions denied in \(days) days (\(executions.denied * 100 / executions.all) %)"
    let remedy =
      "see the reasons with `curfew metrics --days \(days)`, and ask before offering: `curfew authorize --help`"
    let isMost = executions.denied * 10 > executions.all * PostureLimits.deniedTenthsFail
    let isMany = executions.denied * 10 > executions.all * PostureLimits.deniedTenthsWarn
    found.fail(isMost, evidence, remedy)
    found.warn(isMany && !isMost, evidence, remedy)
    if !isMany { found.note(evidence) }
    return found
  }

  /// "Revocation should be executable from more than one plane": user, policy, and operations with an audit trail.
  var revocationInUIOnly: PostureJudgement {
    var found = PostureJudgement()
    judgeLateExecutions(&found)
    judgePlanes(&found)
    judgeApprovers(&found)
    judgeLog(&found)
    return found
  }

  private func judgePlanes(_ found: inout PostureJudgement) {
    guard let revocations = facts.revocations else {
      return found.missing("the revocations of \(PostureLimits.planDays) days")
    }
    let counts = Plane.allCases.map { "\($0.rawValue) \(revocations.byPlane[$0] ?? 0)" }.joined(
      separator: ", ")
    let evidence = "revocations in \(PostureLimits.planDays) days by plane: \(counts)"
    let used = Plane.allCases.filter { (revocations.byPlane[$0] ?? 0) > 0 }
    let enforces = policy.response.revokesByItself
    found.fail(
      used == [.user] && !enforces, "only users revoked, and autoRevoke is alert: no second plane acts",
      Remedy.edit("`response.autoRevoke: enforce`"))
    found.warn(
      !enforces && used != [.user], "autoRevoke is alert: the policy plane revokes nothing",
      Remedy.edit("`response.autoRevoke: enforce`"))
    found.note(evidence)
  }

  private func judgeApprovers(_ found: inout PostureJudgement) {
    guard let approvers = facts.approvers else { return found.missing("the operators") }
    found.warn(
      approvers < PostureLimits.approvers,
      "\(some(approvers, "operator")) may approve, of \(PostureLimits.approvers) that it takes",
      "`curfew operators keygen NAME` on their account, then `curfew operators add NAME --key KEY --reason \"posture\"`"
    )
    if approvers >= PostureLimits.approvers { found.note("\(approvers) approvers") }
  }

  private func judgeLog(_ found: inout PostureJudgement) {
    guard let log = facts.log else { return found.missing("how far the audit log is signed") }
    guard let since = log.unsignedSince else {
      return found.note("all \(log.leaves) leaves of the log signed")
    }
    let isOld = age(since) > PostureLimits.unsigned
    let evidence = "\(log.unsigned) of \(log.leaves) leaves of the log unsigned for \(age(since).rough)"
    found.warn(isOld, evidence, "on the account with the log's key: `curfew audit checkpoint`")
    if !isOld { found.note(evidence) }
  }
}
