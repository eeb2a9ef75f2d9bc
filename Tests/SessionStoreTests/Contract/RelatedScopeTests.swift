import AuditTrail
import Delegation
import PolicyEngine
import SessionStore
import Testing

/// Sessions that are ended because they have something in common with one.
@Suite struct RelatedScopeTests {
  private static let labels = [Label(key: "app", value: "Mobile"), Label(key: "build", value: "7")]

  /// The first is the one to which the others are related.
  private static func furnish(_ store: any SessionStore) throws {
    try store.mustGrant(
      .sample("it", labels: labels),
      .sample("sameWallet", capabilities: ["nft.list"], destinations: ["0xMarket"], domain: "web"),
      .sample("sameEverything", wallet: "w-2", capabilities: ["quote.accept", "swap.execute"]),
      .sample("fewerCapabilities", wallet: "w-3", capabilities: ["swap.execute"]),
      .sample("otherCase", wallet: "w-4", destinations: ["0xroutera"], domain: "Mobile"),
      .sample(
        "otherChain", wallet: "w-5", chain: 10, domain: "web", labels: [Label(key: "app", value: "mobile")]),
      .sample("oneDestination", wallet: "w-6", destinations: ["0xRouterB", "0xElsewhere"], domain: "web"),
      .sample("sameLabel", wallet: "w-7", capabilities: ["nft.list"], chain: 10, domain: "x", labels: labels),
      .sample("expired", expiresAt: .start(plus: 5), labels: labels))
  }

  @Test(arguments: ["", "wallets", "label.", "label", "label.two words", "key", "Wallet"])
  func `another word is no relation`(word: String) { #expect(RelatedScope(word: word) == nil) }

  @Test(arguments: [RelatedScope.wallet, .destination, .nonceDomain, .pattern, .label("app")])
  func `a relation is read as it is written`(related: RelatedScope) {
    #expect(RelatedScope(word: related.word) == related)
  }

  @Test(arguments: Backend.all)
  func `a session that is not there, or has nothing of the kind, has no related ones`(backend: Backend) throws
  {
    let fixture = try Fixture(backend)
    try Self.furnish(fixture.store)
    let before = try fixture.store.entries(limit: 100).count
    for (key, related) in [("nobody", RelatedScope.wallet), ("it", .label("colour"))] {
      #expect(throws: StoreError.self) { try fixture.store.preview(related, to: id(key)) }
      #expect(throws: StoreError.self) {
        try fixture.store.revoke(related, to: id(key), reason: "", by: .alice)
      }
    }
    #expect(try fixture.store.entries(limit: 100).count == before)
  }

  @Test(
    arguments: Backend.all,
    [
      (.wallet, ["it", "sameWallet"]),
      (.destination, ["it", "sameEverything", "fewerCapabilities", "oneDestination"]),
      (.nonceDomain, ["it", "sameEverything", "fewerCapabilities"]), (.label("app"), ["it", "sameLabel"]),
      (.label("build"), ["it", "sameLabel"]), (.pattern, ["it", "sameEverything"]),
    ] as [(RelatedScope, [String])])
  func `what is related is ended in one commit, as its preview said`(
    backend: Backend, row: (related: RelatedScope, keys: [String])
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try Self.furnish(store)
    _ = try store.decide(.sample("it", value: 100))
    fixture.clock.advance(seconds: 10)
    let preview = try store.preview(row.related, to: id("it"))
    #expect(
      preview
        == ScopePreview(
          sessions: row.keys.count,
          wallets: Set(try row.keys.map { try store.row($0).envelope.wallet }).count,
          remainingMicros: UInt64(row.keys.count) * 500_000_000 - 100_000_000, first: id("it"),
          last: id(row.keys[row.keys.count - 1])))
    let receipt = try store.revoke(row.related, to: id("it"), reason: "router exploit", by: .alice)
    #expect(receipt.revoked == row.keys.count)
    #expect(Set(try store.sessions().filter { $0.life == .revoked }.map(\.id.text)) == Set(row.keys))
    let entry = try #require(try store.entries(limit: 1).first)
    #expect(entry.sequence == receipt.sequence)
    #expect(entry.action == "scope.revoke")
    #expect(entry.detail?.contains(#""like":{"sessionKey":"it","by":"\#(row.related.word)"}"#) == true)
    let named = try Scope(try parseJSON(Array(entry.target.utf8)), path: "")
    #expect(named == row.related.hull(of: try store.row("it").envelope))
    #expect(try store.preview(row.related, to: id("it")).sessions == 0, "also of one that is revoked")
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test func `the scopes of a relation cover what is related, and its hull covers all of it`() {
    var random = Seeded(0x5C09E)
    for seed in 0..<500 {
      let one = Envelope.random(&random)
      let other = Envelope.random(&random)
      for related in [RelatedScope.wallet, .destination, .nonceDomain, .pattern, .label("app")] {
        let shares = related.isShared(by: one, other)
        let covered = related.scopes(of: one).contains { $0.allOf(other) }
        #expect(
          related == .pattern ? covered || !shares : covered == shares, "round \(seed), \(related.word)")
        if related == .pattern { #expect(SessionPattern(one).matches(other) == shares, "round \(seed)") }
        if covered { #expect(related.hull(of: one).allOf(other), "round \(seed), \(related.word)") }
      }
    }
  }
}

extension RelatedScope {
  /// As a person would say it.
  fileprivate func isShared(by a: Envelope, _ b: Envelope) -> Bool {
    switch self {
    case .wallet: a.wallet == b.wallet
    case .nonceDomain: a.nonceDomain == b.nonceDomain
    case .destination: a.chainID == b.chainID && !a.places.isDisjoint(with: b.places)
    case .label(let name): a.labels.contains { $0.key == name && b.has(label: $0) }
    case .pattern:
      a.chainID == b.chainID && a.nonceDomain == b.nonceDomain && Set(a.capabilities) == Set(b.capabilities)
        && a.places == b.places
    }
  }
}

extension Scope {
  /// Whether all that it names is what the envelope has.
  fileprivate func allOf(_ envelope: Envelope) -> Bool {
    (wallet.map { $0 == envelope.wallet } ?? true) && (chainID.map { $0 == envelope.chainID } ?? true)
      && (capability.map(envelope.grants) ?? true) && (nonceDomain.map { $0 == envelope.nonceDomain } ?? true)
      && (destination.map(envelope.places.contains) ?? true) && (label.map(envelope.has(label:)) ?? true)
  }
}

extension Envelope {
  fileprivate var places: Set<Identifier> {
    if case .shared(let list) = destinations { Set(list) } else { [] }
  }

  fileprivate static func random(_ random: inout Seeded) -> Envelope {
    func some(_ values: [String]) -> [String] {
      let count = Int.random(in: 1...values.count, using: &random)
      return Array(values.shuffled(using: &random).prefix(count))
    }
    return .sample(
      "s", wallet: random.pick(["w-1", "w-2"]), capabilities: some(["swap.execute", "quote.accept"]),
      destinations: some(["0xRouterA", "0xRouterB"]), chain: random.pick([1, 10]),
      domain: random.pick(["mobile", "web"]),
      labels: random.chance(70) ? [Label(key: "app", value: random.pick(["a", "b"]))] : [])
  }
}
