/// The mixed-case form of an EVM address by ERC-55, https://eips.ethereum.org/EIPS/eip-55.
///
/// - Parameter digits: ASCII, without `0x`.
/// - Returns: the same 40 digits, a letter in upper case where the hash of the lower-case form has
///   a nibble of 8 or more; nil when `digits` is anything but 40 lower-case hex digits.
package func eip55(lowercaseHex40 digits: [UInt8]) -> [UInt8]? {
  guard digits.count == 40, digits.allSatisfy(isLowercaseHex) else { return nil }
  let hash = digits.withUnsafeBytes { Keccak256.lanes(of: $0) }
  var mixed = digits
  for index in mixed.indices where mixed[index] >= UInt8(ascii: "a") {
    let byte = Keccak256.byte(index / 2, of: hash)
    let nibble = index.isMultiple(of: 2) ? byte >> 4 : byte & 15
    if nibble >= 8 { mixed[index] &= ~0x20 }
  }
  return mixed
}

private func isLowercaseHex(_ digit: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit)
}
