/// A short list of identifiers, held inline up to two: most envelopes name no more, and a decision at a million
/// sessions pays for every piece of memory that it has to go and fetch.
struct IdentifierList: Hashable, Sendable {
  private enum Storage: Hashable, Sendable {
    case one(Identifier)
    case two(Identifier, Identifier)
    /// None, or more than two.
    case many([Identifier])
  }

  private let storage: Storage

  init(_ list: [Identifier]) {
    switch list.count {
    case 1: storage = .one(list[0])
    case 2: storage = .two(list[0], list[1])
    default: storage = .many(list)
    }
  }

  /// In the order written.
  var list: [Identifier] {
    switch storage {
    case .one(let only): [only]
    case .two(let first, let second): [first, second]
    case .many(let list): list
    }
  }

  borrowing func contains(_ identifier: Identifier) -> Bool {
    switch storage {
    case .one(let only): only == identifier
    case .two(let first, let second): first == identifier || second == identifier
    case .many(let list): list.contains(identifier)
    }
  }
}
