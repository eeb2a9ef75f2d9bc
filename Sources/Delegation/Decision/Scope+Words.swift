/// Scopes as operators type them: `chain:1 cap:swap.execute wallet:0x5e… dest:… domain:… key:… label.app:mobile
/// before:TIME`, all of which must hold; `all` is everything.
extension Scope {
  package enum WordProblem: Error, Hashable, Sendable {
    case empty
    /// This word is none of a scope, or is there twice.
    case word(String)

    /// One lower-case sentence.
    package var sentence: String {
      switch self {
      case .empty: "expected words such as chain:1, or all"
      case .word(let word):
        "`\(word)`: expected key: wallet: chain: cap: dest: domain: label.NAME: or before: with a value, each once"
      }
    }
  }

  /// Reads what ``words`` writes.
  package init(words text: String) throws(WordProblem) {
    self.init()
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard !words.isEmpty else { throw .empty }
    if words == ["all"] { return }
    for word in words { guard add(word) else { throw .word(word) } }
  }

  private mutating func add(_ word: String) -> Bool {
    guard let colon = word.firstIndex(of: ":") else { return false }
    let field = String(word[..<colon])
    let value = String(word[word.index(after: colon)...])
    let identifier = try? Identifier(value)
    switch field {
    case "key" where sessionKey == nil: sessionKey = identifier
    case "wallet" where wallet == nil: wallet = identifier
    case "cap" where capability == nil: capability = identifier
    case "dest" where destination == nil: destination = identifier
    case "domain" where nonceDomain == nil: nonceDomain = identifier
    case "chain" where chainID == nil:
      guard let chain = UInt64(value), (1...Read.largestInteger).contains(chain) else { return false }
      chainID = chain
      return true
    case "before" where issuedBefore == nil:
      issuedBefore = Timestamp(text: value)
      return issuedBefore != nil
    case let name where name.hasPrefix("label.") && label == nil:
      let key = String(name.dropFirst("label.".count))
      guard (try? checkName(key.utf8)) != nil else { return false }
      label = Label(key: key, value: value)
      return true
    default: return false
    }
    return identifier != nil
  }

  /// As it is typed.
  package var words: String {
    var words: [String] = []
    if let sessionKey { words.append("key:\(sessionKey.text)") }
    if let wallet { words.append("wallet:\(wallet.text)") }
    if let chainID { words.append("chain:\(chainID)") }
    if let capability { words.append("cap:\(capability.text)") }
    if let destination { words.append("dest:\(destination.text)") }
    if let nonceDomain { words.append("domain:\(nonceDomain.text)") }
    if let label { words.append("label.\(label.key):\(label.value)") }
    if let issuedBefore { words.append("before:\(issuedBefore.utc)") }
    return words.isEmpty ? "all" : words.joined(separator: " ")
  }
}
