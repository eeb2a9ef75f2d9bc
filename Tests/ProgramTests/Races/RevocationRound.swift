import Testing

extension SessionKeyObject.Answer {
  /// What a decision says of a session that nothing but a revocation may stop; nil for anything else.
  init?(decision: [String: Any]) {
    switch (decision["decision"] as? String, decision["reasons"] as? [String]) {
    case ("allow", []): self = .allow
    case ("deny", ["session_revoked"]): self = .denyRevoked
    default: return nil
    }
  }
}

/// One session key that several processes act with while it is revoked, and everything that was heard.
struct RevocationRound: Sendable {
  /// Calls before the revoke returned, in all: fewer than the nonce window holds, so that a slow process is never out of
  /// it.
  static let earlyMax = 900
  /// Requests of each process that are handed over after the revoke returned.
  static let lateCount = 4

  let key: String
  let processes: Int
  private var nextNonce = 1
  private var early: [Int]
  private var late: [Int]
  private(set) var revokedAt: UInt64?
  private(set) var history: [Operation<SessionKeyObject>] = []
  /// Processes that had an answer.
  private var acted = 0

  init(key: String, processes: Int) {
    self.key = key
    self.processes = processes
    early = Array(repeating: 0, count: processes)
    late = early
  }

  /// Every process has been allowed once: the revoke has somebody to stop.
  var isUnderWay: Bool { acted == processes }

  func isOver(for process: Int) -> Bool { late[process] == RevocationRound.lateCount }

  /// The nonce of the process's next request; nil: none now.
  mutating func takeNonce(_ process: Int) -> Int? {
    if revokedAt == nil {
      guard early[process] < RevocationRound.earlyMax / processes else { return nil }
      early[process] += 1
    } else {
      guard late[process] < RevocationRound.lateCount else { return nil }
      late[process] += 1
    }
    defer { nextNonce += 1 }
    return nextNonce
  }

  mutating func countActing() { acted += 1 }

  /// Takes in what one process heard.
  mutating func record(_ heard: [Operation<SessionKeyObject>]) { history += heard }

  mutating func recordRevoke(from invokedAt: UInt64, to now: UInt64) {
    history.append(Operation(processes, .revoke, from: invokedAt, to: now, .done))
    revokedAt = now
  }

  /// What every round must fulfil, whatever the machine did.
  func check(_ name: String) {
    guard let revokedAt else {
      Issue.record("\(name): the revoke never returned")
      return
    }
    let after = history.filter { $0.invokedAt > revokedAt }
    #expect(after.count >= processes * RevocationRound.lateCount, "\(name)")
    for operation in after where operation.response?.answer != .denyRevoked {
      Issue.record("\(name): handed over after the revoke returned at \(revokedAt), yet \(operation)")
    }
    if case .impossible(let stuck) = LinearizabilityChecker(SessionKeyObject(), history).verdict() {
      Issue.record("\(name): no order explains it; none of these could be next: \(stuck)")
    }
  }

  /// A request overlapped the revoke: only then was there a race.
  var isRaced: Bool {
    guard let revoke = history.first(where: { $0.call == .revoke }) else { return false }
    return history.contains {
      $0.call == .authorize && $0.invokedAt < revoke.endsAt && $0.endsAt > revoke.invokedAt
    }
  }

  var allowed: Int { history.count { $0.response?.answer == .allow } }
  var denied: Int { history.count { $0.response?.answer == .denyRevoked } }
}
