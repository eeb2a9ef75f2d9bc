import Delegation

// E9: what helps an attacker, or names somebody; E12: what a reader does not see.
extension NoticeLint {
  private static let internals: [Phrase] = [
    "threshold*", "risk score*", "alert rule*", "detection rule*", "false positive*", "unpatched",
    "exploit code",
    "proof of concept", "cve", "zero day", "localhost", "on call engineer",
  ]
  private static let internalEndings = [
    ".internal", ".local", ".lan", ".corp", ".intra", ".intranet", ".home.arpa",
  ]

  mutating func checkDisclosure() {
    find(.disclosure, Self.internals, "take it out: it tells an attacker how the defence works")
    for line in document.body {
      for token in line.text.split(whereSeparator: { $0.isWhitespace || "()<>,;\"'*`".contains($0) }) {
        var word = token
        while let last = word.last, ".:!?".contains(last) { word.removeLast() }
        check(word, line: line.number)
      }
    }
    for secret in facts?.confidential ?? [] { checkConfidential(secret) }
  }

  private mutating func check(_ word: Substring, line: Int) {
    let lower = word.lowercased()
    if holdsKey(lower) || isBase58Key(word) {
      find(
        .disclosure, line: line, String(word),
        "take out keys, wallets and transactions: tell their owners in the app")
    } else if Self.internalEndings.contains(where: { lower.prefix { $0 != "/" && $0 != ":" }.hasSuffix($0) })
    {
      find(.disclosure, line: line, String(word), "take out the internal host")
    } else if (word.first == "@" && word.count > 1) || (lower.hasPrefix("op-") && lower.count > 3) {
      find(.disclosure, line: line, String(word), "name no person")
    }
  }

  /// `0x` and forty hexadecimal digits at least: a key, a wallet, a transaction.
  private func holdsKey(_ text: String) -> Bool {
    var rest = text[...]
    while let start = rest.firstRange(of: "0x") {
      rest = rest[start.upperBound...]
      if rest.prefix(while: \.isHexDigit).count >= 40 { return true }
    }
    return false
  }

  /// Thirty-two characters at least of base 58, of both cases and with digits.
  private func isBase58Key(_ word: Substring) -> Bool {
    guard (32...100).contains(word.count) else { return false }
    return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) && !"0OIl".contains($0) }
      && word.contains(where: \.isNumber) && word.contains(where: \.isUppercase)
      && word.contains(where: \.isLowercase)
  }

  private mutating func checkConfidential(_ secret: String) {
    let remedy = "take it out: the facts call it confidential"
    find(.disclosure, [Phrase(saying: secret)], remedy)
    // What is no words, such as `> 12`, or a part of one.
    let wanted = secret.lowercased()
    for line in document.body where line.text.lowercased().contains(wanted) {
      find(.disclosure, line: line.number, wanted, remedy)
    }
  }

  mutating func checkCharacters() {
    for line in document.lines {
      for scalar in line.text.unicodeScalars where isHidden(scalar) {
        find(.hiddenCharacter, line: line.number, codePoint(scalar), "take the hidden character out")
      }
      for word in line.text.split(whereSeparator: \.isWhitespace) where disguises(word) {
        find(
          .hiddenCharacter, line: line.number, String(word), "write it in letters of one alphabet")
      }
    }
  }

  /// Letters of two alphabets in one word, or of none that English has.
  private func disguises(_ word: Substring) -> Bool {
    let alphabets = Set(word.unicodeScalars.compactMap(Alphabet.init))
    if alphabets.contains(.disguised) { return true }
    if catalogue.language == "en", alphabets.contains(.greek) || alphabets.contains(.cyrillic) { return true }
    return alphabets.count > 1 && !alphabets.isDisjoint(with: [.greek, .cyrillic])
  }
}
