import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// What a grant says beside what it grants.
extension Transaction {
  /// Whether the session has a capability that its wallet's last one to the same app had not: scope drift.
  mutating func hasDrifted(_ envelope: Envelope, id: Int64, _ envelopes: EnvelopeCache) throws(StoreError)
    -> Bool
  {
    guard let app = envelope.app else { return false }
    let last = try db.int(
      "SELECT session_id FROM granted_to WHERE wallet = ? AND app = ?",
      [.text(envelope.wallet.text), .text(app)])
    try db.run(
      "INSERT INTO granted_to VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET session_id = excluded.session_id",
      [.text(envelope.wallet.text), .text(app), .int(id)])
    guard let last else { return false }
    return envelope.isWider(than: try envelopes.envelope(db, id: last))
  }

  /// Counts the session among those of its nonce domain; action classes that have nothing in common raise an alert.
  mutating func noteNonceDomain(_ envelope: Envelope, classes: String, sequence: Int64) throws(StoreError) {
    let domain = envelope.nonceDomain.text
    let known = try db.text("SELECT classes FROM nonce_domains WHERE domain = ?", [.text(domain)])
    try db.run(
      """
      INSERT INTO nonce_domains VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET classes = ?2, sessions = sessions + 1
      """, [.text(domain), .text(known.map { NonceDomain.union($0, classes) } ?? classes)])
    if let known,
      let raise = Raise.sharedDomain(envelope, known: known, classes, sequence: sequence, at: time)
    {
      watch.raises.add(raise)
    }
  }

  /// A key that another wallet's session has already was to be granted: one signer serves many wallets (Cardex, 2025).
  mutating func noteSharedKey(_ envelope: Envelope, by operator: Operator) throws(StoreError) {
    let key = envelope.sessionKey.text
    let wallet = try db.text("SELECT wallet FROM sessions WHERE session_key = ?", [.text(key)])
    guard let wallet, wallet != envelope.wallet.text else { return }
    let sequence = try audit(
      "session.grant", key, by: `operator`, before: wallet, after: envelope.wallet.text,
      result: Refusal.duplicateSession.rawValue)
    watch.raises.add(.sharedKey(key, wallet: envelope.wallet.text, sequence: sequence, at: time))
  }
}

extension Envelope {
  /// The app that it was granted to, by its label.
  var app: String? { labels.first { $0.key == "app" }?.value }

  /// Whether it grants a capability that `other` does not.
  func isWider(than other: Envelope) -> Bool {
    capabilities.contains { !other.capabilities.contains($0) }
  }
}

/// Action classes of the sessions that share a nonce domain: words in order, with spaces between.
enum NonceDomain {
  static func union(_ known: String, _ classes: String) -> String {
    Set(words(known) + words(classes)).sorted().joined(separator: " ")
  }

  static func isUnrelated(_ known: String, _ classes: String) -> Bool {
    Set(words(known)).isDisjoint(with: words(classes))
  }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}

extension Raise {
  static func sharedDomain(
    _ envelope: Envelope, known: String, _ classes: String, sequence: Int64, at time: Timestamp
  ) -> Raise? {
    guard NonceDomain.isUnrelated(known, classes) else { return nil }
    return Raise(
      kind: .sharedNonceDomain, subject: envelope.nonceDomain.text, sessionKey: envelope.sessionKey.text,
      wallet: envelope.wallet.text, owner: nil, sequence: sequence, at: time, score: .none, opens: true)
  }

  static func sharedKey(_ key: String, wallet: String, sequence: Int64, at time: Timestamp) -> Raise {
    Raise(
      kind: .sharedKey, subject: key, sessionKey: key, wallet: wallet, owner: nil, sequence: sequence,
      at: time,
      score: .none, opens: true)
  }

  /// A revocation was withdrawn after its grace time.
  static func reenabled(
    _ key: Identifier, _ session: SessionState?, score: RiskScore?, sequence: Int64, at time: Timestamp
  ) -> Raise {
    Raise(
      kind: .reenabledKey, subject: key.text, sessionKey: key.text, wallet: session?.envelope.wallet.text,
      owner: nil, sequence: sequence, at: time, score: score ?? .none, opens: true)
  }
}
