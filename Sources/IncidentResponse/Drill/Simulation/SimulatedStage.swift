import Delegation
import PolicyEngine

/// A world of three enforcement points on one store, on virtual time, with one fault in it.
final class SimulatedStage: DrillStage {
  enum Due {
    case commit
    /// What comes after the first commit: the same again, otherwise told.
    case again
    case news(DrillNews, point: Int)
    case queued
  }

  let fault: DrillFault
  let design: DrillDesign
  let store: SimulatedStore
  private let scenario: DrillScenarioID
  private let policies: DrillPolicies
  /// Key press to commit, the commit's own time.
  private let commitDelay: TimeSpan
  /// Commit to the news at a point that hears it in time.
  private let newsDelay: TimeSpan
  private var due: [(at: Timestamp, what: Due)] = []
  private(set) var points: [any DrillPoint] = []
  private(set) var committedAt: Timestamp?
  private(set) var canaries: [Envelope] = []
  private var nonce: UInt64 = 0
  /// Requests of others that were allowed after the commit.
  private var othersAllowed = 0

  static let drill = "DRILL-SIM"
  private static let routers = [Identifier.opaque("0xRouterA"), .opaque("0xRouterB")]

  init(
    _ scenario: DrillScenarioID, _ fault: DrillFault, _ design: DrillDesign, _ policies: DrillPolicies,
    random: inout some RandomNumberGenerator
  ) {
    self.scenario = scenario
    self.fault = fault
    self.design = design
    self.policies = policies
    store = SimulatedStore(policy: policies.inForce)
    // Where stopping takes a second person, or the one console, it waits for them.
    let waits = design == .cache && (fault == .approverMissing || fault == .primaryPathDown)
    commitDelay = waits ? random.span(240_000, 300_000) : random.span(2, 40)
    newsDelay =
      switch fault {
      case .queueDelay(let delay): delay
      case .queueUnderLoad(let delay): random.span(delay.milliseconds / 2, delay.milliseconds)
      default: random.span(5, 60)
      }
    points = ["gateway-a", "gateway-b", "gateway-c"].enumerated().map { place, name in
      makePoint(name, place)
    }
  }

  private func makePoint(_ name: String, _ place: Int) -> any DrillPoint {
    let habits = fault.habits(ofPoint: place)
    switch design {
    case .store:
      return StorePoint(name, in: store, skew: habits.skew, isOnline: habits.isOnline) { [unowned self] in
        committedAt
      }
    case .cache: return CachedPoint(name, in: store, habits)
    }
  }

  func prepare(at time: Timestamp, change: Timestamp) throws(DrillTrouble) {
    let count = if case .manyKeys(let count) = fault { count } else { 1 }
    var expiresAt = time + TimeSpan(seconds: 600)
    if case .expiryUnderSkew = fault { expiresAt = change }
    for number in 1...count {
      let key = Identifier.opaque("\(Self.drill)-k\(number)")
      // Older than any clock is behind: a point of that clock knows it too.
      let envelope = Envelope.canary(
        key, drill: Self.drill, destinations: Self.routers, issuedAt: time - TimeSpan(seconds: 180),
        expiresAt: expiresAt, inactivity: TimeSpan(seconds: 3600))
      canaries.append(envelope)
      store.commit(.granted(envelope), at: time)
    }
  }

  func requests() -> [ExecutionRequest] {
    let probed =
      canaries.count <= 8
      ? canaries
      : canaries.enumerated().filter { place, _ in
        place % (canaries.count / 8) == 0 || place == canaries.count - 1
      }.map(\.element)
    return probed.map(probe)
  }

  func probe(_ canary: Envelope) -> ExecutionRequest {
    nonce += 1
    return canary.probe(
      nonce: nonce, capability: fault == .capabilityUnregistered ? .opaque("bridge.transfer") : nil,
      destination: Self.routers[1])
  }

  func press(at time: Timestamp) {
    switch fault {
    // Nothing has to be changed: the rule holds already, or time itself makes the change.
    case .capabilityUnregistered, .expiryUnderSkew: committedAt = time
    default: schedule(time + commitDelay, .commit)
    }
  }

  func advance(to time: Timestamp) {
    while let first = due.first, first.at <= time {
      due.removeFirst()
      carryOut(first.what, at: first.at)
    }
    if fault == .tighteningUnderLoad { playOthers(at: time) }
  }

  private func schedule(_ time: Timestamp, _ what: Due) {
    // From the end: most comes in the order in which it is due.
    let before = due.lastIndex { $0.at <= time }
    due.insert((time, what), at: before.map { $0 + 1 } ?? due.startIndex)
  }

  private func carryOut(_ what: Due, at time: Timestamp) {
    switch what {
    case .commit: commit(at: time)
    case .again: repeatRevocation(at: time)
    case .queued: for point in points { (point as? CachedPoint)?.acknowledge(at: time) }
    case .news(let news, let point): points[point].receive(news, at: time)
    }
  }

  private func commit(at time: Timestamp) {
    switch fault {
    case .spenderDrift:
      store.putInForce(policies.drifted)
      spread(.rulesChanged, from: time)
    case .tighteningUnderLoad:
      store.commit(.modeChanged(.lockdown, .everything), at: time)
      spread(.rulesChanged, from: time)
    default:
      for canary in canaries {
        let notice = notice(canary.sessionKey, "rev-1")
        let at = store.commit(.revoked(notice), at: time)
        spread(.revoked(notice.effective(at)), from: time)
      }
      if fault == .repeatedOutOfOrder { schedule(time + TimeSpan(milliseconds: 500), .again) }
    }
    // Of the news: the order in which it was committed. Of the points: what each is asked from now on.
    committedAt = time
  }

  /// The same revocation again, one that holds from later on, and an older state of the session after both.
  private func repeatRevocation(at time: Timestamp) {
    for canary in canaries {
      let key = canary.sessionKey
      store.commit(.revoked(notice(key, "rev-1")), at: time)
      store.commit(.revoked(notice(key, "rev-2").effective(time + TimeSpan(seconds: 3600))), at: time)
      spread(.olderState(of: key), from: time)
    }
  }

  private func spread(_ news: DrillNews, from time: Timestamp) {
    for (place, _) in points.enumerated() {
      let habits = fault.habits(ofPoint: place)
      if habits.acknowledgesOnQueueing { schedule(time, .queued) }
      if habits.hearsNews { schedule(time + newsDelay, .news(news, point: place)) }
    }
  }

  private func notice(_ key: Identifier, _ id: String) -> RevocationNotice {
    RevocationNotice(
      sessionKey: key, effectiveAt: nil, revokedBy: "drill", reason: Self.drill, invalidateCaches: nil,
      revocationID: id)
  }

  /// Twenty requests that have nothing to do with the drill, through the first point.
  private func playOthers(at time: Timestamp) {
    guard let canary = canaries.first else { return }
    let answers = points[0].probe((0..<20).map { _ in probe(canary) }, at: time)
    if committedAt != nil { othersAllowed += answers.count { $0 == .allowed } }
  }

  func findings(at time: Timestamp) throws(DrillTrouble) -> [DrillFinding] {
    SimulatedFindings(stage: self, othersAllowed: othersAllowed, at: time).all
  }
}

extension RevocationNotice {
  fileprivate func effective(_ time: Timestamp) -> RevocationNotice {
    RevocationNotice(
      sessionKey: sessionKey, effectiveAt: time, revokedBy: revokedBy, reason: reason,
      invalidateCaches: invalidateCaches, revocationID: revocationID)
  }
}

extension DrillFault {
  /// What the fault does to a point of three.
  func habits(ofPoint place: Int) -> CacheHabits {
    var habits = CacheHabits()
    switch self {
    case .queueDelay, .queueUnderLoad: habits.acknowledgesOnQueueing = true
    case .pointOffline: habits.isOnline = place != 2
    case .staleCache(let life):
      habits.life = life
      habits.hearsNews = false
      habits.acknowledgesOnQueueing = true
    case .recacheRace: habits.recachesAfter = place == 1 ? TimeSpan(milliseconds: 300) : nil
    case .evictionFails: habits.evicts = place != 2
    case .clockSkew(let skew):
      habits.skew = TimeSpan(milliseconds: [skew.milliseconds, -skew.milliseconds, 0][place % 3])
      habits.entersTime = true
      habits.usesOwnClock = true
    case .manyKeys: habits.perKey = TimeSpan(milliseconds: 50)
    case .capabilityUnregistered: habits.ignoresCapability = true
    case .spenderDrift: habits.hearsNews = false
    case .expiryUnderSkew(let skew):
      habits.skew = TimeSpan(milliseconds: place == 1 ? -skew.milliseconds : 0)
      habits.usesOwnClock = true
    case .tighteningUnderLoad:
      habits.life = TimeSpan(seconds: 30)
      habits.hearsNews = false
    case .none, .repeatedOutOfOrder, .primaryPathDown, .pageUnannounced, .approverMissing, .noticeTimed: break
    }
    return habits
  }
}
