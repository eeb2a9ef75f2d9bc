import Delegation
import Digests
import GRDB
import PolicyEngine

extension SQLiteStore {
  func revoke(_ message: UserRevocation, signature: [UInt8]) throws(StoreError) -> RevocationReceipt {
    let clock = ContinuousClock()
    let start = clock.now
    let signer: Address
    do throws(UserRevocationProblem) {
      signer = try message.signer(signature: signature)
    } catch {
      throw .wallet(.signature(error))
    }
    guard signer == message.wallet else { throw .wallet(.otherSigner(signer)) }
    let receipt = try revoking { transaction throws(StoreError) in
      try transaction.revoke(message, signature, envelopes)
    }
    return receipt.measured(clock.now - start)
  }
}

extension Transaction {
  fileprivate mutating func revoke(
    _ message: UserRevocation, _ signature: [UInt8], _ envelopes: EnvelopeCache
  ) throws(StoreError) -> RevocationReceipt {
    let key = message.sessionKey
    guard let session = try StoredSession.find(db, key, at: time, envelopes) else {
      throw .wallet(.unknownSession(key))
    }
    guard session.state.envelope.wallet == .address(message.wallet) else { throw .wallet(.otherWallet(key)) }
    let id = message.revocationID
    if let receipt = try receipt(ofTaken: id, key, session) { return receipt }
    let acting = Operator(name: message.wallet.text, plane: .user)
    return try revoke(
      RevocationOrder(sessionKey: key, reason: "ended by its wallet", revocationID: id), id: id, by: acting,
      envelopes
    ) { writer in
      writer.member("message", message.message)
      writer.member("signature", "0x" + Hex.encode(signature))
    }
  }

  /// What a message that was taken before answers: it changes nothing again, also when its revocation was withdrawn since,
  /// so that nobody can use an old one against a session that two people gave back.
  private func receipt(
    ofTaken id: String, _ key: Identifier, _ session: StoredSession
  ) throws(StoreError) -> RevocationReceipt? {
    let row = try db.query(
      "SELECT committed_at, effective_at, sequence FROM revocations WHERE session_key = ? AND revocation_id = ?",
      [.text(key.text), .text(id)])
    guard try row.step() else { return nil }
    let standing = try revokedFrom(key)
    return RevocationReceipt(
      revocationID: id, sessionKey: key, sequence: row.int(2), committedAt: row.time(0),
      effectiveAt: standing ?? row.time(1), elapsed: .zero, sessionWasKnown: true,
      wasRevokedAlready: standing != nil, wasTakenBefore: true)
  }
}
