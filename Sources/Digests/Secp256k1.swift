import CSecp256k1

/// ECDSA over secp256k1 as Ethereum's wallets sign, by libsecp256k1. It only recovers: nothing here signs.
package enum Secp256k1 {
  /// The length of a signature: r, s and v.
  package static let signatureByteCount = CSECP256K1_COMPACT_BYTES + 1
  /// The length of what is signed.
  package static let digestByteCount = CSECP256K1_DIGEST_BYTES
  /// The length of an address.
  package static let addressByteCount = 20

  /// Why no address can be told from a signature.
  package enum InvalidSignature: Error, Hashable, Sendable {
    case wrongLength(Int, expected: Int)
    case wrongDigestLength(Int, expected: Int)
    /// v is none of 0, 1, 27 and 28.
    case badRecoveryID(UInt8)
    /// s is over half of the group's order (EIP-2): the same signature has a twin with a low s.
    case highS
    /// r or s is out of range, or r is the x of no point: no key can have made it.
    case noKey
  }

  /// The address of the key that signed `digest`: the last 20 bytes of the Keccak-256 of its public key, x then y
  /// (Ethereum's yellow paper, appendix F).
  ///
  /// Any signature in range has *some* address: whoever calls compares it with the one that they expect.
  /// - Parameters:
  ///   - signature: 65 bytes: r and s, big-endian, then v: 27 or 28, which some signers write as 0 or 1.
  ///   - digest: the 32 bytes that were signed.
  package static func recover(
    signature: [UInt8], digest: [UInt8]
  ) throws(InvalidSignature) -> [UInt8] {
    guard signature.count == signatureByteCount else {
      throw .wrongLength(signature.count, expected: signatureByteCount)
    }
    guard digest.count == digestByteCount else {
      throw .wrongDigestLength(digest.count, expected: digestByteCount)
    }
    let v = signature[64]
    guard let recoveryID = recoveryIDs[v] else { throw .badRecoveryID(v) }
    guard !halfOrder.lexicographicallyPrecedes(signature[32..<64]) else { throw .highS }
    var publicKey = [UInt8](repeating: 0, count: CSECP256K1_PUBLIC_KEY_BYTES)
    guard csecp256k1_recover(signature, recoveryID, digest, &publicKey) == 1 else { throw .noKey }
    return Keccak256.hash(publicKey).suffix(addressByteCount)
  }

  /// By v. The ids 2 and 3, for an r at or over the group's order, are not used on Ethereum.
  private static let recoveryIDs: [UInt8: Int32] = [0: 0, 1: 1, 27: 0, 28: 1]

  /// secp256k1n ÷ 2 as https://eips.ethereum.org/EIPS/eip-2 prints it: the largest s, big-endian.
  private static let halfOrder: [UInt8] =
    [0x7f] + Array(repeating: 0xff, count: 15) + [
      0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
    ]
}
