import Delegation
import GRDB
import PolicyEngine

/// The live sessions, counted in one run through their rows.
///
/// Not one aggregate in SQL: each session has a limit of its own, by the set of its capabilities, and to group a million
/// rows by that set SQLite would sort them all. What is remembered is a few counts, and the limits of the sets seen.
struct PostureSessions {
  private(set) var live = PostureFacts.LiveSessions()
  private let policy: Policy
  /// The longest life of a session with a capability alone, by its folded id; of ids that fold to one the shortest.
  private let ttls: [String: Int64]
  private var sets: [String: CapabilitySet] = [:]
  /// Of the domains to look into, the action classes of the live sessions: each text of them once.
  private var classes: [String: Set<String>] = [:]
  private let mixed: [String: String]

  /// Of `sessions s`, at the time ?1.
  static let isLive = "s.expires_at > ?1 AND (s.revoked_from IS NULL OR s.revoked_from > ?1)"
  /// An app could grant a new set each time: then they are read again.
  private static let setsMax = 10_000
  /// As many texts of classes as tell whether two have nothing in common.
  private static let classesMax = 64

  /// What the capabilities of a session come to.
  private struct CapabilitySet {
    var count = 0
    var maxTTL: Int64 = .max
    var isGeneric = false
    var isUnspecific = false
    /// A draft, or one that is not registered.
    var inactive: String?
  }

  /// - Parameter mixed: the nonce domains to look into, by their folded names.
  init(policy: Policy, mixed: [String: String]) {
    self.policy = policy
    self.mixed = mixed
    var ttls: [String: Int64] = [:]
    for rule in policy.capabilities.values where rule.isActive {
      let ttl = (rule.maxTTL ?? policy.defaults.maxTTL).milliseconds
      let id = SearchText.folded(rule.id.text)
      ttls[id] = min(ttl, ttls[id] ?? .max)
    }
    self.ttls = ttls
  }

  mutating func run(_ db: Database, at time: Timestamp) throws(StoreError) {
    let rows = try db.query(
      """
      SELECT s.issued_at, s.expires_at, s.idle_ms, s.last_active, e.capabilities, e.destinations, e.nonce_domain, e.classes
      FROM sessions s JOIN envelopes e ON e.id = s.id WHERE \(PostureSessions.isLive)
      """, [.time(time)])
    while try rows.step() {
      live.count += 1
      let capabilities = set(rows.text(4))
      count(capabilities)
      countTimes(rows, maxTTL: capabilities.maxTTL, at: time)
      let destinations = rows.withBytes(5) { bytes in bytes.count { $0 == UInt8(ascii: " ") } } - 1
      if destinations > PostureLimits.wideDestinations { live.wideDestinations += 1 }
      live.mostDestinations = max(live.mostDestinations, destinations)
      if !mixed.isEmpty { note(domain: rows.text(6), classes: rows.text(7)) }
    }
  }

  private mutating func count(_ capabilities: CapabilitySet) {
    if capabilities.count > 1 { live.severalCapabilities += 1 }
    if capabilities.isGeneric { live.generic += 1 }
    if capabilities.isUnspecific { live.unspecific += 1 }
    if let inactive = capabilities.inactive {
      live.inactiveCapability += 1
      live.inactiveExample = live.inactiveExample ?? inactive
    }
  }

  private mutating func countTimes(_ row: borrowing Query, maxTTL: Int64, at time: Timestamp) {
    let (expiresAt, idle) = (row.int(1), row.int(2))
    let life = expiresAt - row.int(0)
    live.longestLife = max(live.longestLife ?? TimeSpan(milliseconds: 0), TimeSpan(milliseconds: life))
    if life > maxTTL { live.lifeOverMaxTTL += 1 }
    if expiresAt - time.milliseconds > maxTTL { live.leftOverMaxTTL += 1 }
    if life > policy.defaults.hardCeiling.milliseconds { live.lifeOverCeiling += 1 }
    if time.milliseconds - row.int(3) > idle { live.dormant += 1 }
    let usual = policy.defaults.inactivity.milliseconds
    if idle > usual {
      live.looseInactivity += 1
      if idle >= life, life > usual { live.neverDormant += 1 }
    }
  }

  private mutating func set(_ words: String) -> CapabilitySet {
    if let known = sets[words] { return known }
    var set = CapabilitySet()
    for word in words.split(separator: " ") {
      set.count += 1
      let ttl = ttls[String(word)]
      set.maxTTL = min(set.maxTTL, ttl ?? policy.defaults.maxTTL.milliseconds)
      if ttl == nil { set.inactive = String(word) }
      switch CapabilityBreadth(ofID: String(word)) {
      case .generic: set.isGeneric = true
      case .unspecific: set.isUnspecific = true
      case .specific: break
      }
    }
    if sets.count >= PostureSessions.setsMax { sets.removeAll(keepingCapacity: true) }
    sets[words] = set
    return set
  }

  private mutating func note(domain: String, classes text: String) {
    guard mixed[domain] != nil, classes[domain]?.count ?? 0 < PostureSessions.classesMax else { return }
    classes[domain, default: []].insert(text)
  }

  /// How live sessions share the domains that were looked into.
  func judgeDomains(_ domains: inout PostureFacts.NonceDomains) {
    for (domain, texts) in classes.sorted(by: { $0.key < $1.key }) {
      let all = texts.reduce("") { NonceDomain.union($0, $1) }
      guard all.contains(" ") else { continue }
      domains.mixed += 1
      guard texts.contains(where: { a in texts.contains { NonceDomain.isUnrelated(a, $0) } }) else {
        continue
      }
      domains.unrelated += 1
      domains.example = domains.example ?? mixed[domain]
    }
  }
}
