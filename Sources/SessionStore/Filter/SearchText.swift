import Delegation

/// What the filters of a session's texts compare with: in lower case, each word between separators.
///
/// The store keeps these four texts beside the envelope, and ``SessionFilter/matches(_:now:)`` makes the same from it,
/// so that a filter means the same in SQL and in memory.
struct SearchText {
  let nonceDomain: String
  /// `␣swap.execute␣quote.accept␣`: a word begins after a separator and ends before one.
  let capabilities: String
  let destinations: String
  /// The same with ``labelEnd`` around each `key` ``keyEnd`` `value`, because a value may hold anything.
  let labels: String

  static let keyEnd = "\u{1E}"
  static let labelEnd = "\u{1F}"

  init(_ envelope: Envelope) {
    nonceDomain = SearchText.folded(envelope.nonceDomain.text)
    capabilities = SearchText.words(envelope.capabilities)
    destinations =
      switch envelope.destinations {
      case .shared(let list): SearchText.words(list)
      case .perCapability(let lists): SearchText.words(lists.flatMap(\.destinations))
      }
    labels =
      SearchText.labelEnd
      + envelope.labels.map { SearchText.folded($0) + SearchText.labelEnd }.joined()
  }

  /// How one word stands in a text of words.
  static func word(_ identifier: Identifier) -> String { " " + folded(identifier.text) + " " }

  /// How one label stands in ``labels``.
  static func text(of label: Label) -> String { labelEnd + folded(label) + labelEnd }

  private static func folded(_ label: Label) -> String { folded(label.key) + keyEnd + folded(label.value) }

  private static func words(_ list: [Identifier]) -> String {
    " " + list.map { folded($0.text) + " " }.joined()
  }

  /// In lower case, and without what could be taken for a separator or ends a text in C.
  static func folded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 > 0x1F && $0 < 0x7F && !(0x41...0x5A).contains($0) }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      result.append(scalar.value < 0x20 ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }
}

extension StringProtocol {
  /// Whether `other` stands in it, compared byte by byte.
  func holds(_ other: some StringProtocol) -> Bool {
    let text = Array(utf8)
    let sought = Array(other.utf8)
    guard let first = sought.first else { return true }
    guard text.count >= sought.count else { return false }
    return (0...(text.count - sought.count)).contains {
      text[$0] == first && text[$0..<($0 + sought.count)].elementsEqual(sought)
    }
  }

  func begins(with other: some StringProtocol) -> Bool { utf8.starts(with: other.utf8) }
  func ends(with other: some StringProtocol) -> Bool { utf8.reversed().starts(with: other.utf8.reversed()) }
}
