package import Delegation

/// The notice of a drill: drafted from the drill's own facts, held against every rule, and never sent.
package enum DrillNotice {
  /// From the end of verification to a draft that no rule blocks.
  package static let limit = TimeSpan(seconds: 300)

  /// As people type it in a hurry: it asks for what a thief would ask for.
  static let typed = """
    # Security notice

    All funds are safe. Please enter your recovery phrase at https://wallet-check.example to secure your wallet.

    """

  /// The draft; nil where the facts allow none.
  package static func drafted(drill: String, at time: Timestamp) -> String? {
    guard let facts = facts(drill: drill, at: time) else { return nil }
    return try? draftNotice(facts)
  }

  /// What the draft shows, whoever wrote it.
  /// - Parameter took: from the end of verification to the draft.
  package static func findings(_ text: String?, drill: String, at time: Timestamp, took: TimeSpan)
    -> [DrillFinding]
  {
    guard let text, let facts = facts(drill: drill, at: time) else {
      return [DrillFinding(name: "notice drafted", expected: "a draft", found: "none", holds: false)]
    }
    let report = lintNotice(text, facts: facts)
    let rules = report.findings.filter { $0.rule.blocks }.map(\.rule.rawValue)
    return [
      DrillFinding(
        name: "rules that block the notice", expected: "none",
        found: rules.isEmpty ? "none" : Set(rules).sorted().joined(separator: " "), holds: rules.isEmpty),
      DrillFinding(
        name: "notice ready", expected: "within \(PlainText.span(limit))", found: PlainText.span(took),
        holds: took <= limit),
    ]
  }

  private static func facts(drill: String, at time: Timestamp) -> NoticeFacts? {
    let json = JSONWriter.object {
      // A notice's code is shorter than a drill's id may be.
      $0.member("incidentId", String(drill.prefix(32)))
      $0.member("kind", "initial")
      $0.member("isDrill", raw: "true")
      $0.member("publishedAt", raw: time.seconds)
      $0.member("nextUpdateAt", raw: (time + TimeSpan(seconds: 3600)).seconds)
      $0.member("since", raw: (time - TimeSpan(seconds: 300)).seconds)
      $0.member("detectedAt", raw: (time - TimeSpan(seconds: 240)).seconds)
      $0.member("revokedAt", raw: (time - TimeSpan(seconds: 60)).seconds)
      $0.member("officialHosts", strings: ["drill.example"])
    }
    return try? NoticeFacts(json: Array(json.utf8))
  }
}
