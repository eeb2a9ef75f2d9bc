import Digests

extension UserRevocation {
  /// The address whose key signed ``message`` with `personal_sign` (EIP-191).
  ///
  /// Nearly every signature has *some* signer: only ``isSigned(by:)`` says that it is the wallet's. A wallet that is a
  /// contract (ERC-1271) has no key of its own and cannot be told this way.
  /// - Parameter signature: 65 bytes: r, s and v.
  /// - Throws: ``UserRevocationProblem/signature(_:)``.
  package func signer(signature: [UInt8]) throws(UserRevocationProblem) -> Address {
    let bytes: [UInt8]
    do throws(Secp256k1.InvalidSignature) {
      bytes = try Secp256k1.recover(
        signature: signature, digest: EIP191.personalDigest(of: message.utf8))
    } catch {
      throw .signature(error)
    }
    guard let address = Address(bytes: bytes) else { throw .signature(.noKey) }
    return address
  }

  /// As ``signer(signature:)-([UInt8])``, of 130 hexadecimal digits in either case, with or without `0x`.
  /// - Throws: ``UserRevocationProblem/signature(_:)``, ``UserRevocationProblem/signatureNotHex``.
  package func signer(signature: String) throws(UserRevocationProblem) -> Address {
    let bytes: [UInt8]
    do throws(MalformedEncoding) {
      bytes = try Hex.decode(signature.utf8.starts(with: "0x".utf8) ? signature.dropFirst(2) : signature[...])
    } catch {
      throw .signatureNotHex
    }
    return try signer(signature: bytes)
  }

  /// Whether `signature` (65 bytes) is the wallet's own over ``message``.
  package func isSigned(by signature: [UInt8]) -> Bool { (try? signer(signature: signature)) == wallet }

  /// Whether `signature` (130 hexadecimal digits, with or without `0x`) is the wallet's own over ``message``.
  package func isSigned(by signature: String) -> Bool { (try? signer(signature: signature)) == wallet }
}
