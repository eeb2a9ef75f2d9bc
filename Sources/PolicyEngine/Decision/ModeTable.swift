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

    package init(mode: PolicyMode, start: Timestamp) {
      self.mode = mode
      self.start = start
    }
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
    if let session { return effective(for: request, knowing: session) }
    var result = Effective.normal
    for entry in entries where entry.scope.matches(request) && !entry.scope.namesSession {
      result = result.tightened(by: entry)
    }
    return result
  }

  package func effective(for request: ExecutionRequest, knowing session: borrowing SessionState) -> Effective
  {
    if entries.isEmpty { return .normal }
    var result = Effective.normal
    for entry in entries where entry.scope.matches(request) && session.matches(entry.scope) {
      result = result.tightened(by: entry)
    }
    return result
  }
}

extension ModeTable.Effective {
  /// The tighter of the two; of equal modes the later start.
  fileprivate func tightened(by entry: ModeTable.Entry) -> ModeTable.Effective {
    guard entry.mode > mode || (entry.mode == mode && entry.start > start) else { return self }
    return ModeTable.Effective(mode: entry.mode, start: entry.start)
  }
}

extension SessionState {
  /// Whether the part of `scope` that is compared with the session holds.
  fileprivate borrowing func matches(_ scope: Scope) -> Bool {
    if let wallet = scope.wallet, wallet != envelope.wallet { return false }
    if let label = scope.label, !envelope.has(label: label) { return false }
    if let issuedBefore = scope.issuedBefore, issuedAt >= issuedBefore { return false }
    return true
  }
}
