import CCrypto

extension Ed25519 {
  /// Who signed: 32 bytes that may be shown to anyone.
  package struct PublicKey: Hashable, Sendable {
    /// The key as RFC 8032 encodes it.
    package let bytes: [UInt8]

    /// Whether the bytes are a point of the curve shows only in ``isValid(_:for:)``: under bytes
    /// that are none, no signature is valid.
    package init(_ bytes: [UInt8]) throws(InvalidKey) {
      guard bytes.count == publicKeyByteCount else {
        throw .wrongLength(bytes.count, expected: publicKeyByteCount)
      }
      guard !Self.hasSmallOrder(bytes) else { throw .smallOrder }
      self.bytes = bytes
    }

    /// For what libcrypto derived from a seed: 32 bytes, never of small order.
    init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// Whether `signature` is this key's over exactly `message`. One of a wrong length is not.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
      guard signature.count == signatureByteCount else { return false }
      return ccrypto_ed25519_verify(bytes, signature, message, message.count) == 1
    }

    /// The encodings of y for every point of order 8 or less, in the order of y: 0, 1, two of order
    /// 8, p − 1, then p and p + 1, which read as 0 and 1 again. libcrypto takes them all.
    static let smallOrderY: [[UInt8]] = [
      Array(repeating: 0, count: 32),
      [1] + Array(repeating: 0, count: 31),
      [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
        0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
      ],
      [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
        0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
      ],
      [0xec] + Array(repeating: 0xff, count: 30) + [0x7f],
      [0xed] + Array(repeating: 0xff, count: 30) + [0x7f],
      [0xee] + Array(repeating: 0xff, count: 30) + [0x7f],
    ]

    /// The top bit is the sign of x: it changes the point, never its order.
    private static func hasSmallOrder(_ bytes: [UInt8]) -> Bool {
      var y = bytes
      y[31] &= 0x7f
      return smallOrderY.contains(y)
    }
  }

  /// The public key of a private one.
  static func publicKey(of key: OpaquePointer) -> PublicKey {
    PublicKey(
      unchecked: [UInt8](unsafeUninitializedCapacity: publicKeyByteCount) { buffer, count in
        guard let start = buffer.baseAddress, ccrypto_ed25519_public_key(key, start) == 1 else {
          outOfMemory()
        }
        count = publicKeyByteCount
      })
  }
}
