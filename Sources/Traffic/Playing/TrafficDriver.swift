package import Delegation
package import PolicyEngine
package import SessionStore

/// Plays traffic into a store as its time comes, through the same calls that every other face uses.
package struct TrafficDriver: Sendable {
  private var generator: TrafficGenerator
  private var upcoming: TrafficStep?
  private var history: RecentHistory
  /// Everything before the present, where it is to be lived through.
  private var past: [TrafficStep] = []
  /// Sessions that were over before the store heard of them.
  private let bygone: Set<Identifier>
  private let store: any SessionStore
  private let app = Operator(name: "traffic", plane: .user)

  /// - Parameters:
  ///   - options: its volume is replaced by as many sessions as make `rate`.
  ///   - rate: steps a second, on average; somewhat more after hours, when the sessions that live longest are all there.
  ///   - now: what is planned before it is history that ``playHistory()`` plays.
  ///   - ownPast: for a store whose clock may still begin so long ago, which ``playPast(settingClock:)`` lives through.
  package init(
    _ options: TrafficOptions, rate: Double, policy: Policy, store: any SessionStore, now: Timestamp,
    ownPast: TimeSpan? = nil
  ) {
    var options = options
    let past = ownPast ?? TrafficDriver.pastLength(rate: rate)
    let stepsPerSession = TrafficDriver.stepsPerSession(within: past, options, policy: policy)
    options.volume = .endless(sessionsPerHour: rate * 3600 / stepsPerSession)
    options.dailySwing = 0
    options.start = now - past
    var generator = TrafficGenerator(options, policy: policy)
    var history = RecentHistory()
    var upcoming = generator.next()
    while let step = upcoming, step.at < now {
      if ownPast == nil { history.note(step) } else { self.past.append(step) }
      upcoming = generator.next()
    }
    self.generator = generator
    self.upcoming = upcoming
    self.store = store
    bygone = history.prune(at: now)
    self.history = history
  }

  /// As long as the longest sessions live where that is quickly made; as long as most live in any case.
  private static func pastLength(rate: Double) -> TimeSpan {
    TimeSpan(decimalSeconds: min(4 * 3600, max(900, 60_000 / rate)))
  }

  /// Within so long of its grant; what a session does later than that is not there at the start either.
  private static func stepsPerSession(
    within length: TimeSpan, _ options: TrafficOptions, policy: Policy
  ) -> Double {
    var sample = options
    sample.volume = .bounded(sessions: 1500, over: TimeSpan(seconds: 3600))
    var grantedAt: [Identifier: Timestamp] = [:]
    var steps = 0
    for step in TrafficGenerator(sample, policy: policy) {
      let start = grantedAt[step.sessionKey] ?? step.at
      grantedAt[step.sessionKey] = start
      if step.at - start < length { steps += 1 }
    }
    return Double(max(1, steps)) / Double(max(1, grantedAt.count))
  }

  /// Grants the sessions that would be about by now, and plays their latest calls, all at the present time.
  /// - Throws: ``StoreError``.
  package mutating func playHistory() throws(StoreError) {
    let past = history.steps()
    history = RecentHistory()
    try play(past)
  }

  /// Plays the past as it was, two seconds at a time.
  /// - Parameter setClock: sets the store's clock.
  /// - Throws: ``StoreError``.
  package mutating func playPast(settingClock setClock: (Timestamp) -> Void) throws(StoreError) {
    var rest = past[...]
    past = []
    while let first = rest.first {
      let end = first.at + TimeSpan(seconds: 2)
      let slice = rest.prefix { $0.at < end }
      setClock(slice.last?.at ?? first.at)
      try play(Array(slice))
      rest = rest.dropFirst(slice.count)
    }
  }

  /// Plays what is due.
  /// - Returns: how many steps that were.
  /// - Throws: ``StoreError``; the steps in hand are lost then, and traffic goes on with the next.
  @discardableResult
  package mutating func play(until time: Timestamp) throws(StoreError) -> Int {
    var due: [TrafficStep] = []
    while let step = upcoming, step.at <= time {
      if !bygone.contains(step.sessionKey) { due.append(step) }
      upcoming = generator.next()
    }
    try play(due)
    return due.count
  }

  /// Grants share a commit, and so do requests that follow one another.
  private func play(_ steps: [TrafficStep]) throws(StoreError) {
    var grants: [Grant] = []
    for step in steps {
      if case .granted(let envelope) = step.event { grants.append(Grant(envelope: envelope)) }
    }
    if !grants.isEmpty { _ = try store.grant(grants, by: app) }
    var requests: [ExecutionRequest] = []
    for step in steps {
      if case .requested(let request) = step.event {
        requests.append(request)
        continue
      }
      if case .granted = step.event { continue }
      try authorize(&requests)
      try play(step.event)
    }
    try authorize(&requests)
  }

  private func play(_ event: SessionEvent) throws(StoreError) {
    switch event {
    case .attested(let key): _ = try store.attest(key, by: app)
    case .extended(let key, let expiresAt): _ = try store.extend(key, to: expiresAt, by: app)
    case .loggedOut(let wallet): try store.logOut(wallet: wallet, by: app)
    case .revoked(let notice):
      let order = RevocationOrder(sessionKey: notice.sessionKey, reason: notice.reason ?? "")
      _ = try store.revoke(order, by: app)
    case .granted, .requested, .reinstated, .modeChanged: break
    }
  }

  private func authorize(_ requests: inout [ExecutionRequest]) throws(StoreError) {
    var rest = requests[...]
    while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
    requests = []
  }
}
