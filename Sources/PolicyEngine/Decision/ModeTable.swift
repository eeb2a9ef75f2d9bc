package import Delegation

/// The modes in force. An entry for a scope replaces the one before it; `normal` removes it.
package struct ModeTable: Sendable {
  package struct Entry: Hashable, Sendable {
    package let scope: Scope
    package let mode: PolicyMode
    package let start: Timestamp

    package init(scope: Scope, mode: PolicyMode, start: Timestamp) {
      self.scope = scope
      self.mode = mode
      self.start = start
    }
  }

  /// The mode that a request meets, and since when.
  package struct Effective: Hashable, Sendable {
    package let mode: PolicyMode
    /// The latest start among the matching entries of that mode.
    package let start: Timestamp

    package static let normal = Effective(mode: .normal, start: .epoch)
  }

  package private(set) var entries: [Entry] = []

  package init() {}

  package init(_ entries: [Entry]) { self.entries = entries }

  package mutating func change(to mode: PolicyMode, scope: Scope, at time: Timestamp) {
    entries.removeAll { $0.scope == scope }
    if mode != .normal { entries.append(Entry(scope: scope, mode: mode, start: time)) }
  }

  /// The tightest matching mode; `session` is nil when the key is unknown.
  package func effective(for request: ExecutionRequest, session: SessionState?) -> Effective {
    if entries.isEmpty { return .normal }
    var result = Effective.normal
    for entry in entries where entry.scope.matches(request) && ModeTable.matches(entry.scope, session) {
      if entry.mode > result.mode || (entry.mode == result.mode && entry.start > result.start) {
        result = Effective(mode: entry.mode, start: entry.start)
      }
    }
    return result
  }

  /// Whether the part of `scope` that is compared with the session holds.
  private static func matches(_ scope: Scope, _ session: SessionState?) -> Bool {
    guard scope.namesSession else { return true }
    guard let session else { return false }
    return (scope.wallet.map { $0 == session.envelope.wallet } ?? true)
      && (scope.label.map { session.envelope.has(label: $0) } ?? true)
      && (scope.issuedBefore.map { session.issuedAt < $0 } ?? true)
  }
}
