package import Delegation

/// The seed's five metrics of delegation health over a window of whole minutes.
package struct HealthMetrics: Hashable, Sendable {
  /// Executions and how they were decided.
  package struct Executions: Hashable, Sendable {
    package var allowed: Int64
    package var denied: Int64
    /// By the place of the reason in the contract's order; one execution may have several.
    package var byReason: [Int64]

    package init(allowed: Int64, denied: Int64, byReason: [Int64]) {
      self.allowed = allowed
      self.denied = denied
      self.byReason = byReason
    }

    package var all: Int64 { allowed + denied }
    /// 0 … 1; nil without executions.
    package var deniedShare: Double? { all == 0 ? nil : Double(denied) / Double(all) }
  }

  /// Lives of the sessions that ended in the window, from issue to expiry or revocation.
  package struct Lifetime: Hashable, Sendable {
    package let actionClass: String
    package let sessions: Int64
    package let total: TimeSpan

    package init(actionClass: String, sessions: Int64, total: TimeSpan) {
      self.actionClass = actionClass
      self.sessions = sessions
      self.total = total
    }

    package var mean: TimeSpan {
      TimeSpan(milliseconds: sessions == 0 ? 0 : total.milliseconds / sessions)
    }
  }

  /// From a critical alert until a revocation was seen to refuse.
  package struct TimeToRevocation: Hashable, Sendable {
    package let count: Int
    /// Critical alerts of the window whose session is not seen revoked yet.
    package let pending: Int
    package let p50: TimeSpan?
    package let p95: TimeSpan?
    package let worst: TimeSpan?

    package init(count: Int, pending: Int, p50: TimeSpan?, p95: TimeSpan?, worst: TimeSpan?) {
      self.count = count
      self.pending = pending
      self.p50 = p50
      self.p95 = p95
      self.worst = worst
    }
  }

  /// Executions with a wrong chain or destination, by where they went.
  package struct Mismatches: Hashable, Sendable {
    package let chainID: UInt64
    /// The policy's family of the destination, else its name on an imported list, else ``unknownFamily``.
    package let family: String
    package let executions: Int64
    package let mismatched: Int64

    package init(chainID: UInt64, family: String, executions: Int64, mismatched: Int64) {
      self.chainID = chainID
      self.family = family
      self.executions = executions
      self.mismatched = mismatched
    }
  }

  package static let unknownFamily = "unknown"

  /// Whole minutes: from the first on, up to the second.
  package let from: Timestamp
  package let to: Timestamp
  package let executions: Executions
  /// By action class.
  package let lifetimes: [Lifetime]
  package let timeToRevocation: TimeToRevocation
  /// Most executions first.
  package let mismatches: [Mismatches]
  /// Executions attempted after their session's revocation had taken effect.
  package let afterRevokeAllowed: Int64
  package let afterRevokeDenied: Int64

  package init(
    from: Timestamp, to: Timestamp, executions: Executions, lifetimes: [Lifetime],
    timeToRevocation: TimeToRevocation, mismatches: [Mismatches], afterRevokeAllowed: Int64,
    afterRevokeDenied: Int64
  ) {
    self.from = from
    self.to = to
    self.executions = executions
    self.lifetimes = lifetimes
    self.timeToRevocation = timeToRevocation
    self.mismatches = mismatches
    self.afterRevokeAllowed = afterRevokeAllowed
    self.afterRevokeDenied = afterRevokeDenied
  }
}

/// One point of a chart: the executions of an hour, a day or a minute.
package struct MetricsPoint: Hashable, Sendable {
  package let from: Timestamp
  package let allowed: Int64
  package let denied: Int64
  package let mismatched: Int64
  package let afterRevoke: Int64

  package init(from: Timestamp, allowed: Int64, denied: Int64, mismatched: Int64, afterRevoke: Int64) {
    self.from = from
    self.allowed = allowed
    self.denied = denied
    self.mismatched = mismatched
    self.afterRevoke = afterRevoke
  }
}
