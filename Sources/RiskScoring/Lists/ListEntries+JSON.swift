import Delegation

extension ListEntries {
  mutating func addArray(
    _ values: [JSONValue], kind: DestinationListing.Kind
  ) throws(DestinationListProblem) {
    for (index, value) in values.enumerated() {
      guard let text = string(value, at: .path("[\(index)]")) else { continue }
      guard let address = address(text, at: .path("[\(index)]")) else { continue }
      try add(address, on: chainID, kind, label: "")
    }
  }

  mutating func addExploits(_ incidents: [JSONValue]) throws(DestinationListProblem) {
    for (index, incident) in incidents.enumerated() {
      guard let addresses = incident.member("addresses"), case .array(let entries) = addresses else {
        refuse(
          .path("[\(index)]"), expected: "an incident with a list of `addresses`",
          found: (incident.member("addresses") ?? incident).kind)
        continue
      }
      var name = ""
      if case .string(let text)? = incident.member("name") { name = text }
      for (inner, entry) in entries.enumerated() {
        try addExploited(entry, name: name, at: .path("[\(index)].addresses[\(inner)]"))
      }
    }
  }

  private mutating func addExploited(
    _ entry: JSONValue, name: String, at place: @autoclosure () -> ListRefusal.Place
  ) throws(DestinationListProblem) {
    let value = entry.member("chainId")
    guard case .number(let digits)? = value, let chain = chainNumber(digits) else {
      return refuse(place(), expected: "a `chainId` from 1 to \(Read.largestInteger)", found: value?.kind)
    }
    guard let text = string(entry.member("address"), at: place()) else { return }
    guard let address = address(text, at: place()) else { return }
    try add(address, on: chain, .exploited, label: name)
  }

  mutating func addWhois(_ chains: [JSONMember]) throws(DestinationListProblem) {
    for member in chains {
      let key = cut(member.key, to: DestinationListLimits.foundCodePoints)
      guard let chain = chainNumber(member.key) else {
        refuse(.path(key), expected: "a chain id from 1 to \(Read.largestInteger)", found: nil)
        continue
      }
      guard case .object(let addresses) = member.value else {
        refuse(.path(key), expected: "an object", found: member.value.kind)
        continue
      }
      for entry in addresses { try addNamed(entry, chain: chain) }
    }
  }

  private mutating func addNamed(_ entry: JSONMember, chain: UInt64) throws(DestinationListProblem) {
    let place = { ListRefusal.Place.path("\(chain).\(cut(entry.key, to: 64))") }
    guard let address = address(entry.key, at: place()) else { return }
    let factors = riskFactors(entry.value.member("riskFactors"))
    let name = entry.value.member("name")?.text
    let label = entry.value.member("label")?.text ?? name ?? factors?.first?.detail ?? ""
    guard let factors, !factors.isEmpty || !label.isEmpty else {
      return refuse(place(), expected: "a name or a list of risk factors", found: nil)
    }
    let kind = factors.map(\.kind).min { strength($0) < strength($1) } ?? .known
    try add(address, on: chain, kind, label: label, family: name)
  }

  private mutating func string(
    _ value: JSONValue?, at place: @autoclosure () -> ListRefusal.Place
  ) -> String? {
    if case .string(let text)? = value { return text }
    refuse(place(), expected: "an address as a string", found: value?.kind)
    return nil
  }
}

private struct RiskFactor {
  let kind: DestinationListing.Kind
  let detail: String?
}

/// None where the member is missing; nil where it is no list of objects.
private func riskFactors(_ value: JSONValue?) -> [RiskFactor]? {
  guard let value else { return [] }
  guard case .array(let items) = value else { return nil }
  var factors: [RiskFactor] = []
  for item in items {
    guard case .object = item else { return nil }
    let kind: DestinationListing.Kind =
      switch item.member("type")?.text {
      case "exploit": .exploited
      case "blocklist", "phishing", "scam": .malicious
      default: .risky
      }
    factors.append(RiskFactor(kind: kind, detail: item.member("data")?.text))
  }
  return factors
}

/// The place of a kind in their order, from the worst.
private func strength(_ kind: DestinationListing.Kind) -> Int {
  DestinationListing.Kind.allCases.firstIndex(of: kind) ?? 0
}

/// Plain digits without a sign or leading zero.
private func chainNumber(_ digits: String) -> UInt64? {
  guard let number = UInt64(digits), String(number) == digits, (1...Read.largestInteger).contains(number)
  else {
    return nil
  }
  return number
}

extension JSONValue {
  fileprivate func member(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { sameCodePoints($0.key, name) }?.value
  }

  fileprivate var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }
}
