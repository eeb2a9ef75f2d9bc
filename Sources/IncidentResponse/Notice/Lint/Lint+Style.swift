// W3 to W8: words that blur, rush, blame or say nothing.
extension NoticeLint {
  private static let vague: [Phrase] = [
    "some users", "some of our users", "a small number", "a small subset", "a limited number", "a handful",
    "a number of", "a cohort", "few users", "as soon as possible", "in due course", "shortly", "soon",
    "may have been",
    "might have been", "could have been", "appears to", "it seems", "potentially", "possibly", "issue",
    "issues",
    "incident may", "irregularit*", "anomal*", "certain users", "approximately", "roughly",
  ]
  private static let causes: [Phrase] = [
    "caused by", "because of", "due to", "as a result of", "root cause", "the cause was", "the cause is",
    "the cause", "the reason was", "the reason is", "resulted from", "was triggered by",
  ]
  /// What may be said of a cause while it is not known.
  private static let openCauses: [Phrase] = [
    "not know the cause", "looking for the cause", "not yet know the cause",
  ]
  private static let urgent: [Phrase] = [
    "immediately", "urgent*", "act now", "right now", "right away", "hurry", "asap", "at once",
    "without delay",
    "final warning", "last chance", "before it is too late", "or lose", "or you will lose",
    "within 24 hours or",
  ]
  private static let jargon: [Phrase] = [
    "nonce*", "ttl", "calldata", "eoa", "rpc", "mempool", "allowance*", "multisig*", "smart contract*", "erc",
    "eip", "bytecode", "abi", "paymaster*", "bundler*", "calldata", "replay", "capability envelope*",
    "envelope*",
    "attestation*", "delegated", "revocation*", "scope", "telemetry", "vector*", "exfiltrat*",
  ]
  private static let blame: [Phrase] = [
    "to blame", "fault of", "their fault", "negligen*", "careless*", "north korea*", "lazarus",
    "state sponsored",
    "fault lies", "failed to protect", "user error", "users failed",
  ]
  private static let cliches: [Phrase] = [
    "take security very seriously", "takes security very seriously", "take security seriously",
    "take your security", "takes your security", "abundance of caution", "apologize for any inconvenience",
    "apologise for any inconvenience", "any inconvenience", "rest assured", "top priority",
    "utmost importance",
    "at this time", "your trust is important", "committed to transparency", "sophisticated",
  ]

  mutating func checkStyle() {
    let isProse: (NoticeParagraph) -> Bool = { $0.kind != .heading }
    find(.vagueWords, Self.vague, "say who, how many or when, or that you do not know", where: isProse)
    for (_, words) in prose { checkPassive(words) }
    checkCauses()
    find(.urgency, Self.urgent, "take the hurry out: thieves write so")
    checkJargon()
    let others = (facts?.thirdParties ?? []).map { Phrase(saying: $0) }
    find(.blame, Self.blame + others, "blame and name nobody")
    find(.cliche, Self.cliches, "take it out: it says nothing")
  }

  private static let being: Set<String> = ["is", "are", "was", "were", "been", "being", "be"]
  /// Passive in form, plain in use.
  private static let plainParticiples: Set<String> = [
    "affected", "connected", "needed", "allowed", "closed", "lost",
  ]
  private static let irregularParticiples: Set<String> = [
    "stolen", "taken", "sent", "made", "given", "done", "drained", "found", "seen", "known", "held", "broken",
  ]

  /// A form of “to be” before a participle, an adverb between them or not: nobody acts in such a sentence.
  private mutating func checkPassive(_ words: [NoticeWord]) {
    for index in words.indices.dropLast() where Self.being.contains(words[index].folded) {
      var next = index + 1
      if words[next].folded.hasSuffix("ly") || words[next].folded == "not", next + 1 < words.count {
        next += 1
      }
      let word = words[next].folded
      guard !words[next].opensSentence, !Self.plainParticiples.contains(word) else { continue }
      if Self.irregularParticiples.contains(word) || (word.hasSuffix("ed") && word.count > 4) {
        find(
          .vagueWords, line: words[index].line, words[index...next].map(\.folded).joined(separator: " "),
          "say who did it")
      }
    }
  }

  /// Without facts only a first notice is held to it: it names no cause.
  private mutating func checkCauses() {
    if let facts {
      if facts.causeStatus == .confirmed, kind != .initial { return }
    } else if kind != .initial {
      return
    }
    for (paragraph, _) in prose {
      for sentence in paragraph.sentences
      where Self.openCauses.allSatisfy({ $0.starts(in: sentence).isEmpty }) {
        guard let phrase = Self.causes.first(where: { !$0.starts(in: sentence).isEmpty }),
          let first = sentence.first
        else { continue }
        find(.unconfirmedCause, line: first.line, phrase.text, "name no cause before it is confirmed")
      }
    }
  }

  /// A word of the trade is let pass where its sentence explains it: `a nonce is …`, `TTL (how long …)`.
  private mutating func checkJargon() {
    for (paragraph, words) in paragraphs where paragraph.kind != .heading {
      for phrase in Self.jargon {
        for start in phrase.starts(in: words[...])
        where !isExplained(words, start + phrase.words.count, paragraph) {
          find(
            .jargon, line: words[start].line, phrase.text,
            "use a plain word, or explain it in the same sentence")
        }
      }
    }
  }

  private func isExplained(_ words: [NoticeWord], _ next: Int, _ paragraph: NoticeParagraph) -> Bool {
    guard next < words.count, !words[next].opensSentence else { return false }
    if ["is", "means", "are"].contains(words[next].folded) { return true }
    let spoken = words[next - 1].folded + " ("
    return words[next].opensClause && paragraph.text.lowercased().contains(spoken)
  }
}
