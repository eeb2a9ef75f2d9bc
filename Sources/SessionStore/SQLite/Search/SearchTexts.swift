import Delegation

extension SearchIndex {
  /// The sessions for which a condition on texts holds.
  func matching(_ condition: SessionFilter.Condition, among wanted: Bits) throws(SearchProblem) -> Bits {
    switch condition {
    case .key(let pattern): return try sessions([TextTest(pattern)], columns.keys, nil)
    case .wallet(let pattern): return try sessions([TextTest(pattern)], columns.wallets, columns.wallet)
    case .nonceDomain(let pattern):
      return try sessions([TextTest(pattern)], columns.nonceDomains, columns.nonceDomain)
    case .capability(let pattern):
      return try sessions(
        [TextTest(holds: pattern.asWord(" "))], columns.capabilityLists, columns.capabilities)
    case .destination(let pattern):
      return try sessions(
        [TextTest(holds: pattern.asWord(" "))], columns.destinationLists, columns.destinations)
    case .label(let key, let pattern):
      return try sessions(
        [TextTest(holds: SessionFilter.labelWord(key, pattern))], columns.labelLists, columns.labels)
    case .text(let text): return try anywhere(text)
    default: return Bits(count: columns.count)
    }
  }

  /// The key and the wallet may also be shortened, as screens show them.
  private func anywhere(_ text: String) throws(SearchProblem) -> Bits {
    let held = TextTest(holds: SearchText.folded(text))
    let shortened = TextTest(SessionFilter.Pattern(text: text, isPrefix: false))
    var names = [held]
    if case .edges = shortened { names.append(shortened) }
    var found = try sessions(names, columns.keys, nil)
    found.formUnion(try sessions(names, columns.wallets, columns.wallet))
    let texts = [
      (columns.nonceDomains, columns.nonceDomain), (columns.capabilityLists, columns.capabilities),
      (columns.destinationLists, columns.destinations), (columns.labelLists, columns.labels),
    ]
    for (column, numbers) in texts { found.formUnion(try sessions([held], column, numbers)) }
    return found
  }

  /// Each text is looked at once, however many sessions have it.
  /// - Parameter numbers: which text each session has; nil where each has one of its own.
  private func sessions(
    _ tests: [TextTest], _ column: TextColumn, _ numbers: Slab<UInt32>?
  ) throws(SearchProblem) -> Bits {
    let texts = try column.matching(tests)
    guard let numbers else { return texts }
    var found = Bits(count: columns.count)
    if texts.isEmpty { return found }
    let base = numbers.base
    found.fill { texts[Int(base[$0])] }
    return found
  }
}

extension TextColumn {
  /// The texts for which one of some tests holds.
  func matching(_ tests: [TextTest]) throws(SearchProblem) -> Bits {
    var found = Bits(count: count)
    let addresses = tests.map { AddressTest($0, isList: isList) }
    let mayBeAddresses = addresses.contains { if case .never = $0 { false } else { true } }
    let held = tests.compactMap { if case .holds(let sought) = $0 { sought } else { nil } }
    try forEach(
      inBlocks: { $0.hasTexts || mayBeAddresses },
      with: { forms, bytes in
        // What stands nowhere in a block stands in none of its texts.
        if mayBeAddresses && forms.hasAddresses || held.count < tests.count { return true }
        return held.contains { $0.place(in: bytes) != nil }
      },
      { number, record throws(SearchProblem) in
        let holds =
          record.form == .addresses
          ? mayBeAddresses && addresses.contains { $0.holds(for: record.text, isList: isList) }
          : tests.contains { $0.holds(for: record.text) }
        if holds { found.insert(number) }
      })
    return found
  }
}
