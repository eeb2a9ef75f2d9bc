import Delegation
import GRDB
import PolicyEngine

/// What a transaction adds to the sums that the five metrics are read from. Each is kept by minute and by hour, so that
/// a window of weeks is read from a few hundred rows, and its ends are exact to a minute.
struct MetricSums {
  static let spans: [Int64] = [60, 3600]

  struct Place: Hashable {
    let span: Int64
    /// Epoch seconds.
    let start: Int64
    let chain: Int64
    let family: String
  }

  struct Ending: Hashable {
    let span: Int64
    let start: Int64
    let actionClass: String
  }

  /// Sessions whose life ends there, and the sum of their lives in milliseconds.
  private(set) var lifetimes: [Ending: (sessions: Int64, total: Int64)] = [:]
  private var summed: [Place: [Int64]] = [:]
  /// Of the latest minute, not summed yet: a few places, looked through in order, because a transaction has one minute.
  private var latest: [Minute] = []
  private var latestMinute: Int64 = 0

  /// What a minute has of one place so far.
  private struct Minute {
    let chain: Int64
    let family: String
    var counts: [Int64]
  }

  /// Executions by place, in the order of ``columns``.
  var rollups: [Place: [Int64]] {
    var sums = self
    sums.sumUp()
    return sums.summed
  }

  static let columns = ["allowed", "denied", "mismatched", "late"] + (0..<20).map { "r\($0)" }
  private static let reasonsFrom = 4

  mutating func add(_ reasons: Reasons, chain: UInt64, family: String, at time: Timestamp) {
    let isMismatch = reasons.contains(.chainMismatch) || reasons.contains(.destinationNotAllowed)
    withCounts(chain, family, at: time) { $0.add(reasons, isMismatch) }
  }

  /// Counts an execution that was allowed after its session's revocation had taken effect.
  mutating func addLate(chain: UInt64, family: String, at time: Timestamp) {
    withCounts(chain, family, at: time) { $0[3] += 1 }
  }

  private mutating func withCounts(
    _ chain: UInt64, _ family: String, at time: Timestamp, _ body: (inout [Int64]) -> Void
  ) {
    let (chain, minute) = (Int64(clamping: chain), floorSecond(time) / 60)
    if minute != latestMinute || latest.count >= MetricSums.placesAtOnce {
      sumUp()
      latestMinute = minute
    }
    if let index = latest.firstIndex(where: { $0.chain == chain && $0.family == family }) {
      body(&latest[index].counts)
    } else {
      latest.append(Minute(chain: chain, family: family, counts: MetricSums.nothing))
      body(&latest[latest.count - 1].counts)
    }
  }

  private static let placesAtOnce = 16

  private mutating func sumUp() {
    for entry in latest {
      for span in MetricSums.spans {
        let place = Place(
          span: span, start: latestMinute * 60 / span * span, chain: entry.chain, family: entry.family)
        summed[place, default: MetricSums.nothing].add(entry.counts)
      }
    }
    latest = []
  }

  private static let nothing = [Int64](repeating: 0, count: columns.count)

  /// A session's life as it is planned now: of each of its action classes.
  mutating func plan(_ session: SessionState, _ classes: String) {
    count(classes, issuedAt: session.issuedAt, end: session.plannedEnd, 1)
  }

  /// A session whose life ends at another moment than was planned.
  mutating func move(_ classes: String, issuedAt: Timestamp, from old: Timestamp, to new: Timestamp) {
    if old == new { return }
    count(classes, issuedAt: issuedAt, end: old, -1)
    count(classes, issuedAt: issuedAt, end: new, 1)
  }

  private mutating func count(_ classes: String, issuedAt: Timestamp, end: Timestamp, _ sign: Int64) {
    let life = max(0, (end - issuedAt).milliseconds)
    for actionClass in classes.split(separator: " ") {
      for span in MetricSums.spans {
        let ending = Ending(span: span, start: start(end, span), actionClass: String(actionClass))
        let old = lifetimes[ending] ?? (0, 0)
        lifetimes[ending] = (old.sessions + sign, old.total + sign * life)
      }
    }
  }

  private func start(_ time: Timestamp, _ span: Int64) -> Int64 { floorSecond(time) / span * span }

  func write(_ db: Database) throws(StoreError) {
    let rollups = rollups
    if !rollups.isEmpty {
      let upsert = try db.query(MetricSums.rollupUpsert)
      for (place, counts) in rollups {
        upsert.bind(1, place.span)
        upsert.bind(2, place.start)
        upsert.bind(3, place.chain)
        upsert.bind(4, place.family)
        for (index, count) in counts.enumerated() { upsert.bind(Int32(index + 5), count) }
        try upsert.run()
      }
    }
    for (ending, sum) in lifetimes where sum != (0, 0) {
      try db.run(
        """
        INSERT INTO lifetimes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
          sessions = sessions + excluded.sessions, total_ms = total_ms + excluded.total_ms
        """,
        [
          .int(ending.span), .int(ending.start), .text(ending.actionClass), .int(sum.sessions),
          .int(sum.total),
        ])
    }
  }

  private static let rollupUpsert = """
    INSERT INTO rollups VALUES (?, ?, ?, ?\(String(repeating: ", ?", count: columns.count))) ON CONFLICT DO UPDATE SET
      \(columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
    """
}

extension [Int64] {
  fileprivate mutating func add(_ others: [Int64]) {
    for index in indices { self[index] += others[index] }
  }

  fileprivate mutating func add(_ reasons: Reasons, _ isMismatch: Bool) {
    self[reasons.isEmpty ? 0 : 1] += 1
    if isMismatch { self[2] += 1 }
    var rest = reasons.rawValue
    while rest != 0 {
      self[4 + rest.trailingZeroBitCount] += 1
      rest &= rest - 1
    }
  }
}

extension SessionState {
  /// When its life is over as things stand.
  var plannedEnd: Timestamp { min(expiresAt, revokedFrom ?? expiresAt) }
}

extension Envelope {
  /// The action classes of its capabilities under a policy, each once, in order, with spaces between: how its life is
  /// counted for good, whatever a later policy calls them.
  func actionClasses(under policy: Policy) -> String {
    Set(capabilities.compactMap { policy.activeRule(for: $0)?.actionClass }).sorted().joined(separator: " ")
  }
}
