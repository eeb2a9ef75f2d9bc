// E4: a notice sends nobody anywhere but to the official host, and trains nobody to follow links.
extension NoticeLint {
  private static let shorteners: Set<String> = [
    "bit.ly", "t.co", "tinyurl.com", "goo.gl", "is.gd", "ow.ly", "buff.ly", "cutt.ly", "rebrand.ly", "t.ly",
    "rb.gy", "shorturl.at", "tiny.cc", "lnkd.in", "t.me", "linktr.ee",
  ]

  private var officialHosts: [String] {
    if let facts { return facts.officialHosts }
    return document.field("official_domain").map { [$0.value] } ?? []
  }

  mutating func checkAddresses() {
    for line in document.lines where document.field("official_domain")?.line != line.number {
      for token in tokens(of: line.text) { check(token, line: line.number) }
    }
    if let field = document.field("official_domain") {
      checkHost(field.value[...], of: field.value, line: field.line)
    }
    for line in document.body {
      guard let mark = ["](", "][", "]:"].lazy.compactMap({ line.text.firstRange(of: $0) }).first else {
        continue
      }
      let start = line.text[..<mark.lowerBound].lastIndex(of: "[") ?? mark.lowerBound
      block(
        line.text[start...].prefix(80), line.number,
        "write the address itself: a link's words can hide where it leads")
    }
    find(.address, ["qr code*", "qr"], "take the code out: users cannot read where it leads")
  }

  /// Cut where a link can begin: at spaces, and at the marks around a Markdown link.
  private func tokens(of line: Substring) -> [Substring] {
    line.split { $0.isWhitespace || "<>()\"'“”*`|,".contains($0) }
  }

  private mutating func check(_ token: Substring, line: Int) {
    var word = token
    while let last = word.last, ".,;:!?".contains(last) { word.removeLast() }
    let lower = word.lowercased()
    if lower.contains("[.]") || lower.contains("hxxp") {
      return block(word, line, "write an address plainly, or not at all")
    }
    if let scheme = lower.firstRange(of: "://") {
      guard lower[..<scheme.lowerBound] == "https" else {
        return block(word, line, "use https and nothing else")
      }
      return checkAddress(lower[scheme.upperBound...], of: String(word), line: line)
    }
    for scheme in ["mailto:", "tel:", "sms:", "javascript:", "data:"] where lower.hasPrefix(scheme) {
      return block(word, line, "take it out: a notice only names the official host")
    }
    if looksLikeAddress(lower[...]) { checkAddress(lower[...], of: String(word), line: line) }
  }

  /// `wallet.example/status`, an IP address, or a mail address; no version or amount such as `2.68.1`.
  private func looksLikeAddress(_ text: Substring) -> Bool {
    if text.contains("@"), text.first != "@", text.contains(".") { return true }
    let host = text.prefix { !"/?#:".contains($0) }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }) else { return false }
    if isAddressInNumbers(labels) { return true }
    guard let last = labels.last else { return false }
    return last.count >= 2 && last.contains { $0.isLetter } && labels.allSatisfy(isLabel)
  }

  private func isLabel(_ label: Substring) -> Bool {
    label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }

  private func isAddressInNumbers(_ labels: [Substring]) -> Bool {
    labels.count == 4 && labels.allSatisfy { UInt8($0) != nil }
  }

  private mutating func checkAddress(_ address: Substring, of word: String, line: Int) {
    if address.contains("@") {
      return block(word[...], line, "take it out: a notice only names the official host")
    }
    if address.contains("?") || address.contains("#") {
      return block(word[...], line, "take out what stands behind `?` or `#`")
    }
    checkHost(address.prefix { $0 != "/" }, of: word, line: line)
  }

  private mutating func checkHost(_ host: Substring, of word: String, line: Int) {
    let name = String(host)
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if facts?.compromisedHosts.contains(name) == true {
      block(word[...], line, "take it out: this host is compromised in this incident")
    } else if !host.utf8.allSatisfy({ $0 < 0x80 }) {
      block(word[...], line, "take it out: letters of other alphabets can pass for the official host's")
    } else if labels.contains(where: { $0.hasPrefix("xn--") }) {
      block(word[...], line, "take it out: a name in punycode can pass for the official host's")
    } else if isAddressInNumbers(labels) || host.hasPrefix("[") || UInt64(host) != nil || host.hasPrefix("0x")
    {
      block(word[...], line, "name the official host, not a number")
    } else if Self.shorteners.contains(name) {
      block(word[...], line, "take it out: a short link hides where it leads")
    } else if !isHostName(name) || !officialHosts.contains(name) {
      let hosts = officialHosts.map { "`\($0)`" }.joined(separator: " or ")
      block(
        word[...], line,
        hosts.isEmpty
          ? "name the official host in the header (`official_domain`) or in the facts"
          : "write exactly \(hosts), or no address")
    }
  }

  private mutating func block(_ words: Substring, _ line: Int, _ remedy: String) {
    find(.address, line: line, String(words), remedy)
  }
}
