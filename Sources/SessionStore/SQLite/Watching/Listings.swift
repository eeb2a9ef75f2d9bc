import Delegation
import GRDB
import PolicyEngine
import RiskScoring
import Synchronization

/// What the imported lists say of a destination.
struct Listing: Hashable, Sendable {
  /// On a list of known-bad ones.
  let isBad: Bool
  /// What it belongs to, by the lists.
  let family: String?

  static let none = Listing(isBad: false, family: nil)
}

/// Destinations looked up lately, while the lists are what they were.
final class ListingCache: Sendable {
  private struct Place: Hashable {
    let destination: Identifier
    let chain: UInt64
  }

  private struct Held {
    var version: Int64 = 0
    var listings: [Place: Listing] = [:]
  }

  private static let capacity = 4096
  private let held = Mutex(Held())

  func listing(_ db: Database, _ destination: Identifier, chain: UInt64, _ rules: Rules) throws(StoreError)
    -> Listing
  {
    guard rules.hasLists else { return .none }
    let place = Place(destination: destination, chain: chain)
    let known = held.withLock { $0.version == rules.version ? $0.listings[place] : nil }
    if let known { return known }
    let listing = try Listing(db, destination, chain: chain)
    held.withLock {
      if $0.version != rules.version || $0.listings.count >= ListingCache.capacity {
        $0 = Held(version: rules.version)
      }
      $0.listings[place] = listing
    }
    return listing
  }
}

extension Listing {
  /// - Parameter among: only these lists count; nil for those in force.
  init(_ db: Database, _ destination: Identifier, chain: UInt64, among lists: Set<Int64>? = nil)
    throws(StoreError)
  {
    let rows = try db.query(
      """
      SELECT l.kind, l.family, l.list_id, d.removed_at IS NULL FROM listed l
        JOIN destination_lists d ON d.id = l.list_id
      WHERE l.address = ? AND (l.chain_id = 0 OR l.chain_id = ?)
      ORDER BY l.list_id, l.chain_id
      """, [.text(destination.text), .int(Int64(clamping: chain))])
    var (isBad, family) = (false, nil as String?)
    while try rows.step() {
      guard lists?.contains(rows.int(2)) ?? (rows.int(3) == 1) else { continue }
      if rows.text(0) != Listing.known { isBad = true }
      family = family ?? rows.optionalText(1)
    }
    self.init(isBad: isBad, family: family)
  }

  /// The kind of an entry that only names what is there.
  static let known = "known"
}

extension Rules {
  /// Where a destination belongs: the policy's family, else the lists', else nowhere known.
  func family(of destination: Identifier, _ listing: Listing) -> String {
    families[destination] ?? listing.family ?? HealthMetrics.unknownFamily
  }
}
