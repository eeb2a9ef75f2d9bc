/// A short list of identifiers, its first two inline: most envelopes name no more, and a decision at a million
/// sessions pays for every piece of memory that it has to go and fetch.
struct IdentifierList: Hashable, Sendable {
  private let count: Int
  /// Stand-ins where the list is shorter; plain fields, because taking apart an enum would copy what it holds.
  private let first: Identifier
  private let second: Identifier
  private let rest: [Identifier]

  init(_ list: [Identifier]) {
    count = list.count
    first = list.first ?? .opaque("")
    second = list.count > 1 ? list[1] : .opaque("")
    rest = Array(list.dropFirst(2))
  }

  /// In the order written.
  var list: [Identifier] { Array([first, second].prefix(count)) + rest }

  borrowing func contains(_ identifier: Identifier) -> Bool {
    (count > 0 && first == identifier) || (count > 1 && second == identifier)
      || (count > 2 && rest.contains(identifier))
  }
}
