import Delegation
import PolicyEngine

/// Decides as Curfew does: each decision in the store, at the store's time; without the store none is fresh.
final class StorePoint: DrillPoint {
  let name: String
  private let store: SimulatedStore
  private let skew: TimeSpan
  private let isOnline: Bool
  /// Its decisions come from where the commit was made: it holds the change from then on, and says so.
  var acknowledgedAt: Timestamp? { isOnline ? committedAt() : nil }
  private let committedAt: () -> Timestamp?

  init(
    _ name: String, in store: SimulatedStore, skew: TimeSpan, isOnline: Bool,
    committedAt: @escaping () -> Timestamp?
  ) {
    self.name = name
    self.store = store
    self.skew = skew
    self.isOnline = isOnline
    self.committedAt = committedAt
  }

  func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer] {
    requests.map { request in
      DrillAnswer(isOnline ? store.decide(request, clock: time + skew) : stale(request, at: time + skew))
    }
  }

  private func stale(_ request: ExecutionRequest, at time: Timestamp) -> Decision {
    decide(
      request, session: nil,
      in: DecisionContext(policy: store.policy, modes: ModeTable(), at: time, isFresh: false))
  }
}

extension DrillAnswer {
  init(_ decision: Decision) { self = decision.isAllowed ? .allowed : .denied(decision.reasons) }
}

/// How a point with a copy of its own goes wrong; the defaults are one that hears every news at once.
struct CacheHabits {
  /// How long it answers from a copy.
  var life = TimeSpan(seconds: 600)
  var skew = TimeSpan(seconds: 0)
  var isOnline = true
  /// News is sent to it.
  var hearsNews = true
  /// Its answer to a revocation is given when the message is queued, not when it was handled.
  var acknowledgesOnQueueing = false
  /// It drops its copy when it hears of a revocation.
  var evicts = true
  /// A read that began before puts the old copy back this long after the eviction.
  var recachesAfter: TimeSpan?
  /// It keeps its copy, and enters the time from which the revocation holds: by its own clock.
  var entersTime = false
  /// How long it takes for each key of a mass revocation.
  var perKey = TimeSpan(seconds: 0)
  /// It looks at the destination, the chain and the value, and takes any capability for the granted one.
  var ignoresCapability = false
  /// It goes by its own clock.
  var usesOwnClock = false
}

/// Decides as many in the field do: from a copy, which news is to put right. The same decision function decides; what
/// it is given is old.
final class CachedPoint: DrillPoint {
  private struct Copy {
    var state: SessionState?
    let policy: Policy
    let modes: ModeTable
    let madeAt: Timestamp
  }

  let name: String
  private(set) var acknowledgedAt: Timestamp?
  private let store: SimulatedStore
  private let habits: CacheHabits
  private var copies: [Identifier: Copy] = [:]
  /// The copy that was dropped last, by key: what a late read still has in hand.
  private var dropped: [Identifier: Copy] = [:]
  private var evictions: [(at: Timestamp, key: Identifier)] = []
  private var lateReads: [(at: Timestamp, key: Identifier)] = []
  private var busyUntil = Timestamp.epoch

  init(_ name: String, in store: SimulatedStore, _ habits: CacheHabits) {
    self.name = name
    self.store = store
    self.habits = habits
  }

  func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer] {
    catchUp(to: time)
    return requests.map { request in
      let copy = copy(for: request, at: time)
      let clock = habits.usesOwnClock ? time + habits.skew : time
      let request = habits.ignoresCapability ? request.asking(for: DrillCanary.capability) : request
      return DrillAnswer(
        decide(
          request, session: copy.state,
          in: DecisionContext(policy: copy.policy, modes: copy.modes, at: clock)))
    }
  }

  func acknowledge(at time: Timestamp) { acknowledgedAt = acknowledgedAt ?? time }

  func receive(_ news: DrillNews, at time: Timestamp) {
    guard habits.isOnline else { return }
    switch news {
    case .revoked(let notice): revoke(notice, at: time)
    case .olderState(let key):
      // Whatever comes last is taken for the newest.
      if let copy = dropped[key] { copies[key] = copy }
    case .rulesChanged: if habits.evicts { copies = [:] }
    }
    acknowledge(at: time)
  }

  private func revoke(_ notice: RevocationNotice, at time: Timestamp) {
    let key = notice.sessionKey
    if habits.entersTime {
      copies[key]?.state?.revokedFrom = notice.effectiveAt
    } else if habits.evicts {
      busyUntil = max(busyUntil, time) + habits.perKey
      evictions.append((busyUntil, key))
      if let delay = habits.recachesAfter { lateReads.append((busyUntil + delay, key)) }
    }
    catchUp(to: time)
  }

  private func catchUp(to time: Timestamp) {
    for eviction in evictions where eviction.at <= time {
      if let copy = copies.removeValue(forKey: eviction.key) { dropped[eviction.key] = copy }
    }
    evictions.removeAll { $0.at <= time }
    for read in lateReads where read.at <= time { copies[read.key] = dropped[read.key] }
    lateReads.removeAll { $0.at <= time }
  }

  private func copy(for request: ExecutionRequest, at time: Timestamp) -> Copy {
    let key = request.sessionKey
    if let copy = copies[key], !habits.isOnline || time - copy.madeAt < habits.life { return copy }
    let copy = Copy(
      state: store.ledger.sessions[key], policy: store.policy, modes: store.ledger.modes, madeAt: time)
    copies[key] = copy
    return copy
  }
}

extension ExecutionRequest {
  fileprivate func asking(for capability: Identifier) -> ExecutionRequest {
    ExecutionRequest(
      requestID: requestID, sessionKey: sessionKey, capability: capability, destination: destination,
      chainID: chainID, value: value, nonceDomain: nonceDomain, nonce: nonce)
  }
}
