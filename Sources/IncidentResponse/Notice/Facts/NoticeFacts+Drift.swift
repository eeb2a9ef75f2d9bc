import Delegation

extension NoticeFacts {
  /// What the record says now of what these facts, from an earlier moment, say otherwise: one lower-case sentence each.
  package func drift(to now: NoticeFacts) -> [String] {
    var sentences: [String] = []
    func compare<Value: Equatable>(_ name: String, _ then: Value?, _ now: Value?, _ text: (Value) -> String) {
      guard then != now else { return }
      let words = [then, now].map { $0.map(text) ?? "not known" }
      sentences.append("\(name): the text was drafted from \(words[0]), and it is \(words[1]) now")
    }
    compare("wallets affected", walletsAffected, now.walletsAffected) { "\($0)" }
    compare("attempts blocked", attemptsBlocked, now.attemptsBlocked) { "\($0)" }
    compare("payments made", paymentsMade, now.paymentsMade) { "\($0)" }
    compare("value spent", valueSpent, now.valueSpent) { "\($0.dollars) USD" }
    compare("revoked at", revokedAt, now.revokedAt, \.utc)
    compare("effective at", effectiveAt, now.effectiveAt, \.utc)
    return sentences
  }
}
