import ArgumentParser
import Delegation

/// A scope as typed: `chain:1 cap:swap.execute wallet:0x5e… dest:… domain:… key:… label.app:mobile before:TIME`,
/// all of which must hold; `all` is everything.
struct ScopeArgument {
  let scope: Scope

  /// - Throws: a `ValidationError` that names the word which is none of a scope.
  static func read(_ argument: String) throws -> ScopeArgument {
    var scope = Scope.everything
    let words = argument.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard !words.isEmpty else { throw ValidationError("expected words such as chain:1, or all") }
    if words == ["all"] { return ScopeArgument(scope: scope) }
    for word in words {
      guard add(word, to: &scope) else {
        throw ValidationError(
          "`\(word)`: expected key: wallet: chain: cap: dest: domain: label.NAME: or before: with a value, each once"
        )
      }
    }
    return ScopeArgument(scope: scope)
  }

  private static func add(_ word: String, to scope: inout Scope) -> Bool {
    guard let colon = word.firstIndex(of: ":") else { return false }
    let field = String(word[..<colon])
    let value = String(word[word.index(after: colon)...])
    let identifier = try? Identifier(value)
    switch field {
    case "key" where scope.sessionKey == nil: scope.sessionKey = identifier
    case "wallet" where scope.wallet == nil: scope.wallet = identifier
    case "cap" where scope.capability == nil: scope.capability = identifier
    case "dest" where scope.destination == nil: scope.destination = identifier
    case "domain" where scope.nonceDomain == nil: scope.nonceDomain = identifier
    case "chain" where scope.chainID == nil:
      guard let chain = UInt64(value), (1...Read.largestInteger).contains(chain) else { return false }
      scope.chainID = chain
      return true
    case "before" where scope.issuedBefore == nil:
      scope.issuedBefore = Timestamp(text: value)
      return scope.issuedBefore != nil
    case let label where label.hasPrefix("label.") && scope.label == nil:
      let key = String(label.dropFirst("label.".count))
      guard (try? checkName(key.utf8)) != nil else { return false }
      scope.label = Label(key: key, value: value)
      return true
    default: return false
    }
    return identifier != nil
  }
}

extension Scope {
  /// As ``ScopeArgument`` reads it.
  var words: String {
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
