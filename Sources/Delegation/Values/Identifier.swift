/// The name of a session key, wallet, capability, destination or nonce domain.
///
/// 1–128 printable ASCII characters without spaces. One that is `0x` + 40 hexadecimal digits is an EVM
/// address, compared case-insensitively; every other form is opaque and compared as written.
package enum Identifier: Hashable, Sendable {
  case address(Address)
  case opaque(String)

  package enum Problem: Error, Hashable, Sendable {
    case notPrintable
    case length(Int)
    case checksum(expected: String)

    /// What was expected instead, as part of a sentence.
    package var expectation: String {
      switch self {
      case .notPrintable: "printable ASCII without spaces"
      case .length: "1 to 128 characters"
      case .checksum(let expected): "the EIP-55 spelling `\(expected)`"
      }
    }
  }

  /// - Throws: ``Problem``.
  package init(_ text: String) throws(Problem) {
    try checkName(text.utf8)
    let address: Address?
    do throws(Address.Problem) {
      address = try Address(text.utf8)
    } catch {
      switch error {
      case .checksum(let expected): throw .checksum(expected: expected)
      }
    }
    self = address.map(Identifier.address) ?? .opaque(text)
  }

  @inlinable
  package static func == (a: Identifier, b: Identifier) -> Bool {
    switch (a, b) {
    case (.address(let a), .address(let b)): a == b
    // Opaque names are ASCII, where canonical equivalence is equality.
    case (.opaque(let a), .opaque(let b)): a == b
    default: false
    }
  }

  /// As printed: an address in lower case, any other as written.
  package var text: String {
    switch self {
    case .address(let address): address.text
    case .opaque(let text): text
    }
  }

  /// 64 well-spread bits for tables of our own; `seed` keeps a hostile choice of names from crowding one slot.
  package func mixed(seed: UInt64) -> UInt64 {
    switch self {
    case .address(let address): return address.mixed(seed: seed)
    case .opaque(var text):
      return text.withUTF8 { bytes in
        var state = seed ^ UInt64(bytes.count)
        var word: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
          word = word << 8 | UInt64(byte)
          if index & 7 == 7 {
            state = mix(state, word)
            word = 0
          }
        }
        return mix(mix(state, word), seed)
      }
    }
  }
}

/// 1–128 printable ASCII characters without spaces, as identifiers, request ids and label keys are.
/// - Throws: ``Identifier/Problem``.
package func checkName(_ bytes: some Collection<UInt8>) throws(Identifier.Problem) {
  guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notPrintable }
  guard (1...128).contains(bytes.count) else { throw .length(bytes.count) }
}
