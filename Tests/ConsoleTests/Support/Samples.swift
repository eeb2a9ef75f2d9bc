import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

@testable import Console

/// 2026-02-21 19:06:40Z, when every test begins.
let start = Timestamp(seconds: 1_771_700_800)

func seconds(_ number: Int64) -> TimeSpan { TimeSpan(seconds: number) }

/// The key of the session with this number: `0x0001…0001`.
func key(_ number: Int) -> Identifier {
  let digits = String(number)
  let four = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  let text = "0x" + four + String(repeating: "a", count: 40 - 2 * four.count) + four
  return (try? Identifier(text)) ?? .opaque(text)
}

func money(_ dollars: UInt64) -> Money { Money(micros: dollars * 1_000_000) ?? .max }

func envelope(
  _ id: Identifier, wallet: Identifier = key(77), capabilities: [Identifier] = [.opaque("swap.execute")],
  destinations: [Identifier] = [.opaque("0xRouterA")], limit: UInt64 = 500,
  domain: Identifier = .opaque("mobile"),
  labels: [Label] = []
) -> Envelope {
  Envelope(
    sessionKey: id, wallet: wallet, capabilities: capabilities, maxValue: money(limit),
    destinations: .shared(destinations), chainID: 1, expiresAt: start + seconds(252), nonceDomain: domain,
    labels: labels)
}

func row(
  _ id: Identifier, life: SessionLife = .active, spent: UInt64 = 250, expiresIn: Int64 = 252,
  usedAgo: Int64? = 2,
  revokedFrom: Timestamp? = nil, firstRefused: Timestamp? = nil, envelope given: Envelope? = nil,
  risk: RiskSummary = .clean
) -> SessionRow {
  SessionRow(
    envelope: given ?? envelope(id), life: life, grantedAt: start - seconds(600),
    issuedAt: start - seconds(600),
    expiresAt: start + seconds(expiresIn), revokedFrom: revokedFrom, lastAttested: nil,
    lastUsed: usedAgo.map { start - seconds($0) }, spent: money(spent), allowed: 4, denied: 1,
    firstRefusedAfterRevoke: firstRefused, risk: risk)
}

func risk(_ points: Int, _ signals: RiskSignal...) -> RiskSummary {
  RiskSummary(score: RiskScore(hundredths: points * 100), signals: signals)
}

func listing(_ rows: [SessionRow], offset: Int = 0, matching: Int? = nil, asOf: Timestamp = start)
  -> SessionListing
{
  SessionListing(rows: rows, offset: offset, matching: matching ?? rows.count, asOf: asOf)
}

/// What a store would say of `rows`.
func overview(
  _ rows: [SessionRow] = [], modes: [ModeTable.Entry] = [], denied: Int = 0, allowed: Int = 0,
  afterRevoke: Int = 0, alerts: Int = 0, shares: [Double?] = [], p95: TimeSpan? = nil, asOf: Timestamp = start
) -> Overview {
  let bands = rows.filter { $0.life != .revoked && $0.life != .expired }.map(\.risk.band)
  return Overview(
    sessions: rows.count, byLife: Dictionary(rows.map { ($0.life, 1) }, uniquingKeysWith: +),
    executions: allowed + denied, recentAllowed: allowed,
    recentDenied: denied, afterRevoke: afterRevoke, modes: modes, policy: PolicyVersion(text: "sha256:0"),
    asOf: asOf,
    atRisk: bands.count { $0 >= .medium }, critical: bands.count { $0 == .critical }, openAlerts: alerts,
    deniedShares: shares, revokeP95: p95)
}

func receipt(
  _ id: Identifier, at time: Timestamp = start, milliseconds: Int = 12, wasRevokedAlready: Bool = false,
  assertedUntil: Timestamp? = nil
) -> RevocationReceipt {
  RevocationReceipt(
    revocationID: "rev-\(id.text.suffix(4))", sessionKey: id, sequence: 41, committedAt: time,
    effectiveAt: time,
    elapsed: .milliseconds(milliseconds), sessionWasKnown: true, wasRevokedAlready: wasRevokedAlready,
    assertedUntil: assertedUntil)
}

func execution(_ id: Identifier, _ sequence: Int64, reasons: Reasons = [], destination: String = "0xRouterA")
  -> ExecutionRecord
{
  ExecutionRecord(
    sequence: sequence,
    request: ExecutionRequest(
      requestID: "r\(sequence)", sessionKey: id, capability: .opaque("swap.execute"),
      destination: .opaque(destination), chainID: 1, value: money(100), nonceDomain: .opaque("mobile"),
      nonce: UInt64(sequence)),
    decision: Decision(
      requestID: "r\(sequence)", sessionKey: id, reasons: reasons, mode: .normal,
      at: start - seconds(10 - sequence),
      policy: PolicyVersion(text: "sha256:0"), remaining: nil))
}

func revocation(_ id: Identifier, reason: String = "revoked from console", by name: String = "secops.alice")
  -> RevocationRecord
{
  RevocationRecord(
    notice: RevocationNotice(
      sessionKey: id, effectiveAt: start, revokedBy: name, reason: reason, invalidateCaches: nil,
      revocationID: "rev-1"),
    plane: .secops, committedAt: start, effectiveAt: start, withdrawnAt: nil)
}
