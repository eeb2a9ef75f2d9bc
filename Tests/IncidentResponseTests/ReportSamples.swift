import Delegation
import PolicyEngine
import SessionStore

@testable import IncidentResponse

/// A name may hold markup: only spaces and what is not ASCII are refused.
let hostileName = "<b>|`x`*_[l](h)&amp;"

enum ReportSamples {
  /// Words where a reader may put any, hostile ones wherever they can stand.
  static func hostile(proofs: [EvidenceProof]? = nil) throws -> IncidentReport {
    let scope = Scope(capability: .opaque(hostileName), label: Label(key: hostileName, value: hostileText))
    let facts = IncidentFacts(allowedAfterRevoke: 1, exposedWallets: 30, risk: RiskScore(hundredths: 9500))
    let actions: [IncidentAction] = [
      opening(facts, origin: .scope(scope), title: hostileText), .noteAdded(hostileText),
      .roleAssigned(.scribe, to: hostileName), .severitySet(.p1, reason: hostileText),
      .stepStarted(.revoke), .revoked(revocation), .tightened(modeChange), done(.revoke, hostileText),
      .stepSkipped(.tighten, reason: hostileText),
      .stepStarted(.verify), done(.verify, hostileText), .stepSkipped(.notice, reason: hostileText),
      .evidenceAttached(Evidence(title: hostileText, sequence: 7)),
      .evidenceAttached(Evidence(title: "no proof yet", sequence: 9)),
      .followUpAgreed(FollowUp(id: hostileName, what: hostileText, owner: hostileName, dueAt: at(86_400))),
      .followUpAgreed(FollowUp(id: "f2", what: "1. not a list", owner: "bob")), .followUpDone(id: "f2"),
      .closed(summary: hostileText),
    ]
    let names = Dictionary(uniqueKeysWithValues: (1..<18).map { ($0, $0 % 2 == 0 ? "alice" : hostileName) })
    return report(
      try incident(actions, by: names),
      moments: IncidentMoments(
        alertedAt: at(-30), acknowledgedAt: at(-9), committedAt: at(5),
        points: [
          IncidentMoments.Point(name: hostileText, effectiveAt: at(7)),
          IncidentMoments.Point(name: "gateway-1", effectiveAt: nil),
        ]), words: hostileText, proofs: proofs)
  }

  static func plain() throws -> IncidentReport {
    let actions = [opening()] + walked + [.closed(summary: "over")]
    return report(try incident(actions), moments: .unknown, words: "starter")
  }

  static func attempts() -> [Attempt] {
    (0..<200).map { Attempt(at: at(Int64($0) * 2 - 150), isAllowed: $0 < 78) }
  }

  static func proofs(_ words: String) -> [EvidenceProof] {
    [
      EvidenceProof(sequence: 7, leaf: words, leafHash: words, proof: "header\n\n```\n````\n\(words)\n"),
      EvidenceProof(sequence: 9, leaf: "{}", leafHash: "00", proof: nil),
    ]
  }

  static func report(
    _ incident: Incident, moments: IncidentMoments, words: String,
    attempts: [Attempt] = attempts(), proofs: [EvidenceProof]? = nil
  ) -> IncidentReport {
    IncidentReport(
      incident: incident, response: .standard, moments: moments,
      attempts: AttemptChart(attempts, revokedAt: at(5)), before: metrics(denied: 1, words),
      after: metrics(denied: 90, words), proofs: proofs ?? self.proofs(words), store: words, policy: words)
  }

  static func metrics(denied: Int64, _ words: String) -> HealthMetrics {
    HealthMetrics(
      from: start, to: at(1800),
      executions: HealthMetrics.Executions(allowed: 999, denied: denied, byReason: []),
      lifetimes: [
        HealthMetrics.Lifetime(actionClass: words, sessions: 2, total: TimeSpan(seconds: 600)),
        HealthMetrics.Lifetime(actionClass: "swap", sessions: 1, total: TimeSpan(seconds: 60)),
      ],
      timeToRevocation: HealthMetrics.TimeToRevocation(
        count: 1, pending: 0, p50: TimeSpan(seconds: 2), p95: nil, worst: nil),
      mismatches: [], afterRevokeAllowed: 1, afterRevokeDenied: denied)
  }
}
