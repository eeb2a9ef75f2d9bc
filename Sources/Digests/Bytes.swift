import CCrypto

/// Lends any bytes as one contiguous buffer, copying only what has no contiguous storage.
func withContiguousBytes<Result>(
  of bytes: some Sequence<UInt8>, _ body: (UnsafeRawBufferPointer) -> Result
) -> Result {
  if let result = bytes.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) {
    return result
  }
  return Array(bytes).withUnsafeBytes(body)
}

/// Whether both are the same bytes, in a time that depends on their lengths alone.
///
/// For secrets: tokens, tags, keys. The lengths themselves are not hidden.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      ccrypto_equal(left.baseAddress, right.baseAddress, left.count) == 1
    }
  }
}

/// Overwrites a secret with zeros, in a way that no optimiser leaves out. The length stays.
///
/// An array that shares its storage is copied first, and then the other holder keeps the secret.
package func wipe(_ secret: inout [UInt8]) {
  secret.withUnsafeMutableBytes { ccrypto_wipe($0.baseAddress, $0.count) }
}
