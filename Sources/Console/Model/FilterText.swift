import SessionStore

/// Reads what an operator types as a filter.
enum FilterText {
  enum Reading: Hashable, Sendable {
    case filter(SessionFilter)
    /// One sentence for the status line.
    case mistake(String)
  }

  static func read(_ text: String) -> Reading {
    do throws(FilterError) {
      return .filter(try SessionFilter.parse(text))
    } catch {
      return .mistake(error.message)
    }
  }
}
