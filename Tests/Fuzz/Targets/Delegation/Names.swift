import Delegation

extension FuzzTarget {
  static let identifier = FuzzTarget("identifier") { (bytes) throws(BrokenProperty) in
    let text = bytes.text
    let identifier: Identifier
    do throws(Identifier.Problem) {
      identifier = try Identifier(text)
    } catch {
      try checkRefusal(error, of: text)
      return .refused
    }
    let isName = (1...128).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
    try expect(isName, "no name was accepted")
    let again = try readAgain(identifier.text) { () throws(Identifier.Problem) in
      try Identifier(identifier.text)
    }
    try expect(again == identifier, "\(identifier.text) does not read as itself")
    try expectSame(again.text, identifier.text, "a printed identifier is printed the same again")
    try expect(again.mixed(seed: 7) == identifier.mixed(seed: 7), "equal identifiers are mixed differently")
    switch identifier {
    case .opaque(let name): try expectSame(name, text, "an opaque name is printed as written")
    case .address(let address): try checkSpellings(of: address)
    }
    return .accepted
  }
}

/// An address is the same in lower case, in upper case and with its checksum.
private func checkSpellings(of address: Address) throws(BrokenProperty) {
  let spellings = [address.text, address.checksummed, "0x" + address.text.dropFirst(2).uppercased()]
  for spelling in spellings {
    let again = try readAgain(spelling) { () throws(Identifier.Problem) in try Identifier(spelling) }
    try expect(again == .address(address), "\(spelling) is another address")
  }
}

private func checkRefusal(_ problem: Identifier.Problem, of text: String) throws(BrokenProperty) {
  try expectSentence(problem.expectation)
  guard case .checksum(let expected) = problem else { return }
  try expectSame(
    expected.lowercased(), text.lowercased(), "the spelling that was expected is another address")
  _ = try readAgain(expected) { () throws(Identifier.Problem) in try Identifier(expected) }
}
