package import Digests

/// A JSON Web Signature in its compact form (RFC 7515, section 7.1): header, payload and signature in URL-safe base 64,
/// with dots between. Signed with Ed25519 (RFC 8037); what the header says about that is the reader's to check.
package struct CompactJWS: Sendable {
  package enum Part: String, CaseIterable, Sendable {
    case header
    case payload
    case signature
  }

  /// Why a text is none.
  package enum Problem: Error, Hashable, Sendable {
    /// Not three parts.
    case partCount(Int)
    case encoding(Part, MalformedEncoding)
  }

  /// Decoded, as it was signed.
  package let header: [UInt8]
  package let payload: [UInt8]
  package let signature: [UInt8]
  /// What the signature covers: the first two parts as they were received, with their dot (RFC 7515, section 5.2).
  private let signingInput: [UInt8]

  /// Takes a text apart and believes nothing of it yet.
  /// - Throws: ``Problem``.
  package init(_ text: String) throws(Problem) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == Part.allCases.count else { throw .partCount(parts.count) }
    header = try Self.decode(parts[0], .header)
    payload = try Self.decode(parts[1], .payload)
    signature = try Self.decode(parts[2], .signature)
    signingInput = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
  }

  /// Whether the signature is `key`'s over the parts as they were received.
  package func isSigned(by key: Ed25519.PublicKey) -> Bool { key.isValid(signature, for: signingInput) }

  /// The compact form of `header` and `payload`, the same every time.
  package static func sign(
    header: some Sequence<UInt8>, payload: some Sequence<UInt8>, with key: Ed25519.PrivateKey
  ) -> String {
    let input = Base64URL.encode(header) + "." + Base64URL.encode(payload)
    return input + "." + Base64URL.encode(key.sign(Array(input.utf8)))
  }

  /// The length in bytes of a compact form whose header and payload have so many.
  package static func byteCount(headerByteCount: Int, payloadByteCount: Int) -> Int {
    [headerByteCount, payloadByteCount, Ed25519.signatureByteCount].reduce(2) { $0 + ($1 * 4 + 2) / 3 }
  }

  private static func decode(_ part: Substring.UTF8View.SubSequence, _ name: Part) throws(Problem) -> [UInt8]
  {
    do throws(MalformedEncoding) {
      return try Base64URL.decode(Substring(part))
    } catch {
      throw .encoding(name, error)
    }
  }
}
