package import Delegation
package import Digests

/// Exactly what one operator asks and another one approves or denies: both sign the digest of this.
package struct Ask: Hashable, Sendable {
  /// The store it is asked of, so that a signature says nothing to another one.
  package let store: String
  package let id: String
  /// Such as `mode.change`.
  package let action: String
  /// The change, as a JSON object in its one spelling; with what it replaces, so that it says nothing about another start.
  package let what: String
  package let reason: String
  package let by: String
  package let at: Timestamp
  /// From here on nobody can approve it any more.
  package let expiresAt: Timestamp

  package init(
    store: String, id: String, action: String, what: String, reason: String, by: String, at: Timestamp,
    expiresAt: Timestamp
  ) {
    self.store = store
    self.id = id
    self.action = action
    self.what = what
    self.reason = reason
    self.by = by
    self.at = at
    self.expiresAt = expiresAt
  }

  /// The one text that is hashed.
  package var canonicalText: String {
    JSONWriter.object { writer in
      writer.member("type", "curfew.ask.v1")
      writer.member("store", store)
      writer.member("id", id)
      writer.member("action", action)
      writer.member("what", raw: what)
      writer.member("reason", reason)
      writer.member("by", by)
      writer.member("at", raw: at.seconds)
      writer.member("expiresAt", raw: expiresAt.seconds)
    }
  }

  /// The SHA-256 of ``canonicalText``, 32 bytes.
  package var digest: [UInt8] { SHA256.hash(canonicalText.utf8) }

  /// What somebody says about an ask; the word is part of what is signed, so that one never passes for another.
  package enum Word: String, CaseIterable, Hashable, Sendable {
    case request
    case approve
    case deny
  }

  /// The bytes that are signed: `curfew.approve.v1:` and the digest in hex.
  package func message(_ word: Word) -> [UInt8] {
    Array("curfew.\(word.rawValue).v1:\(Hex.encode(digest))".utf8)
  }

  package func signature(_ word: Word, by key: Ed25519.PrivateKey) -> [UInt8] { key.sign(message(word)) }

  package func isSigned(_ word: Word, _ signature: [UInt8], by key: Ed25519.PublicKey) -> Bool {
    key.isValid(signature, for: message(word))
  }
}
