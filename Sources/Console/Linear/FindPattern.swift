import Delegation
import SessionStore

/// A session's key as the console shortens it, `0x91c4…0a7e`: how it begins and how it ends.
struct FindPattern: Hashable, Sendable {
  let head: String
  let tail: String

  /// Reads `0x91c4…0a7e`, with three or two dots or `~` for the sign that no keyboard has. Nil for what is not shortened.
  init?(_ text: String) {
    for sign in ["…", "...", "..", "~"] {
      guard let place = text.firstRange(of: sign) else { continue }
      head = text[..<place.lowerBound].lowercased()
      tail = text[place.upperBound...].lowercased()
      guard !head.isEmpty else { return nil }
      return
    }
    return nil
  }

  /// A whole key, for a name that may be no session's.
  init(whole text: String) {
    head = text.lowercased()
    tail = ""
  }

  /// More of one beginning are not told apart.
  static let limit = 1_000

  var query: SessionQuery {
    let pattern = SessionFilter.Pattern(text: head, isPrefix: true)
    return SessionQuery(
      filter: SessionFilter(terms: [SessionFilter.Term(.key(pattern))]), sort: .newest, window: .from(0),
      limit: Self.limit)
  }

  func matches(_ key: Identifier) -> Bool {
    let text = key.text.lowercased()
    return text.count > head.count + tail.count && text.hasPrefix(head) && text.hasSuffix(tail)
  }
}
