package import Delegation
package import PolicyEngine

/// What is asked before a mode is tightened: what would it have done to the executions of late?
package struct ModePreviewQuery: Hashable, Sendable {
  package let mode: PolicyMode
  package let scope: Scope
  /// How far back, from now.
  package let over: TimeSpan
  /// Sessions known to be in the wrong hands.
  package let suspects: Set<Identifier>
  /// Whether these are suspects too: sessions with an alert that is not closed, those that secops or the policy plane
  /// revoked, and those with a risk of ``suspectRisk`` and more.
  package let countsWatched: Bool

  package static let suspectRisk = RiskScore(hundredths: 7000)
  /// 1 s … 24 h: the place of every execution is held in memory, four bytes each.
  package static let spans = TimeSpan(seconds: 1)...TimeSpan(seconds: 86_400)
  /// Half an hour.
  package static let usualSpan = TimeSpan(seconds: 1800)

  /// - Parameter over: held within ``spans``.
  package init(
    mode: PolicyMode, scope: Scope, over: TimeSpan = usualSpan, suspects: Set<Identifier> = [],
    countsWatched: Bool = true
  ) {
    self.mode = mode
    self.scope = scope
    self.over = min(max(over, ModePreviewQuery.spans.lowerBound), ModePreviewQuery.spans.upperBound)
    self.suspects = suspects
    self.countsWatched = countsWatched
  }
}

/// What the executions of a window would have become, had the mode begun when the window did.
///
/// Each execution that was allowed is decided again as of its own moment: under the policy and beside the modes that were
/// in force then, with the session's state as it would have been by then. What is denied spends nothing and wakes
/// nobody, so that later ones may pass a spend limit, or meet a session that has fallen asleep. What was denied then
/// stays denied: a tighter mode only adds reasons.
///
/// All of it is exact but for risk, of which no history is kept: where the mode looks at it, each session counts with its
/// score as of ``to``. That is too much for what a session did before it gave its signals, and too little for evidence
/// that has faded since. Where a mode as tight was in force already, the score is known to have been low enough.
package struct ModePreview: Hashable, Sendable {
  /// Executions, and what they were worth.
  package struct Amount: Hashable, Sendable {
    package var executions: Int
    /// Micro-dollars; held at the greatest value that fits.
    package var micros: UInt64

    package static let zero = Amount(executions: 0, micros: 0)

    package init(executions: Int, micros: UInt64) {
      self.executions = executions
      self.micros = micros
    }

    package mutating func add(_ other: Amount) {
      executions += other.executions
      let (sum, isOver) = micros.addingReportingOverflow(other.micros)
      micros = isOver ? .max : sum
    }
  }

  /// The sessions that are suspects, or those that are not.
  package struct Party: Hashable, Sendable {
    package var allowedThen = Amount.zero
    package var newlyDenied = Amount.zero
    /// Sessions with an execution that was allowed.
    package var sessions = 0
    /// Those of them with one that would have been denied, and their wallets.
    package var sessionsHit = 0
    package var walletsHit = 0

    package init() {}

    package var stillAllowed: Amount {
      Amount(
        executions: allowedThen.executions - newlyDenied.executions,
        micros: allowedThen.micros - newlyDenied.micros)
    }
  }

  /// Newly denied executions that have this reason; one may have several.
  package struct Because: Hashable, Sendable {
    package let reason: Reasons
    package let good: Int
    package let bad: Int

    package init(reason: Reasons, good: Int, bad: Int) {
      self.reason = reason
      self.good = good
      self.bad = bad
    }
  }

  package struct Hit: Hashable, Sendable {
    package let sessionKey: Identifier
    package let wallet: Identifier
    package let allowedThen: Amount
    package let newlyDenied: Amount

    package init(sessionKey: Identifier, wallet: Identifier, allowedThen: Amount, newlyDenied: Amount) {
      self.sessionKey = sessionKey
      self.wallet = wallet
      self.allowedThen = allowedThen
      self.newlyDenied = newlyDenied
    }
  }

  package let query: ModePreviewQuery
  /// The window, both inclusive. `to` is when it was asked, and the moment of the risk scores.
  package let from: Timestamp
  package let to: Timestamp
  /// False when it was stopped before its end: then it says what came until ``reached``.
  package let isComplete: Bool
  package let reached: Timestamp
  package let deniedThen: Int
  package let good: Party
  package let bad: Party
  /// In the contract's order; only those that hold somewhere.
  package let reasons: [Because]
  /// The sessions of nobody's suspicion that would have lost most executions, most first; at most ``hitsMax``.
  package let hits: [Hit]
  /// Newly denied executions that only the score as of ``to`` speaks against.
  package let byRiskAlone: Int

  package static let hitsMax = 10

  package init(
    query: ModePreviewQuery, from: Timestamp, to: Timestamp, isComplete: Bool, reached: Timestamp,
    deniedThen: Int, good: Party, bad: Party, reasons: [Because], hits: [Hit], byRiskAlone: Int
  ) {
    self.query = query
    self.from = from
    self.to = to
    self.isComplete = isComplete
    self.reached = reached
    self.deniedThen = deniedThen
    self.good = good
    self.bad = bad
    self.reasons = reasons
    self.hits = hits
    self.byRiskAlone = byRiskAlone
  }

  package var allowedThen: Int { good.allowedThen.executions + bad.allowedThen.executions }
  package var newlyDenied: Int { good.newlyDenied.executions + bad.newlyDenied.executions }
  package var seen: Int { allowedThen + deniedThen }
}

extension SessionStore {
  /// ``preview(_:progress:)`` by its parts.
  package func preview(
    mode: PolicyMode, scope: Scope, over: TimeSpan = ModePreviewQuery.usualSpan, suspects: Set<Identifier>,
    progress: @escaping @Sendable (Double) -> Bool = { _ in true }
  ) throws(StoreError) -> ModePreview {
    try preview(
      ModePreviewQuery(mode: mode, scope: scope, over: over, suspects: suspects), progress: progress)
  }
}
