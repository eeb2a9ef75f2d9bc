import Delegation
import PolicyEngine
import RiskScoring

/// A session as it would have been under the candidate, and what became of its executions.
struct PreviewSession {
  let key: String
  let wallet: String
  let isSuspect: Bool
  /// Whether the part of the scope that is compared with a session holds.
  let isCovered: Bool
  /// As of the end of the window.
  let risk: RiskScore
  let limits: SpendLimits
  let windowLength: TimeSpan?
  /// The envelope's.
  let inactivity: TimeSpan?
  let grantedAt: Timestamp
  /// Its last execution before the window.
  let history: Int64?
  let changes: [PreviewChange]

  private var nextChange = 0
  private var expiresAt: Timestamp
  /// The latest that is known without a look at ``history``.
  private var lastActive: Timestamp
  private var isHistoryActiveKnown: Bool
  private var attested: Timestamp?
  private var spent: UInt64 = 0
  private var isSpentKnown = false
  private var window = WindowSpend()
  /// Of before the window; nil until it is needed.
  private var earlierWindow: WindowSpend?

  private(set) var allowedThen = ModePreview.Amount.zero
  private(set) var newlyDenied = ModePreview.Amount.zero

  /// - Parameters:
  ///   - expiresAt, lastAttested: when the window began.
  init(
    key: String, wallet: String, isSuspect: Bool, isCovered: Bool, risk: RiskScore, limits: SpendLimits,
    windowLength: TimeSpan?, inactivity: TimeSpan?, grantedAt: Timestamp, issuedAt: Timestamp,
    expiresAt: Timestamp, lastAttested: Timestamp?, history: Int64?, changes: [PreviewChange]
  ) {
    self.key = key
    self.wallet = wallet
    self.isSuspect = isSuspect
    self.isCovered = isCovered
    self.risk = risk
    self.limits = limits
    self.windowLength = windowLength
    self.inactivity = inactivity
    self.grantedAt = grantedAt
    self.expiresAt = expiresAt
    self.history = history
    self.changes = changes
    lastActive = max(issuedAt, lastAttested ?? issuedAt)
    isHistoryActiveKnown = history == nil
  }

  /// Decides again an execution that was allowed, and enters what becomes of it.
  ///
  /// Only what a tighter mode can change is looked at: revocation, validity, expiry and the request's own context are as
  /// they were, and nonces and the count of executions only have fewer behind them. A property test holds this to
  /// ``decide(_:knowing:in:)``.
  mutating func decide(
    _ row: PreviewRow, sequence: Int64, _ rule: PreviewRule, _ candidate: PreviewCandidate,
    _ history: borrowing PreviewHistory
  ) throws(StoreError) -> Reasons {
    let time = Timestamp(milliseconds: row.at)
    if nextChange < changes.count { catchUp(to: sequence) }
    var mode = PolicyMode(tightness: Int(row.mode)) ?? .normal
    let spentAtStart = isSpentKnown ? 0 : spentBefore(row, rule.modes.spendFactor(in: mode))
    if !isSpentKnown { (spent, isSpentKnown) = (spentAtStart, true) }
    var reasons = Reasons.none
    if isCovered, row.isCovered, candidate.mode >= mode {
      // Where a mode as tight was met, the risk was below its limit: it was allowed.
      let risk = mode == candidate.mode ? RiskScore.none : risk
      mode = candidate.mode
      reasons = modeReasons(rule, candidate, risk: risk, at: time)
    }
    if try isAsleep(at: time, limit: inactivity ?? rule.inactivity, history) {
      reasons.formUnion(.attestationRequired)
    }
    let factor = rule.modes.spendFactor(in: mode)
    let inWindow = try inWindow(adding: row.value, at: time, factor, history)
    reasons.formUnion(
      limits.reasons(row.value, rule: rule.maxValue, spent: spent, inWindow: inWindow, factor: factor))
    enter(row, at: time, isAllowed: reasons.isEmpty)
    return reasons
  }

  /// Whether only the risk speaks against an execution that was just denied for `reasons`.
  func isDeniedByRiskAlone(
    _ row: PreviewRow, _ reasons: Reasons, _ rule: PreviewRule, _ candidate: PreviewCandidate
  ) -> Bool {
    guard reasons == .modeGuarded || reasons == .modeDenyFirst else { return false }
    let time = Timestamp(milliseconds: row.at)
    return modeReasons(rule, candidate, risk: .none, at: time).isEmpty
  }

  private func modeReasons(
    _ rule: PreviewRule, _ candidate: PreviewCandidate, risk: RiskScore, at time: Timestamp
  ) -> Reasons {
    if candidate.mode == .lockdown { return .modeLockdown }
    return rule.modes.reasons(
      in: candidate.effective, risk: risk, lastAttested: attested, remaining: expiresAt - time)
  }

  /// What it had spent before its first execution of the window: the row says what was left after it.
  private func spentBefore(_ row: PreviewRow, _ factor: SpendFactor) -> UInt64 {
    let used = row.value &+ UInt64(clamping: row.remaining)
    let budget = factor.of(limits.budget)
    return budget > used ? budget - used : 0
  }

  private mutating func catchUp(to sequence: Int64) {
    while nextChange < changes.count, changes[nextChange].sequence < sequence {
      let change = changes[nextChange]
      nextChange += 1
      switch change.what {
      case .extended(let expiresAt): self.expiresAt = expiresAt
      case .attested:
        attested = change.at
        lastActive = max(lastActive, change.at)
        isHistoryActiveKnown = true
      }
    }
  }

  private mutating func isAsleep(
    at time: Timestamp, limit: TimeSpan, _ history: borrowing PreviewHistory
  ) throws(StoreError) -> Bool {
    guard time - lastActive > limit else { return false }
    if !isHistoryActiveKnown, let last = self.history {
      if let active = try history.lastAllowed(from: last, after: lastActive) {
        lastActive = max(lastActive, active)
      }
      isHistoryActiveKnown = true
    }
    return time - lastActive > limit
  }

  /// Spent in the envelope's window so far. What was spent in all is enough to know when even that leaves room.
  private mutating func inWindow(
    adding value: UInt64, at time: Timestamp, _ factor: SpendFactor, _ history: borrowing PreviewHistory
  ) throws(StoreError) -> UInt64 {
    guard let limit = limits.window, let length = windowLength else { return 0 }
    if value + spent <= factor.of(limit) || time - grantedAt < length { return spent }
    if earlierWindow == nil {
      let spends = try self.history.map { last throws(StoreError) in
        try history.spends(from: last, after: time - length)
      }
      earlierWindow = WindowSpend(spends ?? [])
    }
    earlierWindow?.prune(at: time, window: length)
    return window.total(at: time, window: length) + (earlierWindow?.total(at: time, window: length) ?? 0)
  }

  private mutating func enter(_ row: PreviewRow, at time: Timestamp, isAllowed: Bool) {
    let amount = ModePreview.Amount(executions: 1, micros: row.value)
    allowedThen.add(amount)
    guard isAllowed else { return newlyDenied.add(amount) }
    spent = min(spent + row.value, Money.max.micros)
    lastActive = max(lastActive, time)
    isHistoryActiveKnown = true
    if let windowLength, let value = Money(micros: row.value) {
      window.add(value, at: time, window: windowLength)
    }
  }
}

/// The mode that is tried, as if it had begun with the window.
struct PreviewCandidate {
  let mode: PolicyMode
  let effective: ModeTable.Effective

  init(_ mode: PolicyMode, from start: Timestamp) {
    self.mode = mode
    effective = ModeTable.Effective(mode: mode, start: start)
  }
}
