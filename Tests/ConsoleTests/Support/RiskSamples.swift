import Delegation
import PolicyEngine
import SessionStore

@testable import Console
@testable import RiskScoring

func alert(
  _ id: Int64, _ kind: AlertKind = .riskCritical, subject: String? = nil, session: Identifier? = key(1),
  wallet: Identifier? = key(77), owner: String? = "payments", count: UInt64 = 12, peak: Int = 97,
  state: AlertState = .open, label: AlertLabel? = nil, openedAgo: Int64 = 180, lastAgo: Int64 = 2,
  revokedAt: Timestamp? = nil, effectiveAt: Timestamp? = nil
) -> Alert {
  Alert(
    id: id, sequence: 800 + id, kind: kind, subject: subject ?? session?.text ?? "mobile",
    sessionKey: session,
    wallet: wallet, owner: owner, openedAt: start - seconds(openedAgo), lastAt: start - seconds(lastAgo),
    count: count, peak: RiskScore(hundredths: peak * 100 + 25), state: state, label: label,
    acknowledgedBy: state == .open ? nil : "secops.bob",
    acknowledgedAt: state == .open ? nil : start - seconds(60),
    closedBy: state == .closed ? "secops.bob" : nil, closedAt: state == .closed ? start - seconds(30) : nil,
    revokedAt: revokedAt, effectiveAt: effectiveAt)
}

func contribution(
  _ signal: RiskSignal, nats: Int64, without: Int, allowed: UInt64 = 0, denied: UInt64 = 3,
  completing: UInt64 = 0, seenAgo: Int64 = 2, log: [Int64] = [1, 2]
) -> RiskExplanation.Contribution {
  RiskExplanation.Contribution(
    signal: signal, nats: nats, scoreWithout: RiskScore(hundredths: without * 100), count: allowed + denied,
    allowed: allowed, denied: denied, completing: completing, lastSeen: start - seconds(seenAgo),
    executions: log)
}

func report(
  _ row: SessionRow, _ points: Int, _ contributions: [RiskExplanation.Contribution], floors: [RiskFloor] = [],
  leavesBandIn: Int64? = nil, executions: [ExecutionRecord] = []
) -> RiskReport {
  let score = RiskScore(hundredths: points * 100 + 25)
  return RiskReport(
    row: row,
    explanation: RiskExplanation(
      score: score, band: RiskBand(score), at: start, contributions: contributions, floors: floors,
      leavesBandAt: leavesBandIn.map { start + seconds($0) }),
    executions: Dictionary(executions.map { ($0.sequence, $0) }) { first, _ in first },
    policy: PolicyVersion(text: "sha256:0"))
}

/// A week with more of everything than the one before.
func metricsReport(_ question: MetricsQuestion, family: String = "dex-router", late: Int64 = 0)
  -> MetricsReport
{
  MetricsReport(
    question: question,
    week: healthMetrics(from: question.from, to: question.to, times: 3, family: family, late: late),
    before: healthMetrics(from: question.before, to: question.from, times: 2, family: family, late: 0),
    points: metricsPoints(from: question.from, times: 3),
    pointsBefore: metricsPoints(from: question.before, times: 2))
}

private func healthMetrics(
  from: Timestamp, to: Timestamp, times: Int64, family: String, late: Int64
) -> HealthMetrics {
  var byReason = [Int64](repeating: 0, count: Reasons.allNames.count)
  for (position, count) in [(2, 40), (11, 100), (12, 160), (14, 7)] as [(Int, Int64)] {
    byReason[position] = count * times
  }
  return HealthMetrics(
    from: from, to: to,
    executions: .init(allowed: 5_000 * times, denied: 60 * times * times, byReason: byReason),
    lifetimes: [
      .init(actionClass: "swap", sessions: 12 * times, total: TimeSpan(seconds: 12 * times * 1_800)),
      .init(actionClass: "approval", sessions: 4, total: TimeSpan(seconds: 4 * 300 * times)),
    ],
    timeToRevocation: .init(
      count: 4, pending: times == 3 ? 1 : 0, p50: TimeSpan(milliseconds: 600 * times),
      p95: TimeSpan(milliseconds: 1_900), worst: TimeSpan(milliseconds: 2_500 * times)),
    mismatches: [
      .init(chainID: 1, family: family, executions: 900 * times, mismatched: 3 * times * times),
      .init(chainID: 8453, family: HealthMetrics.unknownFamily, executions: 100, mismatched: 21 * times),
    ],
    afterRevokeAllowed: late, afterRevokeDenied: 40 * times)
}

private func metricsPoints(from: Timestamp, times: Int64) -> [MetricsPoint] {
  (0..<MetricsQuestion.hours).map { hour in
    // A day's wave; at night nothing is executed.
    let wave = Int64(abs(hour % 24 - 12))
    let allowed = wave > 8 ? 0 : (9 - wave) * 10 * times
    return MetricsPoint(
      from: from + TimeSpan(seconds: Int64(hour) * 3_600), allowed: allowed, denied: allowed / 50 * times,
      mismatched: 0, afterRevoke: 0)
  }
}
