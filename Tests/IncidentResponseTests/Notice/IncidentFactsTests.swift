import Delegation
import PolicyEngine
import SessionStore
import Testing

@testable import IncidentResponse

/// The facts of a notice, from an incident and what the store knows of it.
@Suite struct IncidentFactsTests {
  private func choices(
    _ kind: NoticeKind = .initial, hosts: [String] = ["wallet.example"],
    change: (inout NoticeChoices) -> Void = { _ in }
  ) -> NoticeChoices {
    var choices = NoticeChoices(
      kind: kind, publishedAt: at(600), nextUpdateAt: at(4200), officialHosts: hosts)
    change(&choices)
    return choices
  }

  private func session(
    _ key: String, wallet: String = "0xA", spent: UInt64 = 20, apps: [String] = ["Swap Desk"],
    chain: UInt64 = 8453, isRevoked: Bool = true
  ) -> SessionRow {
    SessionRow(
      envelope: Envelope(
        sessionKey: .opaque(key), wallet: .opaque(wallet), capabilities: [.opaque("swap")],
        maxValue: money(500), destinations: .shared([.opaque("0xRouter")]), chainID: chain,
        expiresAt: at(9000), nonceDomain: .opaque("web"),
        labels: apps.map { Label(key: "app", value: $0) }),
      life: isRevoked ? .revoked : .active, grantedAt: at(-100), issuedAt: at(-100), expiresAt: at(9000),
      revokedFrom: isRevoked ? at(1) : nil, lastAttested: nil, lastUsed: nil, spent: money(spent), allowed: 2,
      denied: 1, firstRefusedAfterRevoke: nil)
  }

  private func money(_ dollars: UInt64) -> Money { Money(micros: dollars * 1_000_000) ?? .max }

  private func attempts(allowed: UInt64 = 0, denied: UInt64 = 3, before: UInt64 = 2) -> AttemptSummary {
    AttemptSummary(
      asOf: at(500), sessions: [], after: [], allowed: AttemptCount(count: allowed, value: money(allowed)),
      denied: AttemptCount(count: denied, value: money(9)),
      allowedBeforeEffective: AttemptCount(count: 1, value: money(5)), lastAllowedAt: nil, lastAttemptAt: nil,
      before: [], allowedBefore: AttemptCount(count: before, value: money(30)), stillPossible: StillPossible()
    )
  }

  private func record(
    _ sessions: [SessionRow], _ attempts: AttemptSummary? = nil, points: [String: Int64?] = [:]
  ) -> NoticeRecord {
    NoticeRecord(
      sessions: sessions, attempts: attempts,
      moments: IncidentMoments(
        points: points.map { name, time in
          IncidentMoments.Point(name: name, effectiveAt: time.map { at($0) })
        }))
  }

  private func revokedIncident(_ facts: IncidentFacts = .unknown, isDrill: Bool = false) throws -> Incident {
    try incident([opening(facts, isDrill: isDrill), .revoked(revocation)])
  }

  @Test(
    arguments: [
      (["Wallet.example"], "officialHosts"), ([], "officialHosts"), (["wallet.example/x"], "officialHosts"),
    ] as [([String], String)])
  func `choices that no notice can say are refused with their field`(hosts: [String], field: String) throws {
    let error = #expect(throws: NoticeFactsProblem.self) {
      try NoticeFacts.of(revokedIncident(), record([]), choices(hosts: hosts))
    }
    #expect(error?.sentence.contains(field) == true)
  }

  @Test func `a time that lies before what came before it is refused`() throws {
    for change in [
      { $0.nextUpdateAt = at(600) }, { $0.since = at(1) }, { $0.publishedAt = at(-1) },
      { $0.nextUpdateAt = nil },
    ] as [(inout NoticeChoices) -> Void] {
      #expect(throws: NoticeFactsProblem.self) {
        try NoticeFacts.of(revokedIncident(), record([]), choices(change: change))
      }
    }
  }

  @Test func `what is not known is left out, never said as nothing`() throws {
    let facts = try NoticeFacts.of(incident([opening()]), record([]), choices()).facts
    #expect(facts.walletsAffected == nil && facts.attemptsBlocked == nil && facts.paymentsMade == nil)
    #expect(facts.valueAtStake == nil && facts.valueSpent == nil)
    #expect(facts.revokedAt == nil && facts.effectiveAt == nil)
    #expect(facts.since == start && facts.detectedAt == start)
    let known = try NoticeFacts.of(
      incident([opening(IncidentFacts(exposedWallets: 31))]), record([]), choices())
    #expect(known.facts.walletsAffected == 31)
  }

  @Test func `wallets are counted once, money is summed, chains and apps have their names`() throws {
    let sessions = [
      session("k1"), session("k2", spent: 480), session("k3", wallet: "0xB", apps: ["Ace"], chain: 99_999),
      session("k4", wallet: "0xC", isRevoked: false),
    ]
    let made = try NoticeFacts.of(
      revokedIncident(IncidentFacts(exposedWallets: 3)), record(sessions, attempts()), choices())
    let facts = made.facts
    #expect(facts.walletsAffected == 2)
    #expect(facts.valueAtStake == money(480 + 20 + 480))
    #expect(facts.attemptsBlocked == 3 && facts.paymentsMade == 3 && facts.valueSpent == money(35))
    #expect(facts.apps == ["Ace", "Swap Desk"])
    #expect(facts.chains == ["Base", "chain 99999"])
    #expect(facts.revokedAt == at(1))
    #expect(made.remarks.contains { $0.hasPrefix("1 sessions were reinstated") })
    #expect(made.remarks.contains { $0.contains("3 exposed wallets") })
  }

  @Test(
    arguments: [
      ([["Swap Desk"], []], "no label `app`"), ([["Swap\u{202E} Desk"]], "not fit"),
      ([["[x](y)"]], "not fit"),
      ([[]], nil),
    ] as [([[String]], String?)])
  func `an app that is not known of every session, or hostile, is not named`(
    apps: [[String]], remark: String?
  )
    throws
  {
    let sessions = apps.enumerated().map { session("k\($0.offset)", apps: $0.element) }
    let made = try NoticeFacts.of(revokedIncident(), record(sessions), choices())
    #expect(made.facts.apps.isEmpty)
    #expect(made.remarks.count == (remark == nil ? 0 : 1))
    if let remark { #expect(made.remarks[0].contains(remark)) }
    let named = try NoticeFacts.of(revokedIncident(), record(sessions), choices { $0.apps = ["Other"] })
    #expect(named.facts.apps == ["Other"])
  }

  @Test(
    arguments: [
      ([:], 0, nil), (["a": nil], 0, nil), (["a": 5, "b": nil], 0, nil), (["a": 0], 0, nil),
      (["a": 5, "b": 9], 1, nil), (["a": 5, "b": 9], 0, 9),
    ] as [([String: Int64?], UInt64, Int64?)])
  func `a revocation is seen everywhere only when every point refuses and nothing was allowed since`(
    points: [String: Int64?], allowed: UInt64, effective: Int64?
  ) throws {
    let made = try NoticeFacts.of(
      revokedIncident(), record([session("k")], attempts(allowed: allowed), points: points), choices())
    #expect(made.facts.effectiveAt == effective.map { at($0) })
  }

  @Test func `a drill's facts say so, and its draft begins with the mark`() throws {
    let facts = try NoticeFacts.of(
      revokedIncident(isDrill: true), record([session("k")]), choices()
    ).facts
    #expect(facts.isDrill)
    #expect(try draftNotice(facts).contains("# DRILL, "))
    #expect(try draftNotice(facts, form: .short).hasPrefix("DRILL, "))
  }

  @Test(arguments: NoticeKind.allCases)
  func `facts come back from their JSON, and what they draft passes the lint`(kind: NoticeKind) throws {
    let made = try NoticeFacts.of(
      revokedIncident(), record([session("k")], attempts(), points: ["a": 5]),
      choices(kind) {
        $0.compromisedHosts = ["walet.example"]
        $0.notAffected = ["hardware wallets"]
        $0.cause = "an app kept keys in one file."
        $0.correction = NoticeCorrection(wrong: "61 wallets", right: "1 wallet")
        $0.approvedClaims = [.fullyFixed]
        $0.confidential = ["Mallory"]
        $0.thirdParties = ["Acme"]
      })
    #expect(try NoticeFacts(json: made.facts.json.utf8) == made.facts)
    for form in NoticeForm.allCases {
      let report = lintNotice(try draftNotice(made.facts, form: form), form: form, facts: made.facts)
      #expect(report.blockingCount == 0, "\(report.said)")
    }
  }

  @Test(arguments: kindChanges.keys.sorted { $0.rawValue < $1.rawValue })
  func `every fact of a file comes back from its JSON, the approval too`(kind: NoticeKind) throws {
    var changes = kindChanges[kind] ?? [:]
    let digits = String(repeating: "a1", count: 32)
    changes["approval"] = #"{"author":"alice","approver":"bob","sha256":"\#(digits)"}"#
    let known = try facts(changes)
    #expect(try NoticeFacts(json: known.json.utf8) == known)
  }

  @Test func `what has moved on since a draft is named`() throws {
    let before = try facts()
    let now = try facts(["paymentsMade": "3", "effectiveAt": nil])
    #expect(before.drift(to: before).isEmpty)
    let said = before.drift(to: now)
    #expect(said.count == 2)
    #expect(said[0].hasPrefix("payments made: the text was drafted from 2, and it is 3 now"))
    #expect(said[1].hasSuffix("and it is not known now"))
  }
}
