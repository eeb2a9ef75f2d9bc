import Delegation

extension DrillScenario {
  private init(
    _ id: DrillScenarioID, _ title: String, _ hypothesis: String, _ faults: [DrillFault],
    _ mustHold: [String],
    live: Bool = false, scratch: Bool = false
  ) {
    self.init(
      id: id, title: title, hypothesis: hypothesis, faults: faults, mustHold: mustHold, canRunLive: live,
      hasScratchRun: scratch)
  }

  static func accident(_ id: DrillScenarioID) -> DrillScenario {
    switch id {
    case .d1:
      DrillScenario(
        id, "baseline", "A revoked key is refused at every point within seconds of the key press.", [.none],
        ["every point lets the canary act before, and refuses it after"], live: true, scratch: true)
    case .d2:
      DrillScenario(
        id, "queue delay", "News that comes late makes no decision late.",
        [.queueDelay(TimeSpan(seconds: 30)), .queueDelay(TimeSpan(seconds: 300))],
        ["no point says that it holds the revocation before it refuses"])
    case .d3:
      DrillScenario(
        id, "enforcement point offline", "A point that cannot reach the store lets nothing through.",
        [.pointOffline], ["the point that is offline refuses with state_stale, before and after"],
        scratch: true)
    case .d4:
      DrillScenario(
        id, "stale cache", "No copy outlives a revocation, however long it may be kept.",
        [.staleCache(life: TimeSpan(seconds: 60)), .staleCache(life: TimeSpan(seconds: 300))],
        ["nothing is allowed from a copy after the commit"])
    case .d5:
      DrillScenario(
        id, "re-cache race", "A read that began before the revocation cannot bring the session back.",
        [.recacheRace], ["no point allows again once it has refused"])
    case .d6:
      DrillScenario(
        id, "eviction fails", "A lost eviction costs nothing: each decision looks at the revocation itself.",
        [.evictionFails], ["the point whose eviction failed refuses too"])
    case .d7:
      DrillScenario(
        id, "clock skew", "A clock that is two minutes off lets no revoked key act.",
        [.clockSkew(TimeSpan(seconds: 120))], ["points whose clocks are ahead and behind refuse alike"],
        scratch: true)
    case .d8:
      DrillScenario(
        id, "duplicate and out-of-order revoke", "The order and number of messages changes nothing.",
        [.repeatedOutOfOrder], ["the earliest effective time stands"], live: true, scratch: true)
    case .d9:
      DrillScenario(
        id, "mass revoke", "A thousand keys end as quickly as one.", [.manyKeys(1000)],
        ["every one of the keys is refused"], live: true, scratch: true)
    default: people(id)
    }
  }

  /// What people are drilled in.
  private static func people(_ id: DrillScenarioID) -> DrillScenario {
    switch id {
    case .d10:
      DrillScenario(
        id, "primary plane down", "With the console gone, another plane ends the session.",
        [.primaryPathDown], ["a second path commits the revocation"], live: true, scratch: true)
    case .d11:
      DrillScenario(
        id, "unannounced page", "An attacker is stopped in time even when nobody answers at once.",
        [.pageUnannounced], ["somebody answers, or the policy plane revokes, within the objective"],
        live: true)
    case .d12:
      DrillScenario(
        id, "second approver missing", "Stopping never waits for a second person; loosening always does.",
        [.approverMissing],
        ["the revocation does not wait", "what loosens waits, and is taken on by another approver"],
        scratch: true)
    default:
      DrillScenario(
        .d13, "notice against the clock", "A notice that says only what is known is ready within minutes.",
        [.noticeTimed],
        ["a draft that no rule blocks is ready in time", "it bears the drill's mark"], live: true)
    }
  }

  static func policyTest(_ id: DrillScenarioID) -> DrillScenario {
    switch id {
    case .s1:
      DrillScenario(
        id, "unregistered capability", "What no rule is active for is refused, whatever the envelope says.",
        [.capabilityUnregistered], ["refused with capability_unregistered, always"])
    case .s2:
      DrillScenario(
        id, "spender classes drift",
        "A destination that left its family is refused, though envelopes list it.",
        [.spenderDrift], ["refused with destination_not_allowed from the policy's commit on"])
    case .s3:
      DrillScenario(
        id, "expired session under clock skew", "A session ends at its time, whatever clock a point has.",
        [.expiryUnderSkew(TimeSpan(seconds: 120))], ["refused with session_expired from `expiresAt` on"])
    case .s4:
      DrillScenario(
        id, "propagation under queue delay", "A queue that grows under load delays no revocation.",
        [.queueUnderLoad(delay: TimeSpan(seconds: 90))],
        ["no point says that it holds the revocation before it refuses"])
    default:
      DrillScenario(
        .s5, "mode tightening under load", "Lockdown holds for the next request, however many wait.",
        [.tighteningUnderLoad], ["refused with mode_lockdown from the commit on, other requests too"])
    }
  }
}
