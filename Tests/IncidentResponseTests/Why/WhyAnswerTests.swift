import Delegation
import SessionStore
import Testing

@testable import IncidentResponse

@Suite struct WhyAnswerTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var execution = WhySamples.execution()
    let history: SessionHistory
    let logOut: WhyAnswer.LogOut
    let revocation: WhyAnswer.Revocation
    /// Parts of the answer.
    let says: [String]
    var never: [String] = []
    /// Parts of what would have stopped it.
    var prevention: [String] = []

    var testDescription: String { name }
  }

  private typealias Sample = WhySamples

  static let denials = [
    Case(
      name: "a key that no session had",
      execution: Sample.execution(reasons: .unknownSession),
      history: Sample.history([], [Sample.execution(reasons: .unknownSession)], row: nil), logOut: .notTold,
      revocation: .never,
      says: ["It did not act: at \(at(300).utc) no session had the key 0xSession"], never: ["was allowed"]),
    Case(
      name: "a key that got its session later",
      execution: Sample.execution(reasons: .unknownSession),
      history: SessionHistory(
        key: Sample.key, row: Sample.row(grantedAt: 400),
        entries: [Sample.entry(60, "session.grant", at: 400, result: "granted")], executions: [],
        revocations: [], asOf: at(2000)), logOut: .notTold, revocation: .never,
      says: ["no session had the key", "A session was granted under it later, at \(at(400).utc)."]),
    Case(
      name: "expired after the log-out",
      execution: Sample.execution(reasons: .sessionExpired),
      history: Sample.history([Sample.logOut(20, at: 60)]), logOut: .beforeExecution, revocation: .never,
      says: [
        "It did not act", "the session had expired (session_expired)", "The log-out is not what stopped it",
      ]),
    Case(
      name: "revoked after the log-out",
      execution: Sample.execution(reasons: [.sessionRevoked, .nonceReplayed]),
      history: Sample.history([Sample.logOut(20, at: 60), Sample.revoke(30, at: 200)]),
      logOut: .beforeExecution, revocation: .inForce,
      says: [
        "the session was revoked (session_revoked); the nonce had been used before (nonce_replayed)",
        "It was revoked at \(at(200).utc) (leaf 30) by alice.",
      ], never: ["The log-out is not", "must never happen"]),
  ]

  @Test(arguments: denials)
  func `what was denied did not act, and nothing more is called for`(row: Case) { check(row) }

  static let allowed = [
    Case(
      name: "no log-out told", history: Sample.history([]), logOut: .notTold, revocation: .never,
      says: [
        "Curfew was not told of any log-out of wallet 0xWallet since this session key was granted at \(at(0).utc)",
        "Nobody had revoked it before \(at(300).utc), and nobody has since.",
      ], never: ["Logging out at"], prevention: ["Telling Curfew", "would have been over before"]),
    Case(
      name: "before the log-out", history: Sample.history([Sample.logOut(60, at: 400)]),
      logOut: .afterExecution, revocation: .never,
      says: ["It acted before the log-out", "at \(at(400).utc) (leaf 60)"], prevention: ["A shorter life"]),
    Case(
      name: "before the log-out by the log, in the same second",
      history: Sample.history([Sample.logOut(51, at: 300)]), logOut: .afterExecution, revocation: .never,
      says: ["It acted before the log-out"]),
    Case(
      name: "after the log-out, and nobody revoked",
      history: Sample.history([Sample.logOut(15, at: 20), Sample.logOut(20, at: 60)]),
      logOut: .beforeExecution, revocation: .never,
      says: [
        "Logging out at \(at(60).utc) (leaf 20), the last of 2 since the grant, told the wallet's app, but a session key keeps its own life: it was granted at \(at(0).utc) and was good until \(at(900).utc).",
        "nobody has since", "was allowed because nothing spoke against it",
      ],
      prevention: [
        "`curfew revoke --scope wallet:0xWallet`): that was 4 min 0 s before",
        "good for 15 min 0 s; one of at most 1 min 0 s would have been over at the log-out", "denyFirst",
      ]),
    Case(
      name: "after the log-out, revoked later",
      history: Sample.history([Sample.logOut(20, at: 60), Sample.revoke(70, at: 500)]),
      logOut: .beforeExecution, revocation: .committedLater,
      says: ["committed at \(at(500).utc) (leaf 70), after this execution (leaf 50)."],
      never: ["an earlier time"]),
    Case(
      name: "the revocation names a time before its commit",
      history: Sample.history([Sample.revoke(70, at: 500, from: 200)]), logOut: .notTold,
      revocation: .committedLater,
      says: [
        "after this execution (leaf 50). It names an earlier time, \(at(200).utc)", "not a clock",
      ], never: ["must never happen"]),
    Case(
      name: "the revocation was committed, to hold from later",
      history: Sample.history([Sample.revoke(30, at: 100, from: 301)]), logOut: .notTold,
      revocation: .effectiveLater,
      says: ["(leaf 30), before this execution, but it names \(at(301).utc)", "By the store's clock"],
      prevention: ["Revoking without a later effective time: it would have held from \(at(100).utc)"]),
    Case(
      name: "revoked and given back",
      history: Sample.history([Sample.revoke(30, at: 100), Sample.reinstate(40, at: 200)]), logOut: .notTold,
      revocation: .givenBack,
      says: ["revoked at \(at(100).utc) (leaf 30), but alice gave it back at \(at(200).utc) (leaf 40)"]),
    Case(
      name: "given back, and revoked again under another id",
      history: Sample.history([
        Sample.revoke(30, at: 100), Sample.reinstate(40, at: 200), Sample.revoke(60, at: 400, id: "rev-2"),
      ]), logOut: .notTold, revocation: .committedLater, says: ["(leaf 60), after this execution"]),
    Case(
      name: "a revocation in force let it through",
      history: Sample.history([Sample.revoke(30, at: 100)]), logOut: .notTold, revocation: .inForce,
      says: ["must never happen: run `curfew audit verify`"]),
    Case(
      name: "given back only after it acted",
      history: Sample.history([Sample.revoke(30, at: 100), Sample.reinstate(60, at: 400)]), logOut: .notTold,
      revocation: .inForce, says: ["must never happen"]),
    Case(
      name: "extended", history: Sample.history([Sample.entry(30, "session.extend", at: 100, after: 1500)]),
      logOut: .notTold, revocation: .never, says: ["this one was good until \(at(1500).utc)"]),
    Case(
      name: "extended only afterwards",
      history: Sample.history([Sample.entry(70, "session.extend", at: 400, after: 1500)]),
      logOut: .notTold, revocation: .never, says: ["this one was good until \(at(900).utc)"]),
    Case(
      name: "quiet before it acted",
      history: Sample.history(
        [Sample.entry(12, "session.attest", at: 30)], [Sample.execution(20, at: 90), Sample.execution()]),
      logOut: .notTold, revocation: .never, says: [],
      prevention: ["An inactivity limit below 3 min 30 s, for which it had been quiet"]),
  ]

  @Test(arguments: allowed)
  func `what was allowed is answered for`(row: Case) { check(row) }

  private func check(_ row: Case) {
    let answer = WhyAnswer(row.execution, in: row.history)
    #expect(answer.logOut == row.logOut && answer.revocation == row.revocation)
    let said = answer.answer.joined(separator: " ")
    for part in row.says { #expect(said.contains(part), "\(part) in: \(said)") }
    for part in row.never { #expect(!said.contains(part), "\(part) in: \(said)") }
    let prevention = answer.prevention.joined(separator: " ")
    for part in row.prevention { #expect(prevention.contains(part), "\(part) in: \(prevention)") }
    #expect(answer.prevention.isEmpty == !answer.isAllowed)
    #expect(answer.timeline.filter(\.isAsked).map(\.sequence) == [WhySamples.acted])
    #expect(answer.timeline.compactMap(\.sequence) == answer.timeline.compactMap(\.sequence).sorted())
    for sentence in answer.answer + answer.prevention {
      #expect(sentence.hasSuffix("."), "\(sentence)")
    }
  }

  @Test func `the timeline stands in the log's order, with the moment at which it was first seen refused`() {
    let history = WhySamples.history(
      [WhySamples.logOut(20, at: 60), WhySamples.revoke(60, at: 400), WhySamples.reinstate(80, at: 700)],
      [WhySamples.execution(), WhySamples.execution(70, at: 500, reasons: .sessionRevoked)],
      row: WhySamples.row(firstRefused: 500))
    let lines = WhyAnswer(WhySamples.execution(), in: history).timeline
    #expect(lines.map(\.sequence) == [10, 20, 50, 60, 70, nil, 80])
    #expect(
      lines.map(\.what) == [
        "granted by alice, until \(at(900).utc), for at most 500 USD",
        "log-out of wallet 0xWallet told by alice",
        "allowed 12 USD, swap.execute to 0xRouter on chain 1",
        "revoked by alice (secops), holds from \(at(400).utc): leak",
        "denied 12 USD, swap.execute to 0xRouter on chain 1: session_revoked",
        "first seen refused because of the revocation", "given back by alice, revocation rev-1",
      ])
  }

  @Test func `the JSON says the same, whatever words are in it`() throws {
    let entries = [
      WhySamples.logOut(20, at: 60),
      WhySamples.entry(60, "session.revoke", at: 400, after: 400, result: "r", reason: hostileText),
    ]
    let answer = WhyAnswer(WhySamples.execution(), in: WhySamples.history(entries))
    guard case .object(let members) = try parseJSON(answer.json.utf8) else {
      Issue.record("not an object")
      return
    }
    let keys = [
      "leaf", "sessionKey", "at", "decision", "reasons", "sessionKnown", "logOut", "revocation", "answer",
      "timeline", "prevention",
    ]
    #expect(members.map(\.key) == keys)
    #expect(!answer.json.unicodeScalars.contains { $0 == "\n" || $0 == "\u{202E}" || $0 == "\u{1B}" })
  }

  @Test func `every reason has its words`() {
    #expect(ReasonWords.all.count == Reasons.allNames.count)
    #expect(Set(ReasonWords.all).count == ReasonWords.all.count)
  }
}
