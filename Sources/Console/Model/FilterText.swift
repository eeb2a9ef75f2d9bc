import PolicyEngine
import SessionStore

/// Reads what an operator types as a filter.
enum FilterText {
  enum Reading: Hashable, Sendable {
    case filter(SessionFilter)
    /// One sentence for the status line.
    case mistake(String)
  }

  static func read(_ text: String) -> Reading {
    var terms: [SessionFilter.Term] = []
    for word in text.split(separator: " ") {
      let isNegated = word.first == "!"
      let rest = isNegated ? word.dropFirst() : word
      if rest.hasPrefix("state:") {
        guard let life = SessionLife(rawValue: String(rest.dropFirst(6))) else {
          return .mistake("`\(rest.dropFirst(6))` is no state")
        }
        terms.append(.init(.life(life), isNegated: isNegated))
      } else {
        terms.append(.init(.text(String(rest)), isNegated: isNegated))
      }
    }
    return .filter(SessionFilter(terms: terms))
  }
}
