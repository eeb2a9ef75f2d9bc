import Delegation
import GRDB
import PolicyEngine

/// The live sessions, counted in one run through their rows.
///
/// Not one aggregate in SQL: each session has a limit of its own, by the set of its capabilities, and to group a million
/// rows by that set SQLite would sort them all. What is remembered is a few counts, and the limits of the sets seen: as
/// much for a million sessions as for ten.
struct PostureSessions {
  private(set) var live = PostureFacts.LiveSessions()
  private(set) var vote = MajorityVote()
  private let policy: Policy
  /// The longest life of a session with a capability alone, by its folded id; of ids that fold to one the shortest.
  private let ttls: [String: Int64]
  private var sets: [CapabilitySet] = []
  private var setAt: [String: Int] = [:]
  /// Of the domains to look into, the action classes of the live sessions: each text of them once.
  private var classes: [String: Set<String>] = [:]
  private let mixed: [String: String]
  /// The first session with such a capability, and the folded id: how it is spelt stands in its envelope.
  private(set) var inactive: (session: Int64, word: String)?
  private(set) var generic: (session: Int64, word: String)?

  /// Of `sessions s`, at the time ?1.
  static let isLive = "s.expires_at > ?1 AND (s.revoked_from IS NULL OR s.revoked_from > ?1)"
  /// An app could grant a new set each time: then they are read again.
  private static let setsMax = 10_000
  /// As many texts of classes as tell whether two have nothing in common.
  private static let classesMax = 64

  /// What the capabilities of a session come to.
  private struct CapabilitySet {
    var words: [String] = []
    var maxTTL: Int64 = .max
    var generic: String?
    var isUnspecific = false
    /// A draft, or one that is not registered.
    var inactive: String?
    var sessions = 0
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
      SELECT s.issued_at, s.expires_at, s.idle_ms, s.last_active, e.capabilities, e.destinations, e.nonce_domain, e.classes,
        s.id FROM sessions s JOIN envelopes e ON e.id = s.id WHERE \(PostureSessions.isLive) ORDER BY s.id
      """, [.time(time)])
    while try rows.step() {
      live.count += 1
      let set = index(ofSet: rows.text(4))
      sets[set].sessions += 1
      count(sets[set], of: rows.int(8))
      countTimes(rows, maxTTL: sets[set].maxTTL, at: time)
      let destinations = rows.withBytes(5) { bytes in bytes.count { $0 == UInt8(ascii: " ") } } - 1
      if destinations > PostureLimits.wideDestinations { live.wideDestinations += 1 }
      live.mostDestinations = max(live.mostDestinations, destinations)
      rows.withBytes(6) { vote.add($0) }
      if !mixed.isEmpty { note(domain: rows.text(6), classes: rows.text(7)) }
    }
    foldHolders()
  }

  private mutating func count(_ capabilities: CapabilitySet, of session: Int64) {
    if capabilities.words.count > 1 { live.severalCapabilities += 1 }
    if capabilities.isUnspecific { live.unspecific += 1 }
    if let word = capabilities.generic {
      live.generic += 1
      generic = generic ?? (session, word)
    }
    if let word = capabilities.inactive {
      live.inactiveCapability += 1
      inactive = inactive ?? (session, word)
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

  /// - Parameter text: the words of ``SearchText/capabilities``.
  private mutating func index(ofSet text: String) -> Int {
    if let known = setAt[text] { return known }
    var set = CapabilitySet()
    set.words = text.split(separator: " ").map(String.init)
    for word in set.words {
      let ttl = ttls[word]
      set.maxTTL = min(set.maxTTL, ttl ?? policy.defaults.maxTTL.milliseconds)
      if ttl == nil { set.inactive = set.inactive ?? word }
      switch CapabilityBreadth(ofID: word) {
      case .generic: set.generic = set.generic ?? word
      case .unspecific: set.isUnspecific = true
      case .specific: break
      }
    }
    if sets.count >= PostureSessions.setsMax { foldHolders() }
    setAt[text] = sets.count
    sets.append(set)
    return sets.count - 1
  }

  private mutating func foldHolders() {
    for set in sets {
      for word in set.words { live.holders[word, default: 0] += set.sessions }
    }
    sets.removeAll(keepingCapacity: true)
    setAt.removeAll(keepingCapacity: true)
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
      if domain == vote.name { domains.majorityIsMixed = true }
      guard texts.contains(where: { a in texts.contains { NonceDomain.isUnrelated(a, $0) } }) else {
        continue
      }
      domains.unrelated += 1
      domains.example = domains.example ?? mixed[domain]
    }
  }

  mutating func name(inactive: String?, generic: String?) {
    live.inactiveExample = inactive
    live.genericExample = generic
  }
}

/// Finds what more than half of a sequence is, if anything is, with one candidate and one count (R. S. Boyer and
/// J S. Moore, MJRTY, 1991). Whether the candidate really is, a count of it tells.
struct MajorityVote {
  private var candidate: [UInt8] = []
  private(set) var lead = 0

  /// Nil: no majority is possible.
  var name: String? { lead > 0 ? String(decoding: candidate, as: UTF8.self) : nil }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    if lead == 0 {
      candidate.removeAll(keepingCapacity: true)
      candidate.append(contentsOf: bytes)
      lead = 1
    } else {
      lead += candidate.elementsEqual(bytes) ? 1 : -1
    }
  }
}
