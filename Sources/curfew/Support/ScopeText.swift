import ArgumentParser
import Delegation

/// A scope as typed; see `Scope.init(words:)`.
struct ScopeArgument {
  let scope: Scope

  /// - Throws: a `ValidationError` that names the word which is none of a scope.
  static func read(_ argument: String) throws -> ScopeArgument {
    do throws(Scope.WordProblem) {
      return ScopeArgument(scope: try Scope(words: argument))
    } catch {
      throw ValidationError(error.sentence)
    }
  }
}
