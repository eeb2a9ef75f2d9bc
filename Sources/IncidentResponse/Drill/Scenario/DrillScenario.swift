package import Delegation

/// What a drill tests: D1 … D13 are accidents that enforcement in the field had, S1 … S5 what a delegation policy must
/// hold before it is relied on (seed, "test the policy").
package enum DrillScenarioID: String, CaseIterable, Hashable, Sendable {
  case d1 = "D1"
  case d2 = "D2"
  case d3 = "D3"
  case d4 = "D4"
  case d5 = "D5"
  case d6 = "D6"
  case d7 = "D7"
  case d8 = "D8"
  case d9 = "D9"
  case d10 = "D10"
  case d11 = "D11"
  case d12 = "D12"
  case d13 = "D13"
  case s1 = "S1"
  case s2 = "S2"
  case s3 = "S3"
  case s4 = "S4"
  case s5 = "S5"
}

/// What is wrong with the world while a drill runs.
package enum DrillFault: Hashable, Sendable {
  case none
  /// News of a change reaches the points this much later.
  case queueDelay(TimeSpan)
  /// One point reaches nothing.
  case pointOffline
  /// Points may answer from a copy this old, and hear no news.
  case staleCache(life: TimeSpan)
  /// A read that began before the revocation ends after it, and puts the old copy back.
  case recacheRace
  /// The call that drops the copy fails, and nobody looks at its error.
  case evictionFails
  /// One point's clock is this much ahead, another's this much behind.
  case clockSkew(TimeSpan)
  /// The revocation comes twice, with another effective time, and an older state of the session after it.
  case repeatedOutOfOrder
  case manyKeys(Int)
  /// The console cannot be used.
  case primaryPathDown
  /// Nobody knows that the page comes.
  case pageUnannounced
  /// The second person cannot be reached.
  case approverMissing
  /// The notice is drafted against the clock.
  case noticeTimed
  /// The request names a capability that no rule is active for.
  case capabilityUnregistered
  /// The policy drops a destination that the envelope still lists.
  case spenderDrift
  /// The session expires while a point's clock is this much behind.
  case expiryUnderSkew(TimeSpan)
  /// News waits behind a queue that grows, to this much at most.
  case queueUnderLoad(delay: TimeSpan)
  /// The mode is tightened while the points are busy with other requests.
  case tighteningUnderLoad

  /// How a report calls this variant of its scenario.
  package var words: String {
    switch self {
    case .none: "no fault"
    case .queueDelay(let delay): "queue \(delay.policyText) behind"
    case .pointOffline: "one point offline"
    case .staleCache(let life): "copies kept \(life.policyText), no news"
    case .recacheRace: "a late read puts the copy back"
    case .evictionFails: "the eviction call fails"
    case .clockSkew(let skew): "clocks off by \(skew.policyText) both ways"
    case .repeatedOutOfOrder: "revoked twice, older state after it"
    case .manyKeys(let count): "\(count) keys at once"
    case .primaryPathDown: "console down"
    case .pageUnannounced: "unannounced page"
    case .approverMissing: "second person missing"
    case .noticeTimed: "notice against the clock"
    case .capabilityUnregistered: "capability not registered"
    case .spenderDrift: "destination dropped from its family"
    case .expiryUnderSkew(let skew): "expiry with a clock \(skew.policyText) behind"
    case .queueUnderLoad(let delay): "queue growing to \(delay.policyText)"
    case .tighteningUnderLoad: "lockdown under load"
    }
  }
}

/// One scenario as it stands in the list.
package struct DrillScenario: Hashable, Sendable {
  package let id: DrillScenarioID
  package let title: String
  /// What is believed before the drill, so that it can be found wrong.
  package let hypothesis: String
  /// Each is a run of its own.
  package let faults: [DrillFault]
  /// What must hold beside the objectives.
  package let mustHold: [String]
  /// Whether it can be run on a live store: nothing but canaries is touched, and no fault has to be put in.
  package let canRunLive: Bool
  /// Whether a scratch store can be put into the same trouble.
  package let hasScratchRun: Bool

  package static func of(_ id: DrillScenarioID) -> DrillScenario {
    id.isAccident ? accident(id) : policyTest(id)
  }

  /// All of them, in the order of their ids.
  package static var all: [DrillScenario] { DrillScenarioID.allCases.map(of) }
}

extension DrillScenarioID {
  fileprivate var isAccident: Bool { rawValue.hasPrefix("D") }
}
