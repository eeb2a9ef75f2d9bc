import Delegation

/// Gathers the entries of one file, and what of it is refused.
struct ListEntries {
  private(set) var list: DestinationList
  /// For the entries of files that name no chain.
  let chainID: UInt64?
  private var places: [Key: Int] = [:]

  private struct Key: Hashable {
    let address: Identifier
    let chainID: UInt64?
    let kind: DestinationListing.Kind
  }

  init(_ format: DestinationListFormat, chainID: UInt64?) {
    list = DestinationList(format: format)
    self.chainID = chainID
  }

  mutating func add(
    _ address: Identifier, on chainID: UInt64?, _ kind: DestinationListing.Kind, label: String,
    family: String? = nil
  ) throws(DestinationListProblem) {
    let family = family.flatMap { $0.isEmpty ? nil : cut($0, to: DestinationListLimits.labelCodePoints) }
    let listing = DestinationListing(
      address: address, chainID: chainID, kind: kind,
      label: cut(label, to: DestinationListLimits.labelCodePoints), family: family)
    let key = Key(address: address, chainID: chainID, kind: kind)
    if let place = places[key] {
      list.repeatCount += 1
      if list.listings[place].label.isEmpty, !label.isEmpty { list.listings[place] = listing }
      return
    }
    guard list.listings.count < DestinationListLimits.listings else { throw .tooMany }
    places[key] = list.listings.count
    list.listings.append(listing)
  }

  mutating func refuse(_ place: @autoclosure () -> ListRefusal.Place, expected: String, found: String?) {
    list.refusedCount += 1
    guard list.refusals.count < DestinationListLimits.refusals else { return }
    // The word itself was cut before it was quoted; a number in JSON may be as long as the file.
    let found = found.map { cut($0, to: 2 * DestinationListLimits.foundCodePoints) }
    list.refusals.append(ListRefusal(place: place(), expected: expected, found: found))
  }

  /// The address of an entry, or nil after having refused it.
  mutating func address(_ text: String, at place: @autoclosure () -> ListRefusal.Place) -> Identifier? {
    switch readListedAddress(text) {
    case .success(let address): return address
    case .failure(let problem):
      refuse(
        place(), expected: problem.expected,
        found: "`\(cut(text, to: DestinationListLimits.foundCodePoints))`")
      return nil
    }
  }
}

struct ListedAddressProblem: Error, Hashable {
  let expected: String
}

/// Lower-cases what has the form of an EVM address; any other name must look like one.
///
/// An EVM address that lost digits would stand in the list and never be met, so it is refused: `0x` and less than 60
/// hexadecimal digits are an address only if they are 40. (Starknet, Aptos and Sui have up to 64.)
func readListedAddress(_ text: String) -> Result<Identifier, ListedAddressProblem> {
  let bytes = Array(text.utf8)
  let digits = bytes.dropFirst(2)
  let isPrefixed = bytes.count > 2 && bytes[0] == UInt8(ascii: "0") && bytes[1] | 0x20 == UInt8(ascii: "x")
  if isPrefixed, digits.count < 60, digits.allSatisfy(isHexDigit) {
    guard digits.count == 40, let address = try? Identifier(text.lowercased()) else {
      return .failure(.init(expected: "`0x` and 40 hexadecimal digits"))
    }
    return .success(address)
  }
  // No prose and no markup is taken for a name.
  guard bytes.allSatisfy(isNameByte), let name = try? Identifier(text) else {
    return .failure(.init(expected: "an address of at most 128 letters, digits and `.:_-/@+=`"))
  }
  return .success(name)
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
}

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  default: ".:_-/@+=".utf8.contains(byte)
  }
}

/// The first `count` code points.
func cut(_ text: String, to count: Int) -> String {
  if text.utf8.count <= count { return text }
  return String(text.unicodeScalars.prefix(count))
}
