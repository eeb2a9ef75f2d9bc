package import AuditTrail
package import Delegation

/// What the log says of one session key.
package struct SessionHistory: Hashable, Sendable {
  package let key: Identifier
  /// As it stands now; nil when no session has the key.
  package let row: SessionRow?
  /// In commit order: `session.grant`, `.attest`, `.extend`, `.revoke` and `.reinstate` of the key, and each `user.logOut` of
  /// its wallet since the grant. Of what was done very often the nearest to the execution that was asked for.
  package let entries: [AuditEntry]
  /// In commit order: the one that was asked for, and those of the same key next to it.
  package let executions: [ExecutionRecord]
  /// As they stand now, in commit order.
  package let revocations: [RevocationRecord]
  /// The store's time when it was read.
  package let asOf: Timestamp

  package init(
    key: Identifier, row: SessionRow?, entries: [AuditEntry], executions: [ExecutionRecord],
    revocations: [RevocationRecord], asOf: Timestamp
  ) {
    self.key = key
    self.row = row
    self.entries = entries
    self.executions = executions
    self.revocations = revocations
    self.asOf = asOf
  }
}
