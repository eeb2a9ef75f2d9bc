import Delegation
import GRDB
import RiskScoring

/// What filters, orders and groups look at of every session, by its place: its id less one.
final class SearchColumns {
  /// So many bytes of texts stay in memory; more go to a file.
  private static let textMemory = 2 << 20

  private(set) var count = 0
  let expiresAt = TimeColumn()
  let revokedFrom = TimeColumn()
  let validFrom = TimeColumn()
  let lastActive = TimeColumn()
  let lastUsed = TimeColumn()
  let spent = Slab<Int64>()
  let maxValue = Slab<Int64>()
  let allowed = Slab<UInt32>()
  let denied = Slab<UInt32>()
  let idle = Slab<UInt16>()
  let chain = Slab<UInt16>()
  let wallet = Slab<UInt32>()
  let nonceDomain = Slab<UInt32>()
  let capabilities = Slab<UInt32>()
  let destinations = Slab<UInt32>()
  let labels = Slab<UInt32>()
  let risk = RiskTable()
  /// Of each session one; the others are shared by those that have the same.
  let keys: TextColumn
  let wallets: TextColumn
  let nonceDomains: TextColumn
  let capabilityLists: TextColumn
  let destinationLists: TextColumn
  let labelLists: TextColumn
  /// Inactivity limits in milliseconds, and chains.
  let idles = FewNumbers()
  let chains = FewNumbers()
  private let place: TextPlace

  /// - Parameter folder: where texts may go that are too many for memory.
  init(folder: String) {
    place = TextPlace(memory: SearchColumns.textMemory, folder: folder)
    // Sessions are put together by these, so that equal ones must be found however many there are.
    wallets = TextColumn(isList: false, place: place)
    nonceDomains = TextColumn(isList: false, place: place)
    keys = TextColumn(isList: false, place: place, merges: false)
    let most = 1 << 17
    capabilityLists = TextColumn(isList: true, place: place, mergesUpTo: most)
    destinationLists = TextColumn(isList: true, place: place, mergesUpTo: most)
    labelLists = TextColumn(isList: false, place: place, mergesUpTo: most)
  }

  /// What it takes in memory.
  var bytes: Int {
    let times = [expiresAt, revokedFrom, validFrom, lastActive, lastUsed].reduce(0) { $0 + $1.bytes }
    let texts = [keys, wallets, nonceDomains, capabilityLists, destinationLists, labelLists].reduce(0) {
      $0 + $1.bytes
    }
    let numbers =
      spent.bytes + maxValue.bytes + allowed.bytes + denied.bytes + idle.bytes + chain.bytes
      + [wallet, nonceDomain, capabilities, destinations, labels].reduce(0) { $0 + $1.bytes }
    return times + texts + numbers + risk.bytes + place.inMemory
  }

  /// What ``set(_:_:_:)`` reads, in its order.
  static let changing = """
    s.id, s.expires_at, s.revoked_from, s.last_active, s.last_used, s.spent, s.allowed, s.denied, s.idle_ms, s.risk,
    s.risk_policy
    """
  /// What ``append(_:_:)`` reads beside it, from `sessions s JOIN envelopes e`.
  static let fixed = """
    s.valid_from, s.max_value, s.chain_id, s.session_key, s.wallet, e.json, e.destinations, e.labels
    """
  private static let firstFixed: Int32 = 11

  /// Takes the next session.
  func append(_ row: borrowing Query, _ rules: Rules) throws(SearchProblem) {
    guard row.int(0) == Int64(count) + 1 else { throw .outOfStep }
    let first = SearchColumns.firstFixed
    for column in [expiresAt, revokedFrom, lastActive, lastUsed] { try column.append(nil) }
    try validFrom.append(row.int(first))
    spent.append(0)
    guard row.int(first + 1) >= 0 else { throw .tooLarge }
    maxValue.append(row.int(first + 1))
    allowed.append(0)
    denied.append(0)
    idle.append(0)
    risk.append()
    chain.append(try chains.number(of: row.int(first + 2)))
    _ = try keys.number(of: try record(row, first + 3, isList: false))
    wallet.append(try wallets.number(of: try record(row, first + 4, isList: false)))
    let names = try stored { () throws(StoreError) in
      try row.withBytes(first + 5) { json throws(StoreError) in try EnvelopeNames(json) }
    }
    nonceDomain.append(try nonceDomains.number(of: TextRecord.make(names.nonceDomain, isList: false)))
    capabilities.append(try capabilityLists.number(of: TextRecord.make(names.capabilities, isList: true)))
    destinations.append(try destinationLists.number(of: try record(row, first + 6, isList: true)))
    labels.append(try labelLists.number(of: try record(row, first + 7, isList: false)))
    count += 1
    try set(count - 1, row, rules)
  }

  private func record(_ row: borrowing Query, _ column: Int32, isList: Bool) throws(SearchProblem) -> [UInt8]
  {
    try row.withBytes(column) { bytes throws(SearchProblem) in try TextRecord.make(bytes, isList: isList) }
  }

  /// Takes what may have changed of a session.
  func set(_ place: Int, _ row: borrowing Query, _ rules: Rules) throws(SearchProblem) {
    try expiresAt.set(place, row.int(1))
    try revokedFrom.set(place, row.optionalInt(2))
    try lastActive.set(place, row.int(3))
    try lastUsed.set(place, row.optionalInt(4))
    spent[place] = row.int(5)
    guard let allowed = UInt32(exactly: row.int(6)), let denied = UInt32(exactly: row.int(7)), row.int(5) >= 0
    else {
      throw .tooLarge
    }
    self.allowed[place] = allowed
    self.denied[place] = denied
    try setIdle(place, row.int(8))
    let state = try stored { () throws(StoreError) in try RiskState(row, 9) }
    risk.set(
      place,
      state.isClean ? state : rules.riskModels.carried(state, from: row.int(10), to: rules.policyID))
  }

  func setIdle(_ place: Int, _ milliseconds: Int64) throws(SearchProblem) {
    idle[place] = try idles.number(of: milliseconds)
  }
}

/// Runs what reads the store.
func stored<T>(_ body: () throws(StoreError) -> T) throws(SearchProblem) -> T {
  do throws(StoreError) {
    return try body()
  } catch {
    throw .store(error)
  }
}

/// Numbers of which there are few different ones, by two bytes each.
final class FewNumbers {
  let all = Slab<Int64>()
  private var known: [Int64: UInt16] = [:]

  func number(known value: Int64) -> UInt16? { known[value] }

  func number(of value: Int64) throws(SearchProblem) -> UInt16 {
    if let number = known[value] { return number }
    guard let number = UInt16(exactly: all.count) else { throw .tooLarge }
    all.append(value)
    known[value] = number
    return number
  }
}
