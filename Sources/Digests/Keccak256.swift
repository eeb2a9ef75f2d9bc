/// Keccak-256 as Ethereum uses it: the original submission's padding (0x01), not SHA-3's (0x06).
///
/// Source: the Keccak reference, version 3.0, https://keccak.team/files/Keccak-reference-3.0.pdf.
package enum Keccak256 {
  /// The length of a digest.
  package static let byteCount = 32

  /// The 32-byte digest of `bytes`.
  package static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    withContiguousBytes(of: bytes) { hash($0) }
  }

  /// The 32-byte digest of `bytes`.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let lanes = lanes(of: bytes)
    return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      for index in 0..<byteCount { buffer[index] = byte(index, of: lanes) }
      count = byteCount
    }
  }

  /// The digest of `bytes` as 64 lower-case hex digits.
  package static func hex(_ bytes: some Sequence<UInt8>) -> String {
    Hex.encode(hash(bytes))
  }

  /// The digest as four numbers, with no heap allocation: byte `i` of the digest is byte `i % 8`,
  /// counted from the least significant, of lane `i / 8`.
  package static func lanes(of bytes: UnsafeRawBufferPointer) -> SIMD4<UInt64> {
    var state = KeccakState()
    var offset = 0
    while bytes.count - offset >= KeccakState.rate {
      state.absorb(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + KeccakState.rate]))
      offset += KeccakState.rate
    }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
    withUnsafeTemporaryAllocation(byteCount: KeccakState.rate, alignment: 8) { last in
      last.initializeMemory(as: UInt8.self, repeating: 0)
      last.copyMemory(from: rest)
      last[rest.count] = 0x01
      last[KeccakState.rate - 1] |= 0x80
      state.absorb(UnsafeRawBufferPointer(last))
    }
    return SIMD4(state.first.a, state.first.b, state.first.c, state.first.d)
  }

  /// Byte `index`, 0 to 31, of a digest held as ``lanes(of:)`` gives it.
  static func byte(_ index: Int, of lanes: SIMD4<UInt64>) -> UInt8 {
    UInt8(truncatingIfNeeded: lanes[index / 8] >> UInt64(index % 8 * 8))
  }
}
