import Delegation
import SessionStore

/// Where the operator was before a list of something related was opened.
struct ListPlace: Hashable, Sendable {
  let screens: [Screen]
  let filter: String
  let sort: SessionSort
  let grouping: SessionGrouping?
  let cursor: Identifier?
  let groupCursor: String?
  let view: String?
}

/// One step from list to list.
struct TrailStep: Hashable, Sendable {
  /// More are forgotten from the beginning.
  static let max = 32

  let from: ListPlace
  /// What the list that was opened is about, such as `wallet` and the wallet.
  let kind: String
  let value: String
}

/// What two sessions may have in common.
enum Relation: String, Hashable, Sendable {
  case wallet, destination
  case nonceDomain = "domain"

  /// The filter for exactly this value.
  func filter(_ value: String) -> SessionFilter {
    let pattern = SessionFilter.Pattern(text: value.lowercased(), isPrefix: false)
    return switch self {
    case .wallet: SessionFilter(terms: [.init(.wallet(pattern))])
    case .destination: SessionFilter(terms: [.init(.destination(pattern))])
    case .nonceDomain: SessionFilter(terms: [.init(.nonceDomain(pattern))])
    }
  }
}

extension SessionGrouping {
  /// The term that leaves one group.
  func term(_ id: String) -> SessionFilter.Term? {
    let pattern = SessionFilter.Pattern(text: id.lowercased(), isPrefix: false)
    return switch self {
    case .wallet: .init(.wallet(pattern))
    case .capability: .init(.capability(pattern))
    case .nonceDomain: .init(.nonceDomain(pattern))
    case .chain: UInt64(id).map { .init(.chain($0)) }
    }
  }
}
