import Delegation
import RiskScoring
import SessionStore
import Terminal

/// Prints what detection finds, and the alerts, as they come.
struct DetectionFollower {
  let store: any SessionStore
  let isJSON: Bool
  private let output = Output()
  /// Found when last looked: a session that leaves the window and comes back is found anew.
  private var known: Set<Identifier> = []
  private var lastAlert: Int64 = 0
  private var hasFound = false

  init(store: any SessionStore, isJSON: Bool) {
    self.store = store
    self.isJSON = isJSON
  }

  /// Ends at INT or TERM, or when nobody reads any more.
  /// - Returns: whether anything was found.
  func run() throws -> Bool {
    var follower = self
    return try follower.follow()
  }

  private mutating func follow() throws -> Bool {
    let stop = try StopSignal()
    let wake = try WakeUp()
    let subscription = try store.onChange { wake.wake() }
    defer { subscription.cancel() }
    lastAlert = try newestAlert()
    repeat {
      try look()
      try output.flush()
    } while try wake.wait(until: stop.descriptor)
    return hasFound
  }

  private mutating func look() throws {
    let found = try store.detect()
    for session in found where !known.contains(session.sessionKey) { try show(session) }
    known = Set(found.map(\.sessionKey))
    for alert in try newAlerts() {
      hasFound = true
      if isJSON { try output.line(json: alert.json) } else { try output.line(alert.line) }
    }
  }

  private mutating func show(_ session: MismatchWindow.Found) throws {
    hasFound = true
    if isJSON { return try output.line(json: session.json) }
    try output.line(
      "\(session.lastSeen.utc)  detected  \(session.sessionKey.text)  \(session.executions) context mismatches"
    )
  }

  private func newestAlert() throws -> Int64 {
    try store.alerts(AlertQuery(states: Set(AlertState.allCases), limit: 1)).alerts.first?.id ?? 0
  }

  /// Those that were opened since, oldest first, closed ones too: nobody has seen them here.
  private mutating func newAlerts() throws -> [Alert] {
    var alerts: [Alert] = []
    let page = 200
    while true {
      let query = AlertQuery(states: Set(AlertState.allCases), offset: alerts.count, limit: page)
      let next = try store.alerts(query).alerts.filter { $0.id > lastAlert }
      // Alerts that were opened between two pages have shifted the rest: none is printed twice.
      alerts += next.filter { alert in !alerts.contains { $0.id == alert.id } }
      if next.count < page { break }
    }
    lastAlert = alerts.first?.id ?? lastAlert
    return alerts.reversed()
  }
}
