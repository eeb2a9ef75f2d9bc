import Delegation
import Digests

extension FuzzTarget {
  static let userRevocation = FuzzTarget("userrevocation") { (bytes) throws(BrokenProperty) in
    let order: UserRevocation
    do throws(UserRevocationProblem) {
      order = try UserRevocation(parsing: bytes.text)
    } catch {
      try expectSentence(error.sentence)
      return .refused
    }
    try expectSame(order.message, bytes.text, "an accepted order has one text alone")
    try expect(!order.isSigned(by: bytes), "signed by its own text")
    return .accepted
  }

  /// A token as it comes from anybody, and the same bytes as claims that the right key signed.
  static let assertion = FuzzTarget("assertion") { (bytes) throws(BrokenProperty) in
    guard let key = try? Ed25519.PrivateKey(seed: Array(repeating: 7, count: Ed25519.seedByteCount)) else {
      throw BrokenProperty(sentence: "no key")
    }
    try expect(verify(bytes.text, key) == nil, "a token that nobody signed is taken")
    let header = #"{"alg":"EdDSA","typ":"curfew-assertion+jwt","kid":"\#(JWK(key.publicKey).keyID)"}"#
    let token = CompactJWS.sign(header: Array(header.utf8), payload: bytes, with: key)
    guard let taken = verify(token, key) else { return .refused }
    try expect(taken.expiresAt > moment, "an expired token is taken")
    try expect(
      taken.expiresAt - taken.issuedAt <= SessionAssertion.longestLife, "one that lives too long is taken")
    let again = verify(taken.token(signedBy: key), key)
    try expect(again == taken, "\(taken) is read as \(String(describing: again))")
    return .accepted
  }
}

private let moment = Timestamp(seconds: 1_771_703_000)

private func verify(_ token: String, _ key: Ed25519.PrivateKey) -> SessionAssertion? {
  try? SessionAssertion.verify(token: token, key: key.publicKey, at: moment, leeway: TimeSpan(seconds: 5))
}
