package import Digests

/// Why a text, or what it is to be made of, is no user revocation, or a signature none of it.
package enum UserRevocationProblem: Error, Hashable, Sendable {
  case lineCount(Int, expected: Int)
  /// `number` counts from 1; `expected` is the whole line, or its beginning where the rest is a value.
  case line(_ number: Int, expected: String)
  case sessionKey(Identifier.Problem)
  /// The value is right, but an order has one text alone, and that spells it otherwise.
  case spelling(field: String, expected: String)
  /// Not an EVM address.
  case wallet(String)
  case time(String)
  case nonce(String)
  case signatureNotHex
  case signature(Secp256k1.InvalidSignature)

  /// One sentence for a reader: what was expected, and where.
  package var sentence: String {
    switch self {
    case .lineCount(let count, let expected): "expected \(expected) lines ended by LF, found \(count)"
    case .line(let number, ""): "line \(number): expected nothing"
    case .line(let number, let expected): "line \(number): expected `\(expected)`"
    case .sessionKey(let problem): "`Session key`: expected \(problem.expectation)"
    case .spelling(let field, let expected): "`\(field)`: expected the spelling `\(expected)`"
    case .wallet(let found): "`Wallet`: expected an EIP-55 address, found `\(found)`"
    case .time(let found): "`Time`: expected whole seconds such as `2026-11-22T12:04:31Z`, found `\(found)`"
    case .nonce(let found): "`Nonce`: expected 8 to 64 characters of A-Z a-z 0-9 - _, found `\(found)`"
    case .signatureNotHex: "the signature: expected 130 hexadecimal digits"
    case .signature(let problem): "the signature: \(Self.reason(problem))"
    }
  }

  private static func reason(_ problem: Secp256k1.InvalidSignature) -> String {
    switch problem {
    case .wrongLength(let count, let expected): "expected \(expected) bytes, found \(count)"
    case .wrongDigestLength(let count, let expected): "expected a digest of \(expected) bytes, found \(count)"
    case .badRecoveryID(let v): "expected 27, 28, 0 or 1 as its last byte, found \(v)"
    case .highS: "expected the low form of s (EIP-2)"
    case .noKey: "no key can have made it"
    }
  }
}
