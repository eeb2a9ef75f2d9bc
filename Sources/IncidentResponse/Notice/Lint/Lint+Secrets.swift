// E3: a notice never asks for what a thief would ask for.
extension NoticeLint {
  private static let secrets: [Phrase] = [
    "recovery phrase*", "backup phrase*", "wallet phrase*", "passphrase*", "word phrase*", "seed phrase*",
    "secret phrase*", "recovery word*", "seed word*", "12 words",
    "24 words",
    "mnemonic*", "private key*", "secret key*", "keystore*", "password*", "passcode*", "pin",
    "one time code*",
    "2fa code*", "security code*", "verification code*", "login code*", "sms code*", "remote access",
    "screen sharing", "share your screen",
  ]

  /// Words by which one asks for something.
  private static let requests: Set<String> = [
    "enter", "type", "send", "share", "give", "provide", "submit", "confirm", "verify", "import", "paste",
    "tell",
    "reply", "upload", "sync", "synchronize", "synchronise", "validate", "restore", "insert", "grant",
    "need", "needs", "require", "requires", "required", "ask", "input", "dictate", "forward",
    "reveal", "disclose", "export", "scan", "email", "supply", "fill",
  ]

  /// Requests whole in themselves.
  private static let wholeRequests: [Phrase] = [
    "enter your", "verify your wallet*", "verify wallet*", "validate your wallet*", "sync your wallet*",
    "synchronize your wallet*", "synchronise your wallet*", "rectify your wallet*", "connect your wallet*",
    "reconnect your wallet*", "import your wallet*", "restore your wallet*", "unlock your wallet*",
    "claim your", "claim a refund", "claim the refund", "send funds", "send your funds", "send us",
    "send your",
    "transfer funds", "transfer your", "move your funds", "move your assets", "move your tokens",
    "move everything", "create a new wallet", "deposit", "download",
    "install",
    "anydesk", "teamviewer", "call us", "call this number", "scan the code", "scan this",
  ]

  private static let negations: Set<String> = [
    "not", "never", "no", "nobody", "don't", "won't", "cannot", "can't", "doesn't", "isn't", "neither", "nor",
  ]

  mutating func checkSecrets() {
    for (paragraph, _) in paragraphs {
      for sentence in paragraph.sentences { checkSecrets(sentence) }
    }
  }

  /// Clause by clause, so that “we never ask, but enter …” is heard as what it is.
  private mutating func checkSecrets(_ sentence: ArraySlice<NoticeWord>) {
    var asks = false
    for clause in clauses(sentence) {
      let negation = clause.firstIndex { Self.negations.contains($0.folded) }
      let request = clause.firstIndex { Self.requests.contains($0.folded) }
      if let request { asks = negation.map { $0 > request } ?? true }
      if asks { report(Self.secrets, in: clause) }
      for phrase in Self.wholeRequests {
        for start in phrase.starts(in: clause) where negation.map({ $0 > start }) ?? true {
          if isTold(start, in: clause) { continue }
          say(phrase, at: start, in: clause)
        }
      }
    }
  }

  /// “sessions tried to send funds” tells what happened, and asks for nothing.
  private func isTold(_ start: Int, in clause: ArraySlice<NoticeWord>) -> Bool {
    guard start - 2 >= clause.startIndex, clause[start - 1].folded == "to" else { return false }
    return ["tried", "trying", "tries", "attempted", "attempting"].contains(clause[start - 2].folded)
  }

  private mutating func report(_ secrets: [Phrase], in clause: ArraySlice<NoticeWord>) {
    for phrase in secrets { for start in phrase.starts(in: clause) { say(phrase, at: start, in: clause) } }
  }

  private mutating func say(_ phrase: Phrase, at start: Int, in clause: ArraySlice<NoticeWord>) {
    find(
      .asksForSecret, line: clause[start].line, clause.map(\.folded).joined(separator: " "),
      "ask for nothing that a thief would ask for: send users into the app")
  }

  private func clauses(_ sentence: ArraySlice<NoticeWord>) -> [ArraySlice<NoticeWord>] {
    var found: [ArraySlice<NoticeWord>] = []
    var start = sentence.startIndex
    for index in sentence.indices.dropFirst() where sentence[index].opensClause {
      found.append(sentence[start..<index])
      start = index
    }
    if start < sentence.endIndex { found.append(sentence[start...]) }
    return found
  }
}
