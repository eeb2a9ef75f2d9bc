import AuditTrail
import Delegation
import Digests
import PolicyEngine
import SessionStore
import Testing

/// A wallet ends its own session by a signature: the user plane without a gateway.
@Suite struct UserRevocationTests {
  private static let wallet = "0x8243abA40aD39F0A7bf388122fb8c923E3625476"
  private static let key = "0x91c4a0b7e5d2f3816a4b5c6d7e8f90123456789a"
  /// Of the message below, by eth-account 0.14.0 with the private key SHA-256("curfew tests: wallet key 1").
  private static let signature =
    "72b852d36603378272b00f239be559243264f8d0a09458d41a5002a8690d73fe"
    + "01244a22f6b2a2d7e6a3b0dceaf61a38e8f1eeb7251f5a4bec37e2fbbff65cc01c"

  private func message(key: String = key, nonce: String = "k3J9xQ2m") throws -> UserRevocation {
    try UserRevocation(
      parsing:
        "Curfew: revoke a session key\n\nI end this session key. It can no longer act for my wallet.\n\n"
        + "Session key: \(key)\nWallet: \(Self.wallet)\nTime: 2026-11-22T12:04:31Z\nNonce: \(nonce)")
  }

  private func signature() throws -> [UInt8] { try Hex.decode(Self.signature) }

  @Test(arguments: Backend.all)
  func `a signature of another text, wallet or session ends nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    #expect(throws: StoreError.wallet(.unknownSession(id(Self.key)))) {
      try store.revoke(message(), signature: signature())
    }
    try store.mustGrant(.sample(Self.key, wallet: "w-1"))
    #expect(throws: StoreError.wallet(.otherWallet(id(Self.key)))) {
      try store.revoke(message(), signature: signature())
    }
    #expect(throws: StoreError.self) { try store.revoke(message(nonce: "another0"), signature: signature()) }
    #expect(throws: StoreError.self) { try store.revoke(message(), signature: []) }
    #expect(throws: StoreError.self) {
      try store.revoke(message(), signature: Array(repeating: 0, count: 65))
    }
    #expect(try store.row(Self.key).life == .active)
  }

  @Test(arguments: Backend.all, [Int64(0), 700])
  func `the wallet's signature ends its session, past its expiry too`(backend: Backend, after: Int64) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample(Self.key, wallet: Self.wallet.lowercased()))
    fixture.clock.advance(seconds: after)
    let receipt = try store.revoke(message(), signature: signature())
    #expect(receipt.revocationID == "u-95b3a4a8b1aa1bbe75b014bca02bf0fe")
    #expect(!receipt.wasTakenBefore)
    #expect(try store.decide(.sample(Self.key)).reasons.contains(.sessionRevoked))
    let entry = try #require(try store.entries(limit: 1).first)
    #expect(entry.plane == .user)
    #expect(entry.who == Self.wallet.lowercased())
    #expect(entry.detail?.contains(Self.signature) == true, "the proof stays in the audit trail")
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `a repeated message is harmless, also after the session was given back`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample(Self.key, wallet: Self.wallet.lowercased()))
    let first = try store.revoke(message(), signature: signature())
    fixture.clock.advance(seconds: 2)
    let again = try store.revoke(message(), signature: signature())
    #expect(again.wasTakenBefore)
    #expect(again.effectiveAt == first.effectiveAt)
    let back = try store.reinstate(
      id(Self.key), revocationID: first.revocationID, reason: "asked by phone", by: .alice)
    #expect(back.wasAlone, "nobody else to ask; the wallet's own word is not alice's to undo")
    let replay = try store.revoke(message(), signature: signature())
    #expect(replay.wasTakenBefore)
    #expect(!replay.wasRevokedAlready)
    #expect(try store.row(Self.key).life == .active)
  }
}
