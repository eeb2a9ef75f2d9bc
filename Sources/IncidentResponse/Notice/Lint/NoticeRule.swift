/// What a notice is held to. Rules whose code begins with E block it, those with W warn.
package enum NoticeRule: String, CaseIterable, Sendable {
  case missingBlock = "E1"
  case unresolvedPlaceholder = "E2"
  case asksForSecret = "E3"
  case address = "E4"
  case reassurance = "E5"
  case nextUpdate = "E6"
  case absoluteClaim = "E7"
  case number = "E8"
  case disclosure = "E9"
  case approval = "E10"
  case drillMark = "E11"
  case hiddenCharacter = "E12"

  case longSentence = "W1"
  case hardToRead = "W2"
  case vagueWords = "W3"
  case unconfirmedCause = "W4"
  case urgency = "W5"
  case jargon = "W6"
  case blame = "W7"
  case cliche = "W8"
  case shortTooLong = "W9"
  case undatedTitle = "W10"
  case language = "W11"

  package var blocks: Bool { rawValue.hasPrefix("E") }
}

/// One place of a notice that breaks a rule.
package struct NoticeFinding: Hashable, Sendable {
  package let rule: NoticeRule
  /// From 1.
  package let line: Int
  /// The offending words; for what is missing, what was looked for. May hold hidden characters: clean it to show it.
  package let words: String
  /// What to do about it.
  package let remedy: String
}

/// What a lint found, in the order of the lines.
package struct NoticeReport: Sendable {
  package let findings: [NoticeFinding]

  package var blockingCount: Int { findings.count { $0.rule.blocks } }
  package var warningCount: Int { findings.count - blockingCount }
}
