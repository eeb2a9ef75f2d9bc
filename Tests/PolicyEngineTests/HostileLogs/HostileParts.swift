/// Where a request goes: mostly where its session may, with one thing wrong now and then.
struct Target {
  var key: String
  var capability: String
  var destination: String
  var chain: UInt64
  var domain: String
}

extension SeededRandom {
  mutating func target(_ envelope: NaiveEnvelope?) -> Target {
    var target = Target(
      key: pick(Names.keys), capability: pick(Names.capabilities), destination: pick(Names.destinations),
      chain: pick(Names.chains), domain: pick(Names.domains))
    guard let envelope else { return target }
    target.key = envelope.key.description
    if chance(94) { target.capability = pick(envelope.capabilities).description }
    if chance(94), let list = envelope.destinations[Text(target.capability)], !list.isEmpty {
      target.destination = pick(list).description
    }
    if chance(95) { target.chain = UInt64(envelope.chainID) }
    if chance(95) { target.domain = envelope.domain.description }
    return target
  }

  mutating func envelope(key: String, at: Int, policy: NaivePolicy) -> String {
    var granted = Array(Names.capabilities.prefix(3).shuffled(using: &self).prefix(1 + below(3)))
    if chance(4) { granted.append(pick(["pay.draft", "no.such", granted[0]])) }
    var limit = policy.maxTtl
    for name in granted { limit = min(limit, policy.active(Text(name))?.maxTtl ?? policy.maxTtl) }
    let issued = chance(30) ? at + pick([-1000, -1, 0, 1, 2000]) : nil
    let expires = (issued ?? at) + limit - pick([0, 0, 0, 0, 0, 1, limit / 2, limit - 3000, -1, limit])
    var spelt: [String] = []
    for name in granted { spelt.append(spelled(name)) }
    var members: [(key: String, value: String)] = [
      ("sessionKey", spelled(key)), ("wallet", spelled(pick(Names.wallets))),
      ("capabilities", "[\(spelt.joined(separator: ","))]"), ("maxValueUsd", money(pick(Names.amounts))),
      ("allowedDestinations", destinations(granted)), ("chainId", integer(pick(Names.chains))),
      ("expiresAt", time(expires)), ("nonceDomain", spelled(pick(Names.domains))),
    ]
    if let issued { members.append(("issuedAt", time(issued))) }
    if chance(10) { members.append(("notBefore", time(at + pick([-1, 0, 1, 1500])))) }
    if chance(30) { members.append(("maxValuePerExecutionUsd", money(pick(Names.amounts)))) }
    if chance(30) { members.append(("spendWindow", spendWindow())) }
    if chance(25) {
      members.append(("maxExecutions", integer(pick([0, 1, 2, 5, 9, 9_007_199_254_740_991]))))
    }
    if chance(25) { members.append(("inactivitySeconds", integer(pick([1, 10, 60, 600, 31_536_000])))) }
    if chance(50) { members.append(("labels", labels())) }
    return object(chance(4) ? broken(members) : members)
  }

  private mutating func spendWindow() -> String {
    let seconds = integer(pick([1, 2, 60, 31_536_000]))
    return object([("valueUsd", money(pick(Names.amounts))), ("seconds", seconds)])
  }

  private mutating func labels() -> String {
    let label = pick(Names.labels)
    var members: [(key: String, value: String)] = [(label.0, json(label.1))]
    if chance(30) { members.append(("second", json(pick(["", "x", "caf\u{E9}"])))) }
    return object(members)
  }

  private mutating func destinations(_ granted: [String]) -> String {
    if chance(70) { return destinationList() }
    var members: [(key: String, value: String)] = []
    for name in granted where chance(85) {
      let key = name.hasPrefix("0x") && chance(50) ? Names.checksummed(name) : name
      members.append((key, destinationList()))
    }
    if chance(3) { members.append(("not.granted", "[]")) }
    return object(members)
  }

  private mutating func destinationList() -> String {
    var list: [String] = []
    for _ in 0..<pick([0, 1, 2, 3, 4, 4, 4]) { list.append(spelled(pick(Names.destinations))) }
    return "[\(list.joined(separator: ","))]"
  }

  mutating func scope(like session: NaiveSession?, near clock: Int) -> String {
    let envelope = session?.envelope
    var members: [(key: String, value: String)] = []
    if chance(25) { members.append(("sessionKey", spelled(envelope?.key.description ?? pick(Names.keys)))) }
    if chance(20) { members.append(("wallet", spelled(envelope?.wallet.description ?? pick(Names.wallets)))) }
    if chance(15) { members.append(("chainId", integer(pick(Names.chains)))) }
    if chance(15) { members.append(("capability", spelled(pick(Names.capabilities)))) }
    if chance(10) { members.append(("destination", spelled(pick(Names.destinations)))) }
    if chance(10) { members.append(("nonceDomain", spelled(pick(Names.domains)))) }
    if chance(15) {
      let label = pick(Names.labels)
      members.append(("label", object([("key", json(label.0)), ("value", json(label.1))])))
    }
    if chance(15) {
      members.append(("issuedBefore", time((session?.issuedAt ?? clock) + pick([-1, 0, 1, 0]))))
    }
    return object(members)
  }
}
