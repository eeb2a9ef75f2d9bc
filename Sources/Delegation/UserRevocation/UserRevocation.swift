import Digests

/// A wallet's own order to end one of its session keys. It needs no gateway: the wallet's owner signs a text that
/// says in plain words what it does, and whoever holds the text and the signature can prove it to the store.
package struct UserRevocation: Hashable, Sendable {
  package let sessionKey: Identifier
  /// Who orders it, and whose key must have signed.
  package let wallet: Address
  /// When the owner signed, as their device's clock says; whole seconds, 1970 … 9999.
  package let time: Timestamp
  /// 8–64 characters of `A-Z a-z 0-9 - _`: it keeps two orders of one second apart.
  package let nonce: String

  /// - Throws: ``UserRevocationProblem`` when `time` is no whole second of those years, or `nonce` has another form.
  package init(
    sessionKey: Identifier, wallet: Address, time: Timestamp, nonce: String
  ) throws(UserRevocationProblem) {
    guard (Timestamp.epoch.milliseconds...Timestamp.max.milliseconds).contains(time.milliseconds),
      time.milliseconds % 1000 == 0
    else { throw .time(time.seconds) }
    guard (8...64).contains(nonce.utf8.count), nonce.utf8.allSatisfy(isNonceCharacter) else {
      throw .nonce(nonce)
    }
    self.sessionKey = sessionKey
    self.wallet = wallet
    self.time = time
    self.nonce = nonce
  }

  /// The text that is signed, its lines ended by LF, without a last one. An order has one text alone, in which a
  /// session key that is an address is in lower case and the wallet as EIP-55 spells it.
  package var message: String {
    (Self.opening + [
      Field.sessionKey.prefix + sessionKey.text, Field.wallet.prefix + wallet.checksummed,
      Field.time.prefix + time.utc, Field.nonce.prefix + nonce,
    ]).joined(separator: "\n")
  }

  /// `u-` and 32 hexadecimal digits, from the message: sent twice, an order is the same revocation.
  package var revocationID: String { "u-" + SHA256.hex(message.utf8).prefix(32) }

  /// The lines that are the same in every order.
  fileprivate static let opening = [
    "Curfew: revoke a session key", "", "I end this session key. It can no longer act for my wallet.", "",
  ]

  /// The lines that differ, in their order.
  fileprivate enum Field: String, CaseIterable {
    case sessionKey = "Session key"
    case wallet = "Wallet"
    case time = "Time"
    case nonce = "Nonce"

    var prefix: String { rawValue + ": " }
  }
}

extension UserRevocation {
  /// Reads a message, strictly: what is read has exactly this ``message``, byte for byte.
  /// - Throws: ``UserRevocationProblem``.
  package init(parsing message: String) throws(UserRevocationProblem) {
    let lines = message.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    let count = Self.opening.count + Field.allCases.count
    guard lines.count == count else { throw .lineCount(lines.count, expected: count) }
    for (index, line) in Self.opening.enumerated() where !sameCodePoints(lines[index], line) {
      throw .line(index + 1, expected: line)
    }
    try self.init(
      sessionKey: Self.readSessionKey(Self.value(of: .sessionKey, in: lines)),
      wallet: Self.readWallet(Self.value(of: .wallet, in: lines)),
      time: Self.readTime(Self.value(of: .time, in: lines)), nonce: Self.value(of: .nonce, in: lines))
  }

  private static func value(of field: Field, in lines: [String]) throws(UserRevocationProblem) -> String {
    let index = opening.count + (Field.allCases.firstIndex(of: field) ?? 0)
    guard lines[index].utf8.starts(with: field.prefix.utf8) else {
      throw .line(index + 1, expected: field.prefix)
    }
    return String(decoding: lines[index].utf8.dropFirst(field.prefix.utf8.count), as: UTF8.self)
  }

  private static func readSessionKey(_ text: String) throws(UserRevocationProblem) -> Identifier {
    let identifier: Identifier
    do throws(Identifier.Problem) {
      identifier = try Identifier(text)
    } catch {
      throw .sessionKey(error)
    }
    guard sameCodePoints(identifier.text, text) else {
      throw .spelling(field: Field.sessionKey.rawValue, expected: identifier.text)
    }
    return identifier
  }

  private static func readWallet(_ text: String) throws(UserRevocationProblem) -> Address {
    let address: Address?
    do throws(Address.Problem) {
      address = try Address(text.utf8)
    } catch {
      switch error {
      case .checksum(let expected): throw .spelling(field: Field.wallet.rawValue, expected: expected)
      }
    }
    guard let address else { throw .wallet(text) }
    guard sameCodePoints(address.checksummed, text) else {
      throw .spelling(field: Field.wallet.rawValue, expected: address.checksummed)
    }
    return address
  }

  private static func readTime(_ text: String) throws(UserRevocationProblem) -> Timestamp {
    // Other spellings of the same second, which `Timestamp` reads too, are refused by writing it again.
    guard let time = Timestamp(text: text), sameCodePoints(time.utc, text) else { throw .time(text) }
    return time
  }
}

private func isNonceCharacter(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
