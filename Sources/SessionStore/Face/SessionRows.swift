package import Delegation
package import PolicyEngine
package import RiskScoring

/// One session as a list shows it.
package struct SessionRow: Hashable, Sendable, Identifiable {
  package let envelope: Envelope
  package let life: SessionLife
  package let grantedAt: Timestamp
  package let issuedAt: Timestamp
  /// The latest extension's.
  package let expiresAt: Timestamp
  package let revokedFrom: Timestamp?
  package let lastAttested: Timestamp?
  /// The last allowed execution.
  package let lastUsed: Timestamp?
  package let spent: Money
  package let allowed: UInt64
  package let denied: UInt64
  /// When an execution was first refused because of the revocation: from then on it is known to be effective.
  package let firstRefusedAfterRevoke: Timestamp?
  /// Until when an assertion of it may be believed by a verifier that never asks the store; nil when none was issued.
  package let assertedUntil: Timestamp?
  /// At the store's time when it was read; see ``RiskState``, by which a screen may let it fade without reading again.
  package let risk: RiskSummary

  package var id: Identifier { envelope.sessionKey }
  package var executions: UInt64 { allowed + denied }
  /// The share of the budget that is spent, 0 … 1; 1 for a budget of nothing.
  package var spentShare: Double {
    envelope.maxValue == .zero ? 1 : Double(spent.micros) / Double(envelope.maxValue.micros)
  }

  package init(
    envelope: Envelope, life: SessionLife, grantedAt: Timestamp, issuedAt: Timestamp, expiresAt: Timestamp,
    revokedFrom: Timestamp?, lastAttested: Timestamp?, lastUsed: Timestamp?, spent: Money, allowed: UInt64,
    denied: UInt64, firstRefusedAfterRevoke: Timestamp?, assertedUntil: Timestamp? = nil,
    risk: RiskSummary = .clean
  ) {
    self.envelope = envelope
    self.life = life
    self.grantedAt = grantedAt
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.revokedFrom = revokedFrom
    self.lastAttested = lastAttested
    self.lastUsed = lastUsed
    self.spent = spent
    self.allowed = allowed
    self.denied = denied
    self.firstRefusedAfterRevoke = firstRefusedAfterRevoke
    self.assertedUntil = assertedUntil
    self.risk = risk
  }
}

package struct SessionDetail: Hashable, Sendable {
  package let row: SessionRow
  /// Newest first.
  package let executions: [ExecutionRecord]
  package let revocations: [RevocationRecord]
  /// The greatest nonce that was accepted; nil before the first.
  package let nonceHighest: UInt64?

  package init(
    row: SessionRow, executions: [ExecutionRecord], revocations: [RevocationRecord],
    nonceHighest: UInt64? = nil
  ) {
    self.row = row
    self.executions = executions
    self.revocations = revocations
    self.nonceHighest = nonceHighest
  }
}

/// One execution with its decision, as it was recorded.
package struct ExecutionRecord: Hashable, Sendable {
  /// The store's own number of it, rising with commit order.
  package let sequence: Int64
  package let request: ExecutionRequest
  package let decision: Decision

  package init(sequence: Int64, request: ExecutionRequest, decision: Decision) {
    self.sequence = sequence
    self.request = request
    self.decision = decision
  }
}

package struct RevocationRecord: Hashable, Sendable {
  /// The log's number of its `session.revoke`; 0 where that is not told.
  package let sequence: Int64
  package let notice: RevocationNotice
  package let plane: Plane
  package let committedAt: Timestamp
  package let effectiveAt: Timestamp
  package let withdrawnAt: Timestamp?

  package init(
    notice: RevocationNotice, plane: Plane, committedAt: Timestamp, effectiveAt: Timestamp,
    withdrawnAt: Timestamp?, sequence: Int64 = 0
  ) {
    self.sequence = sequence
    self.notice = notice
    self.plane = plane
    self.committedAt = committedAt
    self.effectiveAt = effectiveAt
    self.withdrawnAt = withdrawnAt
  }
}

/// How a list is ordered; equal rows stand newest grant first.
package enum SessionSort: String, CaseIterable, Hashable, Sendable {
  /// Newest grant first: the store's own order, at no cost however many sessions there are.
  case newest
  /// Latest allowed execution first.
  case lastUsed
  /// Greatest share of the budget spent first.
  case spent
  /// Soonest to expire first; ended sessions last.
  case expires
  /// Most denied executions first.
  case denied
  /// Highest score first: of the sessions that may still be stopped, then of those that have ended, then those that
  /// never gave a signal.
  case risk
}

/// A window onto the sessions that match.
package struct SessionQuery: Hashable, Sendable {
  package enum Window: Hashable, Sendable {
    /// Rows from this position on, 0 the first.
    case from(Int)
    /// Rows around this session; from the top when it does not match.
    case around(Identifier)
  }

  package var filter: SessionFilter
  package var sort: SessionSort
  package var window: Window
  /// At most this many rows.
  package var limit: Int

  package init(
    filter: SessionFilter = .all, sort: SessionSort = .newest, window: Window = .from(0), limit: Int = 200
  ) {
    self.filter = filter
    self.sort = sort
    self.window = window
    self.limit = limit
  }
}

package struct SessionListing: Hashable, Sendable {
  package let rows: [SessionRow]
  /// The position of the first row among all that match.
  package let offset: Int
  /// How many match.
  package let matching: Int
  /// The store's time when it was read.
  package let asOf: Timestamp

  package init(rows: [SessionRow], offset: Int, matching: Int, asOf: Timestamp) {
    self.rows = rows
    self.offset = offset
    self.matching = matching
    self.asOf = asOf
  }
}

/// The header's counts.
package struct Overview: Hashable, Sendable {
  package let sessions: Int
  /// By state; a state without sessions is absent.
  package let byLife: [SessionLife: Int]
  package let executions: Int
  /// Executions of the last five minutes.
  package let recentAllowed: Int
  package let recentDenied: Int
  /// Executions refused because of a revocation, in all.
  package let afterRevoke: Int
  /// Sessions neither expired nor revoked with a score of MED and more, and with one of CRIT.
  package let atRisk: Int
  package let critical: Int
  /// Alerts that are open or acknowledged.
  package let openAlerts: Int
  /// The share denied, 0 … 1, in each of the last minutes, oldest first; nil without executions.
  package let deniedShares: [Double?]
  /// From critical alert to seen refusing, 95th percentile of the last seven days; nil when there was none.
  package let revokeP95: TimeSpan?
  package let modes: [ModeTable.Entry]
  package let policy: PolicyVersion
  package let asOf: Timestamp

  package init(
    sessions: Int, byLife: [SessionLife: Int], executions: Int, recentAllowed: Int, recentDenied: Int,
    afterRevoke: Int, modes: [ModeTable.Entry], policy: PolicyVersion, asOf: Timestamp, atRisk: Int = 0,
    critical: Int = 0, openAlerts: Int = 0, deniedShares: [Double?] = [], revokeP95: TimeSpan? = nil
  ) {
    self.sessions = sessions
    self.byLife = byLife
    self.executions = executions
    self.recentAllowed = recentAllowed
    self.recentDenied = recentDenied
    self.afterRevoke = afterRevoke
    self.modes = modes
    self.policy = policy
    self.asOf = asOf
    self.atRisk = atRisk
    self.critical = critical
    self.openAlerts = openAlerts
    self.deniedShares = deniedShares
    self.revokeP95 = revokeP95
  }
}
