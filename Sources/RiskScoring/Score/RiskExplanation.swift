package import Delegation
package import PolicyEngine

/// Why a session has its score: a number never stands alone.
package struct RiskExplanation: Hashable, Sendable {
  package struct Contribution: Hashable, Sendable {
    package let signal: RiskSignal
    /// What it adds to the log-odds, in millionths of a nat.
    package let nats: Int64
    /// The score if this signal had not been seen.
    package let scoreWithout: RiskScore
    package let count: UInt64
    package let allowed: UInt64
    package let denied: UInt64
    /// Of the events, those that completed a loss path.
    package let completing: UInt64
    package let lastSeen: Timestamp?
    /// The log's numbers of the latest events, oldest first.
    package let executions: [Int64]
  }

  package let score: RiskScore
  package let band: RiskBand
  package let at: Timestamp
  /// Most first.
  package let contributions: [Contribution]
  package let floors: [RiskFloor]
  /// When the score leaves its band if nothing more happens; nil in the lowest, under a floor, or while lag still grows.
  package let leavesBandAt: Timestamp?
}

extension RiskState {
  package func explanation(_ context: RiskContext) -> RiskExplanation {
    let score = score(context)
    var contributions = records.map { record in
      RiskExplanation.Contribution(
        signal: record.signal, nats: record.capped(at: context.at, context.model),
        scoreWithout: without(record.signal).score(context), count: record.count, allowed: record.allowed,
        denied: record.denied, completing: record.completing, lastSeen: record.lastSeen,
        executions: record.recent)
    }
    let lag = lagNats(context)
    if lag > 0 {
      contributions.append(
        RiskExplanation.Contribution(
          signal: .revocationLag, nats: lag, scoreWithout: without(.revocationLag).score(context), count: 1,
          allowed: 0, denied: 0, completing: 0, lastSeen: criticalSince, executions: []))
    }
    contributions.sort { ($1.nats, $0.signal.rawValue) < ($0.nats, $1.signal.rawValue) }
    return RiskExplanation(
      score: score, band: RiskBand(score), at: context.at, contributions: contributions,
      floors: floors.sorted(), leavesBandAt: leavesBand(RiskBand(score), context))
  }

  /// The codes of the signals that still say something, most first.
  package func signals(_ context: RiskContext) -> [RiskSignal] {
    var said = records.map { ($0.signal, $0.capped(at: context.at, context.model)) }
    said.append((.revocationLag, lagNats(context)))
    return said.filter { $0.1 >= RiskState.leastShown }.sorted {
      ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue)
    }
    .map(\.0)
  }

  /// A tenth of a nat: less is not worth a word.
  static let leastShown: Int64 = 100_000

  private func without(_ signal: RiskSignal) -> RiskState {
    var state = self
    state.records.removeAll { $0.signal == signal }
    if signal == .revocationLag { state.criticalSince = nil }
    return state
  }

  /// How far ahead is looked for the end of a band.
  private static let horizon = TimeSpan(seconds: 90 * 86_400)

  private func leavesBand(_ band: RiskBand, _ context: RiskContext) -> Timestamp? {
    guard band > .low, !isLagging(context) else { return nil }
    func isBelow(_ time: Timestamp) -> Bool {
      let later = RiskContext(
        at: time, revokedFrom: context.revokedFrom, expiresAt: context.expiresAt, model: context.model)
      return RiskBand(score(later)) < band
    }
    // Evidence only fades, so there is one moment before which it is in the band and after which it is not.
    var (inside, outside) = (context.at, context.at + RiskState.horizon)
    guard isBelow(outside) else { return nil }
    while outside - inside > TimeSpan(milliseconds: 1) {
      let middle = inside + TimeSpan(milliseconds: (outside - inside).milliseconds / 2)
      if isBelow(middle) { outside = middle } else { inside = middle }
    }
    return outside
  }
}
