package import Delegation

/// One state change or operator action as the audit trail keeps it: who did what to whom, from where, when, why, and what
/// came of it. Each is one leaf of the log; its time is part of the leaf.
package struct AuditEntry: Hashable, Sendable {
  /// Its place in commit order, from 1; the leaf's index in the tree is one less.
  package let sequence: Int64
  package let at: Timestamp
  /// An operator's name, or a wallet's address on the user plane.
  package let who: String
  package let plane: Plane
  /// Such as `session.revoke`.
  package let action: String
  /// What it was done to: a session key, a scope, a name.
  package let target: String
  package let before: String?
  package let after: String?
  package let reason: String?
  package let result: String
  /// The line of the event log that it stands for, where it changed what decides (``LoggedEvent/json``).
  package let event: String?
  /// What proves it, as a JSON object: signatures, keys, digests.
  package let detail: String?

  package init(
    sequence: Int64, at: Timestamp, who: String, plane: Plane, action: String, target: String,
    before: String?,
    after: String?, reason: String?, result: String, event: String?, detail: String?
  ) {
    self.sequence = sequence
    self.at = at
    self.who = who
    self.plane = plane
    self.action = action
    self.target = target
    self.before = before
    self.after = after
    self.reason = reason
    self.result = result
    self.event = event
    self.detail = detail
  }

  /// The leaf: one line of JSON, its members always in this order, those without a value left out.
  package func write(to writer: LeafWriter) {
    writer.begin()
    writer.member("seq", UInt64(clamping: sequence))
    writer.member("at", at)
    writer.member("who", who)
    writer.member("plane", plane.rawValue)
    writer.member("action", action)
    writer.member("target", target)
    writer.member("before", before)
    writer.member("after", after)
    writer.member("reason", reason)
    writer.member("result", result)
    writer.member("event", raw: event)
    writer.member("detail", raw: detail)
    writer.end()
  }
}
