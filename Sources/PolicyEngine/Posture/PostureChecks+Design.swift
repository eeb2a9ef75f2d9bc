import Delegation

/// The four design choices, weak or strong.
extension PostureChecks {
  var capabilityScope: PostureJudgement {
    var found = PostureJudgement()
    let breadths = policy.capabilities.values.map { ($0, CapabilityBreadth(ofID: $0.id.text)) }
    let generic = breadths.filter { $0.1 == .generic && $0.0.isActive }.map { $0.0.id.text }.sorted()
    let loose = breadths.filter { $0.1 == .unspecific || $0.1 == .generic && !$0.0.isActive }
      .map { $0.0.id.text }.sorted()
    found.fail(
      !generic.isEmpty, "the generic \(listed(generic)) is active in the policy",
      Remedy.edit("register an id for each action, such as `swap.execute`, in its place"))
    found.warn(
      !loose.isEmpty, "\(listed(loose)) in the policy: no id of one action",
      Remedy.edit("name the class and the action, such as `swap.execute`"))
    guard let live = facts.live else {
      found.missing("the capabilities of live sessions")
      return found
    }
    found.fail(
      live.generic > 0, "\(some(live.generic, "live session")) of \(live.count) with a generic capability",
      "end them: " + Remedy.revoke("cap", generic.first))
    found.warn(
      live.unspecific > 0, "\(some(live.unspecific, "live session")) of \(live.count) with an id of one word",
      "grant action-specific ids: `curfew sessions grant envelope.json`")
    found.note("\(active.count) active ids in the policy, 0 needed to be generic")
    return found
  }

  /// An envelope always has its own list; families are what binds it to the type of action.
  var destinationControls: PostureJudgement {
    var found = PostureJudgement()
    let open = active.filter { $0.families == nil }.map(\.id.text)
    found.warn(
      !open.isEmpty,
      "\(open.count) of \(active.count) active capabilities let any destination of the envelope pass: \(listed(open))",
      Remedy.edit("give each `destinations` with families"))
    guard let live = facts.live else {
      found.missing("the destinations of live sessions")
      return found
    }
    found.fail(
      live.wideDestinations > 0,
      "\(some(live.wideDestinations, "live session")) of \(live.count) with more than \(PostureLimits.wideDestinations) destinations, up to \(live.mostDestinations)",
      "end them and grant shorter lists (`curfew sessions export` has each list): `curfew revoke KEY --reason \"posture\"`"
    )
    found.note(
      "\(active.count - open.count) of \(active.count) active capabilities have families; the longest list of \(some(live.count, "live session")) has \(live.mostDestinations)"
    )
    return found
  }

  var ttlStrategy: PostureJudgement {
    var found = PostureJudgement()
    let (ttl, ceiling) = (policy.defaults.maxTTL, policy.defaults.hardCeiling)
    let isLong = ttl > PostureLimits.hours
    found.fail(
      isLong, "the default maxTtl is \(ttl.limit): days",
      Remedy.edit("a `defaults.maxTtl` of at most \(PostureLimits.minutes.limit)"))
    found.warn(
      !isLong && ttl > PostureLimits.minutes, "the default maxTtl is \(ttl.limit): hours",
      Remedy.edit("a `defaults.maxTtl` of at most \(PostureLimits.minutes.limit)"))
    found.warn(
      ceiling > PostureLimits.hours, "extensions reach \(ceiling.limit)",
      Remedy.edit("a `defaults.hardCeiling` of at most \(PostureLimits.hours.limit)"))
    found.note("default maxTtl \(ttl.limit), extended explicitly up to \(ceiling.limit)")
    return found
  }

  /// Nonces are always counted for each session in its domain: a shared name replays nothing, but hides whose stream it is.
  var nonceHandling: PostureJudgement {
    var found = PostureJudgement()
    guard let domains = facts.nonceDomains else {
      found.missing("the nonce domains")
      return found
    }
    let isGlobal = domains.count == 1 && domains.sessions > 1
    found.fail(
      isGlobal && domains.mixed > 0,
      "one nonce domain for all \(domains.sessions) sessions and several action classes",
      "grant each session, or each app's action, a `nonceDomain` of its own: `curfew sessions grant envelope.json`"
    )
    found.warn(
      domains.sessions > 1 && domains.largest * 2 > domains.sessions && !(isGlobal && domains.mixed > 0),
      "one nonce domain has \(domains.largest) of \(domains.sessions) sessions",
      "grant each session, or each app's action, a `nonceDomain` of its own: `curfew sessions grant envelope.json`"
    )
    found.note(
      "\(some(domains.count, "nonce domain")) of \(some(domains.sessions, "session")), nonces counted for each session"
    )
    return found
  }
}
