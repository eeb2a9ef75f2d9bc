import Delegation
import SessionStore

/// What an operator asked for and has not got yet.
struct Awaited: Hashable, Sendable {
  /// What takes longer than this is said (design: progress over 200 ms).
  static let patience = TimeSpan(milliseconds: 200)

  enum Matter: Hashable, Sendable {
    /// Esc ends the waiting for it.
    case reading(Load)
    /// It is on its way to the store and cannot be called back.
    case recording
  }

  let matter: Matter
  let since: Timestamp
}

extension Model {
  /// The oldest thing that the operator waits for. What is read again unasked is none: nobody waits for it.
  var awaited: Awaited? {
    // In an order of their own: that of a dictionary changes from frame to frame.
    let reads = Load.allCases.filter(isAskedFor).compactMap { load in
      loads.begun[load].map { Awaited(matter: .reading(load), since: $0) }
    }
    let sent = [ordersSentAt, modesSentAt].compactMap(\.self).min()
    let orders = sent.map { [Awaited(matter: .recording, since: $0)] } ?? []
    return (orders + reads).min { $0.since < $1.since }
  }

  /// The same once it takes so long that it is said.
  var longAwaited: Awaited? { awaited.flatMap { now - $0.since >= Awaited.patience ? $0 : nil } }

  private func isAskedFor(_ load: Load) -> Bool {
    switch load {
    case .list: list.asOf == nil || loads.flight.map { $0.purpose != .refresh } ?? false
    case .detail: page.key != nil && page.detail == nil && !page.isMissing
    case .alerts: screen == .alerts && alerts.asOf == nil
    case .metrics: screen == .metrics && metrics.report == nil
    case .incidents: isOnIncidents && !incidents.isRead
    case .approvals: screen == .approvals && !approvals.isRead
    case .drills: screen == .drills && !drills.isRead
    case .groups: showsGroups && groups.shown?.filter != filter.shown
    case .policy: screen == .policy && policy.reading == nil
    case .posture: screen == .policy
    case .audit: screen == .audit && !audit.isRead
    case .why, .related, .scopes, .matching, .proof, .verifyLog, .json: true
    default: false
    }
  }

  /// When what is said of it changes: its seconds with all others that run on the screen.
  var awaitedChangesAt: Timestamp? {
    guard let awaited else { return nil }
    let passed = (now - awaited.since).milliseconds
    if passed < Awaited.patience.milliseconds { return awaited.since + Awaited.patience }
    return Timestamp(milliseconds: (now.milliseconds / 1000 + 1) * 1000)
  }

  /// Ends the waiting for a read that takes long. Rows of one filter never stand under another: the one that they are of
  /// comes back.
  /// - Returns: false when there is none.
  mutating func stopWaiting() -> Bool {
    guard let awaited = longAwaited, case .reading(let load) = awaited.matter else { return false }
    loads.note(endOf: load)
    loads.wanted.remove(load)
    if load == .list {
      loads.flight = nil
      loads.next = nil
      if let shown = loads.shown {
        _ = filter.set(shown.filter.description)
        sort = shown.sort
      }
    }
    if load == .groups, let shown = groups.shown {
      _ = filter.set(shown.filter.description)
      grouping = shown.grouping
    }
    say("stopped waiting for \(load.words): \(key(.reload)) reads again", .warning)
    return true
  }
}

extension Load {
  /// Takes its time, or is read seldom: what is shown of sessions is as fresh without it.
  var isApart: Bool { [.metrics, .log, .proof, .verifyLog, .auditOlder].contains(self) }

  /// Asked for by hand, one question at a time: see ``Model/pose(_:as:)``.
  var isPosed: Bool { [.why, .related, .scopes, .matching, .proof, .json].contains(self) }

  var words: String {
    switch self {
    case .list: "the sessions"
    case .overview: "the counts"
    case .detail: "the session"
    case .risk: "the score"
    case .alerts: "the alerts"
    case .metrics: "the metrics"
    case .incidents: "the incidents"
    case .incident: "the incident"
    case .board: "the enforcement points"
    case .related: "what the session shares"
    case .approvals: "the requests"
    case .why: "the execution"
    case .drills: "the drills"
    case .policy: "the policy"
    case .posture: "the sessions for the posture"
    case .audit, .auditOlder: "the log"
    case .log: "the log's head"
    case .proof: "the leaf"
    case .verifyLog: "the whole log"
    case .scopes: "the session's scopes"
    case .marked: "the marked sessions"
    case .matching: "the sessions that match"
    case .groups: "the groups"
    case .json: "the JSON"
    }
  }
}
