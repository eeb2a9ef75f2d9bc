import Delegation
import GRDB

/// Which sessions are ended together: those that any of its scopes covers, and of them only what has its pattern.
struct CoveredSessions {
  let scopes: [Scope]
  let pattern: SessionPattern?

  init(_ scope: Scope) {
    scopes = [scope]
    pattern = nil
  }

  init(_ related: RelatedScope, to envelope: Envelope) {
    scopes = related.scopes(of: envelope)
    pattern = related == .pattern ? SessionPattern(envelope) : nil
  }

  /// Whether the envelope must be read to tell.
  private var looksIntoEnvelope: Bool { pattern != nil || scopes.contains(where: \.looksIntoEnvelope) }

  private func covers(_ envelope: Envelope) -> Bool {
    scopes.contains { $0.covers(envelope) } && (pattern?.matches(envelope) ?? true)
  }

  /// Gives `body` each session that is covered and neither expired nor revoked, in grant order: its row of `sessions s`, and
  /// of `envelopes e`, with `columns` and behind them the envelope.
  ///
  /// One whose envelope is damaged is covered too where the texts beside it say so: nothing that it asks for is allowed
  /// any more, and it must not hold up what ends the others.
  func forEach(
    _ db: Database, at time: Timestamp, columns: String, count: Int32,
    _ body: (borrowing Query) throws(StoreError) -> Void
  ) throws(StoreError) {
    if scopes.isEmpty { return }
    var values: [SQLValue] = [.time(time)]
    let condition = scopes.count > CoveredSessions.comparedMax ? "true" : self.condition(&values)
    let rows = try db.query(
      """
      SELECT \(columns), e.json FROM sessions s LEFT JOIN envelopes e ON e.id = s.id
      WHERE s.expires_at > ?1 AND (s.revoked_from IS NULL OR s.revoked_from > ?1) AND (\(condition))
      ORDER BY s.id
      """, values)
    let isNarrow = looksIntoEnvelope
    while try rows.step() {
      if isNarrow, let envelope = try? rows.withBytes(count, Envelope.init(stored:)), !covers(envelope) {
        continue
      }
      try body(rows)
    }
  }

  /// SQLite takes a thousand levels of an expression; so many scopes are compared by reading each envelope.
  private static let comparedMax = 200

  /// What the columns say of the scopes: nothing that they cover is left out.
  private func condition(_ values: inout [SQLValue]) -> String {
    var parts: [String] = []
    for scope in scopes { parts.append(scope.condition(&values)) }
    return parts.joined(separator: " OR ")
  }
}

extension Scope {
  /// Whether it names something that only the envelope has.
  fileprivate var looksIntoEnvelope: Bool {
    capability != nil || destination != nil || nonceDomain != nil || label != nil
  }

  /// Whether a session with this envelope could make a request that the scope matches.
  func covers(_ envelope: Envelope) -> Bool {
    (capability.map(envelope.grants) ?? true)
      && (nonceDomain.map { $0 == envelope.nonceDomain } ?? true)
      && (label.map(envelope.has(label:)) ?? true)
      && (destination.map { destination in
        envelope.capabilities.contains { (capability ?? $0) == $0 && envelope.allows(destination, for: $0) }
      } ?? true)
  }

  /// In SQL: exact where a column is, and at least what may be covered where only ``SearchText`` stands there.
  fileprivate func condition(_ values: inout [SQLValue]) -> String {
    var parts: [String] = []
    func add(_ value: SQLValue, _ sql: (String) -> String) {
      values.append(value)
      parts.append(sql("?\(values.count)"))
    }
    if let sessionKey { add(.text(sessionKey.text)) { "s.session_key = \($0)" } }
    if let wallet { add(.text(wallet.text)) { "s.wallet = \($0)" } }
    if let chainID { add(.int(Int64(clamping: chainID))) { "s.chain_id = \($0)" } }
    if let issuedBefore { add(.time(issuedBefore)) { "s.issued_at < \($0)" } }
    if let nonceDomain { add(.text(SearchText.folded(nonceDomain.text))) { "e.nonce_domain = \($0)" } }
    if let capability { add(.text(SearchText.word(capability))) { "instr(e.capabilities, \($0)) > 0" } }
    if let destination { add(.text(SearchText.word(destination))) { "instr(e.destinations, \($0)) > 0" } }
    if let label { add(.text(SearchText.text(of: label))) { "instr(e.labels, \($0)) > 0" } }
    return parts.isEmpty ? "true" : "(" + parts.joined(separator: " AND ") + ")"
  }
}
