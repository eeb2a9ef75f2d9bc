import Delegation

/// A verdict as it is formed: the worst of what was found, with all of the evidence.
struct PostureJudgement {
  private struct Part {
    let verdict: PostureVerdict
    let evidence: String
    let remedy: String?
  }

  private var parts: [Part] = []

  /// What was seen and is as it should be.
  mutating func note(_ evidence: String) {
    parts.append(Part(verdict: .pass, evidence: evidence, remedy: nil))
  }

  /// What is wrong where `holds`.
  mutating func warn(
    _ holds: Bool, _ evidence: @autoclosure () -> String, _ remedy: @autoclosure () -> String
  ) {
    if holds { parts.append(Part(verdict: .warn, evidence: evidence(), remedy: remedy())) }
  }

  mutating func fail(
    _ holds: Bool, _ evidence: @autoclosure () -> String, _ remedy: @autoclosure () -> String
  ) {
    if holds { parts.append(Part(verdict: .fail, evidence: evidence(), remedy: remedy())) }
  }

  /// A fact that is not known never passes.
  mutating func missing(_ what: String) {
    parts.append(
      Part(
        verdict: .warn, evidence: "not known: \(what)",
        remedy: "ask the store itself: `curfew posture --store URL`"))
  }

  func finding(_ check: PostureCheck) -> PostureFinding {
    let sorted = [PostureVerdict.fail, .warn, .pass].flatMap { verdict in
      parts.filter { $0.verdict == verdict }
    }
    var remedies: [String] = []
    for remedy in sorted.compactMap(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
    return PostureFinding(
      check: check, verdict: sorted.first?.verdict ?? .pass,
      evidence: sorted.map(\.evidence).joined(separator: "; "), remedies: remedies)
  }
}

/// Such as "1 session" and "3 sessions".
func some(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }

extension TimeSpan {
  /// In its largest unit, rounded down: `43 min`.
  var rough: String {
    let seconds = max(0, milliseconds) / 1000
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min"
    case ..<86_400: return "\(seconds / 3600) h"
    default: return "\(seconds / 86_400) d"
    }
  }

  /// For a limit: as the policy file spells it.
  var limit: String { policyText }
}

/// Names in a sentence: the first three, and how many more.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
  return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
}
