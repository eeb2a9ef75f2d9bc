import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// What revoking the marked sessions would end: its keys are those that were marked when it opened, and stay so.
struct BulkCard: Hashable, Sendable {
  /// What the operator was shown of one: what of it changes the meaning of a revocation.
  struct Fact: Hashable, Sendable {
    let life: SessionLife?
    let expiresAt: Timestamp?
    let wallet: Identifier?
    let remainingMicros: UInt64

    /// Nil: the store has no such session.
    init(_ row: SessionRow?) {
      life = row?.life
      expiresAt = row?.expiresAt
      wallet = row?.envelope.wallet
      let limit = row?.envelope.maxValue.micros ?? 0
      remainingMicros = limit - min(limit, row?.spent.micros ?? 0)
    }

    var isLive: Bool { life != nil && life != .revoked && life != .expired }
  }

  enum Phase: Hashable, Sendable {
    /// The sessions are being read for the first time.
    case reading
    case asking
    /// It was fired: the sessions are looked at once more.
    case checking
  }

  /// Which card it is, and how often what it says has changed.
  struct Stamp: Hashable, Sendable {
    let number: Int
    var revision = 0
  }

  var stamp: Stamp
  let keys: [Identifier]
  /// How many of them the filter hid when it opened.
  let hidden: Int
  /// It is about the session under the cursor, because the operator wants a card each time: nothing is marked.
  var isSingle = false
  /// The incident that it was opened in.
  var incident: String?
  var phase = Phase.reading
  /// A read that was on its way when it was fired, or is of other sessions, is no look at them once more.
  var awaitsNext = false
  var facts: [Identifier: Fact] = [:]
  /// What has changed since it was shown, a sentence each.
  var changes: [String] = []
  /// The count, typed by the operator; asked for where some are hidden.
  var count = TextField()

  init(number: Int, keys: [Identifier], hidden: Int) {
    stamp = Stamp(number: number)
    self.keys = keys
    self.hidden = hidden
  }

  /// What would be revoked, in the order in which it was marked.
  var targets: [Identifier] { keys.filter { facts[$0]?.isLive == true } }
  var wallets: Int { Set(targets.compactMap { facts[$0]?.wallet }).count }
  var ended: Int { keys.count { facts[$0]?.life != nil && facts[$0]?.isLive == false } }
  var gone: Int { keys.count { facts[$0] != nil && facts[$0]?.life == nil } }

  var remainingMicros: UInt64 {
    targets.reduce(0) { sum, key in
      let (next, overflow) = sum.addingReportingOverflow(facts[key]?.remainingMicros ?? 0)
      return overflow ? .max : next
    }
  }

  var needsCount: Bool { hidden > 0 }
  var isCounted: Bool { !needsCount || count.text == String(targets.count) }

  /// Takes what was read.
  /// - Returns: whether it changes what the card says of a session that it has shown before.
  mutating func take(_ rows: [SessionRow], name: (Identifier) -> String) -> Bool {
    let found = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    var news: [String] = []
    for key in keys {
      let fact = Fact(found[key])
      if let before = facts[key], let change = Self.change(from: before, to: fact) {
        news.append("\(name(key)) \(change)")
      }
      facts[key] = fact
    }
    if news.isEmpty { return false }
    changes = news
    count = TextField()
    stamp.revision += 1
    return true
  }

  private static func change(from before: Fact, to now: Fact) -> String? {
    if before.life != nil, now.life == nil { return "is gone" }
    if before.life == nil, now.life != nil { return "is there again" }
    if before.life != .revoked, now.life == .revoked { return "was revoked by somebody else" }
    if before.life == .revoked, now.isLive { return "was reinstated" }
    if let was = before.expiresAt, let expires = now.expiresAt, expires > was {
      return "was extended to \(UTC.time(expires))"
    }
    if before.isLive, now.life == .expired { return "has expired" }
    return nil
  }
}

/// A revocation of many that is on its way, a batch at a time.
struct BulkRevocation: Hashable, Sendable {
  let keys: [Identifier]
  let began: Timestamp
  /// Still to do, in order; those that are in hand stand at the front.
  var rest: ArraySlice<Identifier>
  /// Each by itself: among these is one that cannot be ended.
  var singly = 0
  var revoked = 0
  var already = 0
  var batches = 0
  var failed: [Identifier] = []
  var reason: String?
  var isStopping = false

  /// What is asked for at once: the store takes as much of it as makes one commit.
  static let batch = 256

  init(_ keys: [Identifier], at time: Timestamp) {
    self.keys = keys
    began = time
    rest = keys[...]
  }

  var next: [Identifier] { Array(rest.prefix(singly > 0 ? 1 : Self.batch)) }
  var done: Int { keys.count - rest.count }
}
