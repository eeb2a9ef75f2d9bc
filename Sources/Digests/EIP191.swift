/// What a wallet signs when a person is shown a text, https://eips.ethereum.org/EIPS/eip-191, version 0x45.
package enum EIP191 {
  /// The 32 bytes that `personal_sign` signs for `message`: Keccak-256 of a prefix that no transaction begins with,
  /// the message's length in bytes as decimal digits, and the message.
  package static func personalDigest(of message: some Collection<UInt8>) -> [UInt8] {
    Keccak256.hash(Array("\u{19}Ethereum Signed Message:\n\(message.count)".utf8) + message)
  }
}
