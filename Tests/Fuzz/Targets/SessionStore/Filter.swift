import Delegation
import PolicyEngine
import SessionStore

extension FuzzTarget {
  static let filter = FuzzTarget("filter") { (bytes) throws(BrokenProperty) in
    let text = bytes.text
    let filter: SessionFilter
    do throws(FilterError) {
      filter = try SessionFilter.parse(text)
    } catch {
      try expectSentence(error.message)
      let range = error.range
      let isInside = range.lowerBound >= 0 && range.upperBound <= text.unicodeScalars.count && !range.isEmpty
      try expect(isInside, "\(range) is not in the text: \(error.message)")
      return .refused
    }
    let written = filter.description
    let again = try readAgain(written.debugDescription) { () throws(FilterError) in
      try SessionFilter.parse(written)
    }
    try expect(again == filter, "\(filter.terms) was written as \(written.debugDescription): \(again.terms)")
    try expectSame(again.description, written, "a written filter is written the same again")
    try checkMatching(filter)
    return .accepted
  }
}

/// A filter means all of its terms, and `!` turns one around.
private func checkMatching(_ filter: SessionFilter) throws(BrokenProperty) {
  guard let row = sampleRow else { throw BrokenProperty(sentence: "there is no sample") }
  let now = Timestamp(seconds: 1_771_700_100)
  let each = filter.terms.map { SessionFilter(terms: [$0]).matches(row, now: now) }
  try expect(filter.matches(row, now: now) == each.allSatisfy { $0 }, "all terms are not the filter")
  for (term, holds) in zip(filter.terms, each) {
    let opposite = SessionFilter(terms: [.init(term.condition, isNegated: !term.isNegated)])
    try expect(opposite.matches(row, now: now) != holds, "\(term) and its opposite agree")
  }
}

private let sampleRow = (try? Identifier("0xSession")).map { key in
  let issued = Timestamp(seconds: 1_771_700_000)
  return SessionRow(
    envelope: Envelope(
      sessionKey: key, wallet: .opaque("0xWallet"), capabilities: [.opaque("swap.execute")],
      maxValue: Money(micros: 500_000_000) ?? .zero, destinations: .shared([.opaque("0xRouterA")]),
      chainID: 1,
      expiresAt: Timestamp(seconds: 1_771_703_600), nonceDomain: .opaque("session:mobile:quotes"),
      labels: [Label(key: "app", value: "Ünder 18")]),
    life: .active, grantedAt: issued, issuedAt: issued, expiresAt: Timestamp(seconds: 1_771_703_600),
    revokedFrom: nil, lastAttested: nil, lastUsed: issued, spent: Money(micros: 250_000_000) ?? .zero,
    allowed: 3, denied: 1, firstRefusedAfterRevoke: nil)
}
