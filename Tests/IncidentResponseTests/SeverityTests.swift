import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct SeverityTests {
  /// After revoke, wallets, dollars, risk in points, spent dollars; nil is not known.
  typealias Row = (UInt64?, UInt64?, UInt64?, Int?, UInt64?, Severity)

  private static let rows: [Row] = [
    (1, nil, nil, nil, nil, .p1), (1, 0, 0, 0, 0, .p1),
    (0, 25, 0, 0, 0, .p1), (0, 24, 0, 0, 0, .p4),
    (0, 0, 100_000, 0, 0, .p1), (0, 0, 99_999, 0, 0, .p4),
    (0, 0, 0, 90, 1, .p1), (0, 0, 0, 90, 0, .p2), (0, 0, 0, 89, 1, .p2),
    // Rounded up when unsure.
    (0, 0, 0, 90, nil, .p1),
    (0, 0, 0, 70, 5, .p2), (0, 0, 0, 69, 5, .p3), (0, 0, 0, 40, 5, .p3), (0, 0, 0, 39, 5, .p4),
    (nil, 0, 0, 70, 0, .p1), (0, nil, 0, 40, 0, .p2), (0, 0, nil, 0, 0, .p3), (0, 0, 0, nil, 0, .p3),
    (nil, nil, nil, nil, nil, .p3),
    (0, 0, 0, 40, nil, .p3),
  ]

  @Test(arguments: rows)
  func `severity follows the facts, and is rounded up while one is not known`(row: Row) throws {
    let facts = IncidentFacts(
      allowedAfterRevoke: row.0, exposedWallets: row.1,
      exposedValue: row.2.flatMap { Money(micros: $0 * 1_000_000) },
      risk: row.3.map { RiskScore(hundredths: $0 * 100) },
      spent: row.4.flatMap { Money(micros: $0 * 1_000_000) })
    let proposal = SeverityProposal(facts, .standard)
    #expect(proposal.severity == row.5)
    #expect(!proposal.reasons.isEmpty && proposal.reasons.allSatisfy { !$0.text.isEmpty })
  }

  @Test func `all reasons for the worst are told`() throws {
    let facts = IncidentFacts(
      allowedAfterRevoke: 3, exposedWallets: 40, exposedValue: Money(micros: 200_000_000_000),
      risk: RiskScore(hundredths: 9710), spent: Money(micros: 1))
    #expect(
      SeverityProposal(facts, .standard).reasons == [
        .allowedAfterRevoke(3), .broadWallets(40, from: 25), .broadValue("200000", from: "100000"),
        .criticalRiskWithSpend(RiskScore(hundredths: 9710)),
      ])
  }

  @Test func `the policy's own thresholds count`() {
    let strict = ResponseSettings(
      autoRevokeAtRisk: RiskScore(hundredths: 9700), broadWallets: 2, broadValue: .max)
    let facts = IncidentFacts(
      allowedAfterRevoke: 0, exposedWallets: 2, exposedValue: .zero, risk: RiskScore.none, spent: .zero)
    #expect(SeverityProposal(facts, strict).severity == .p1)
    #expect(SeverityProposal(facts, .standard).severity == .p4)
  }

  @Test(arguments: 0..<300)
  func `learning that a fact is worse never lowers the severity`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func facts(_ random: inout SeededRandom) -> IncidentFacts {
      IncidentFacts(
        allowedAfterRevoke: random.pick([0, 0, 0, 1]), exposedWallets: random.next() % 40,
        exposedValue: Money(micros: random.next() % 150_000_000_000),
        risk: RiskScore(hundredths: Int(random.next() % 10_001)), spent: Money(micros: random.next() % 2))
    }
    let mild = facts(&random)
    let other = facts(&random)
    var worse = mild
    worse.allowedAfterRevoke = max(mild.allowedAfterRevoke ?? 0, other.allowedAfterRevoke ?? 0)
    worse.exposedWallets = max(mild.exposedWallets ?? 0, other.exposedWallets ?? 0)
    worse.exposedValue = max(mild.exposedValue ?? .zero, other.exposedValue ?? .zero)
    worse.risk = max(mild.risk ?? .none, other.risk ?? .none)
    worse.spent = max(mild.spent ?? .zero, other.spent ?? .zero)
    let known = SeverityProposal(mild, .standard).severity
    #expect(SeverityProposal(worse, .standard).severity >= known, "seed \(seed)")
    // Not knowing one of them is never milder than knowing it at its mildest.
    var unsure = mild
    switch random.next() % 4 {
    case 0: unsure.allowedAfterRevoke = nil
    case 1: unsure.exposedWallets = nil
    case 2: unsure.exposedValue = nil
    default: unsure.spent = nil
    }
    var mildest = mild
    if unsure.allowedAfterRevoke == nil { mildest.allowedAfterRevoke = 0 }
    if unsure.exposedWallets == nil { mildest.exposedWallets = 0 }
    if unsure.exposedValue == nil { mildest.exposedValue = .zero }
    if unsure.spent == nil { mildest.spent = .zero }
    #expect(
      SeverityProposal(unsure, .standard).severity >= SeverityProposal(mildest, .standard).severity,
      "seed \(seed)")
  }
}
