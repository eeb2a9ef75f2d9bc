import Delegation
import PolicyEngine

/// What stands behind `:mode`: `MODE [SCOPE WORDS] [--reason TEXT]`.
///
/// The reason needs its sign: a slip in a scope must not become the reason for closing everything.
struct ModeWords: Hashable, Sendable {
  let candidate: ModeCandidate
  let reason: String?

  /// Why it does not read: a sentence.
  struct Problem: Error, Hashable, Sendable {
    let sentence: String
  }

  init(_ text: String) throws(Problem) {
    let words = text.split(separator: " ").map(String.init)
    let name = words.first ?? ""
    guard let mode = Self.mode(name) else {
      throw Problem(sentence: "`\(name)` is no mode: expected normal, guarded, denyFirst or lockdown")
    }
    let rest = words.dropFirst()
    let scopeWords = rest.prefix { $0 != "--reason" }
    let reasonWords = rest.dropFirst(scopeWords.count + 1)
    reason = reasonWords.isEmpty ? nil : Self.unquoted(reasonWords.joined(separator: " "))
    // As the command line has it too.
    let scopeText = Self.unquoted(scopeWords.filter { $0 != "--scope" }.joined(separator: " "))
    guard !scopeText.isEmpty else {
      candidate = ModeCandidate(mode: mode, scope: .everything)
      return
    }
    do throws(Scope.WordProblem) {
      candidate = ModeCandidate(mode: mode, scope: try Scope(words: scopeText))
    } catch {
      throw Problem(sentence: error.sentence)
    }
  }

  private static func mode(_ name: String) -> PolicyMode? {
    let plain = name.lowercased().filter { $0 != "-" }
    return PolicyMode.allCases.first { $0.rawValue.lowercased() == plain }
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
  }
}
