import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The checks for a person, grouped as their source has them.
struct PostureText {
  private var lines: [SafeText] = []

  init(_ reading: PostureReading, _ findings: [PostureFinding]) {
    for group in PostureGroup.allCases {
      lines.append(SafeText(group.title))
      for finding in findings where finding.check.group == group { add(finding) }
      lines.append(.empty)
    }
    let counts = PostureVerdict.allCases.reversed().map { verdict in
      "\(findings.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    lines.append(
      SafeText(
        "\(counts.joined(separator: ", ")) at \(reading.asOf.utc) under \(reading.policy.version.text)"))
  }

  private mutating func add(_ finding: PostureFinding) {
    lines.append(SafeText("  \(word(finding.verdict))  \(finding.check.title)"))
    lines.append(SafeText("        \(finding.evidence)"))
    for remedy in finding.remedies { lines.append(SafeText("        do: \(remedy)")) }
  }

  /// Loud where it must be: colour is for the console.
  private func word(_ verdict: PostureVerdict) -> String {
    switch verdict {
    case .pass: "pass"
    case .warn: "warn"
    case .fail: "FAIL"
    }
  }

  func write(to output: Output) throws { for line in lines { try output.line(line) } }
}

extension PostureFinding {
  /// One object; its names are fixed.
  var json: String {
    JSONWriter.object {
      $0.member("check", check.id)
      $0.member("group", check.group.rawValue)
      $0.member("title", check.title)
      $0.member("source", check.source)
      $0.member("verdict", verdict.rawValue)
      $0.member("evidence", evidence)
      $0.member("remedies", strings: remedies)
    }
  }
}
