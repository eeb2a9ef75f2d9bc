import Delegation
import PolicyEngine
import SessionStore
import Testing

@testable import IncidentResponse

private func key(_ number: Int) -> Identifier { .opaque("s-\(number)") }

private func revoked(
  _ number: Int = 1, effective: Int64 = 0, withdrawn: Int64? = nil, isKnown: Bool = true
) -> RevokedSession {
  RevokedSession(
    key: key(number), sequence: Int64(number), committedAt: at(0), effectiveAt: at(effective),
    withdrawnAt: withdrawn.map(at), isKnown: isKnown)
}

private func summary(
  _ sessions: [RevokedSession] = [revoked()], at time: Int64 = 200, allowed: UInt64 = 0,
  lastAllowed: Int64? = nil,
  assertedUntil: Int64? = nil
) -> AttemptSummary {
  AttemptSummary(
    asOf: at(time), sessions: sessions, after: [], allowed: AttemptCount(count: allowed, value: .zero),
    denied: AttemptCount(count: 7, value: .zero), allowedBeforeEffective: .none,
    lastAllowedAt: lastAllowed.map(at), lastAttemptAt: nil, before: [], allowedBefore: .none,
    stillPossible: StillPossible(), assertedUntil: assertedUntil.map(at))
}

private let probe = ExecutionRequest(
  requestID: "probe-1", sessionKey: key(1), capability: .opaque("c"), destination: .opaque("d"), chainID: 1,
  value: .zero, nonceDomain: .opaque("n"), nonce: 1)

private func decision(_ reasons: Reasons) -> Decision {
  Decision(
    requestID: "probe-1", sessionKey: key(1), reasons: reasons, mode: .normal, at: at(200),
    policy: PolicyVersion(text: "sha256:0"), remaining: reasons.isEmpty ? .zero : nil)
}

private func point(_ name: String, startedAt: Int64 = -50) -> EnforcementPoint {
  EnforcementPoint(
    name: name, kind: "authorize", process: 1, startedAt: at(startedAt), lastDecisionAt: at(-1))
}

private func decided(_ reasons: Reasons...) -> PointAnswer {
  .decided(decisions: reasons.map(decision), seenLeaves: 9, roundTrip: .milliseconds(1))
}

private func board(
  _ attempts: AttemptSummary = summary(),
  _ answers: [(String, PointAnswer)] = [("a@1", decided(.sessionRevoked))],
  probes: [ExecutionRequest] = [probe], own: [Decision] = [decision(.sessionRevoked)],
  effects: [PointEffect] = [], outside: [OutsideFinding] = [UnavailableEvidence().finding(on: [])]
) -> VerifyBoard {
  VerifyBoard(
    VerifyInputs(
      attempts: attempts, probes: probes,
      answers: answers.map { VerifyInputs.Asked(point: point($0.0), answer: $0.1) }, own: own,
      effects: effects, outside: outside, quiet: TimeSpan(seconds: 120)))
}

@Suite struct VerifyBoardTests {
  @Test(arguments: [
    (decided(.none), VerifyBoard.PointState.allowing(1), VerifyBoard.Verdict.allowed),
    (decided(.stateStale), .blind, .open),
    (decided([.stateStale, .sessionRevoked]), .refusing(since: at(200)), .refusing),
    (decided(.nonceReplayed), .otherwise(.nonceReplayed), .open),
    (decided(.unknownSession), .otherwise(.unknownSession), .open),
    (.noAnswer(after: .seconds(2)), .silent(after: .seconds(2)), .open),
    (.problem("it babbles"), .unreadable("it babbles"), .open),
    (
      decided(.sessionRevoked, .sessionRevoked), .unreadable("it decided on 2 of 1 requests"), .open
    ),
    (decided(.sessionRevoked), .refusing(since: at(200)), .refusing),
    (decided([.sessionRevoked, .sessionExpired]), .refusing(since: at(200)), .refusing),
  ])
  func `a point is seen to refuse only where it names the revocation for each request`(
    answer: PointAnswer, state: VerifyBoard.PointState, verdict: VerifyBoard.Verdict
  ) {
    let board = board(summary(), [("a@1", answer)])
    #expect(board.points.map(\.state) == [state])
    #expect(board.verdict == verdict)
    #expect(board.verification.pendingPoints == (state.isRefusing ? [] : ["a@1"]))
    #expect(board.notes.contains { $0.contains("`a@1`") } == !state.isRefusing)
  }

  @Test func `one point that was not seen to refuse holds the step open, and one that is gone does not`() {
    let answers: [(String, PointAnswer)] = [
      ("b@2", decided(.sessionRevoked)), ("a@1", .noAnswer(after: .seconds(2))), ("c@3", .gone),
    ]
    let open = board(summary(), answers)
    #expect(open.verification.pendingPoints == ["a@1"])
    #expect(open.points.map(\.point.name) == ["a@1", "b@2"] && open.gone == ["c@3"])
    let closed = board(summary(), answers.filter { $0.0 != "a@1" })
    #expect(closed.verification == Verification(pendingPoints: [], allowed: 0, denied: 7, isQuiet: true))
    #expect(closed.verdict == .refusing)
  }

  @Test func `an allow after the revocation stays a finding, and quiet counts from it`() {
    let early = board(summary(at: 200, allowed: 1, lastAllowed: 100))
    #expect(early.verdict == .allowed && !early.isQuiet && early.quietSince == at(100))
    let late = board(summary(at: 220, allowed: 1, lastAllowed: 100))
    #expect(late.verdict == .allowed && late.isQuiet)
    #expect(late.verification.allowed == 1)
  }

  @Test(arguments: [(119, false), (120, true)])
  func `it is quiet once the configured time has passed without an allow`(time: Int64, isQuiet: Bool) {
    #expect(board(summary(at: time)).isQuiet == isQuiet)
  }

  @Test func `a revocation that takes effect later is open until then, and quiet counts from there`() {
    let open = board(summary([revoked(), revoked(2, effective: 300)], at: 250))
    #expect(open.verdict == .open && !open.isQuiet && open.takesEffectAt == at(300))
    #expect(open.notes.contains { $0.contains("takes effect") })
    let held = board(summary([revoked(), revoked(2, effective: 300)], at: 420))
    #expect(held.verdict == .refusing && held.isQuiet)
  }

  @Test func `a revocation that was withdrawn verifies nothing`() {
    let board = board(summary([revoked(withdrawn: 50)]), [("a@1", decided())], probes: [], own: [])
    #expect(board.verdict == .open && !board.isQuiet)
    #expect(board.points.map(\.state) == [.notProbed])
    #expect(board.notes.contains { $0.contains("withdrawn") })
  }

  @Test func `a key that no session has is said, and waits for nobody`() {
    let board = board(summary([revoked(isKnown: false)]), [("a@1", decided())], probes: [], own: [])
    #expect(board.verdict == .refusing && board.verification.pendingPoints == [])
    #expect(board.notes.contains { $0.contains("no session") })
  }

  @Test func `sessions for which nothing can be asked are not verified`() {
    let board = board(summary(), [("a@1", decided())], probes: [], own: [])
    #expect(board.verdict == .open && board.verification.pendingPoints == ["store"])
  }

  @Test func `this process's own look at the store counts too`() {
    let allowing = board(summary(), [], own: [decision(.none)])
    #expect(allowing.verdict == .allowed && allowing.verification.pendingPoints == ["store"])
    let refusing = board(summary(), [])
    #expect(refusing.verdict == .refusing)
    #expect(refusing.notes.contains { $0.contains("nobody to ask") })
  }

  @Test func `since when a point refuses is the log's word, but never before the process began`() {
    let effects = [
      PointEffect(point: "a@1", revocation: 1, at: at(30), incident: nil),
      PointEffect(point: "b@1", revocation: 1, at: at(-90), incident: nil),
    ]
    let board = board(
      summary(), [("a@1", decided(.sessionRevoked)), ("b@1", decided(.sessionRevoked))], effects: effects)
    #expect(board.points.map(\.state) == [.refusing(since: at(30)), .refusing(since: at(-50))])
  }

  @Test func `outside evidence that is not configured is said and holds nothing up; configured it does`() {
    #expect(board().notes.contains { $0.contains("no chain is configured") })
    #expect(board().verdict == .refusing)
    let states: [(OutsideFinding.State, VerifyBoard.Verdict, [String])] = [
      (.unknown("its node is away"), .open, ["chain:1"]),
      (.allows("an allowance of 5"), .allowed, ["chain:1"]),
      (.refuses(since: at(9)), .refusing, []),
    ]
    for (state, verdict, pending) in states {
      let found = board(outside: [OutsideFinding(source: "chain:1", isConfigured: true, state: state)])
      #expect(found.verdict == verdict && found.verification.pendingPoints == pending, "\(state)")
    }
  }

  @Test func `what limits the look is said`() {
    let sessions = (1...300).map { revoked($0) }
    let board = board(summary(sessions, assertedUntil: 900))
    #expect(board.notes.contains { $0.contains("1 of 300") })
    #expect(board.notes.contains { $0.contains("assertion") })
  }

  @Test(arguments: [(0, 0), (1, 1), (255, 255), (256, 256), (257, 256), (10_000, 256)])
  func `of many sessions some are asked about, the first and the last among them`(count: Int, asked: Int) {
    let picked = VerifyRound.spread(Array(0..<count), over: VerifyRound.probesMax)
    #expect(picked.count == asked && Set(picked).count == asked)
    #expect(picked.first == (count > 0 ? 0 : nil) && picked.last == (count > 0 ? count - 1 : nil))
  }
}

@Suite struct ProbeRequestTests {
  private func session(
    destinations: AllowedDestinations, nonceHighest: UInt64? = nil
  ) -> SessionDetail {
    let envelope = Envelope(
      sessionKey: key(1), wallet: .opaque("w"), capabilities: [.opaque("c-1"), .opaque("c-2")],
      maxValue: .max,
      destinations: destinations, chainID: 10, expiresAt: at(900), nonceDomain: .opaque("n"))
    let row = SessionRow(
      envelope: envelope, life: .revoked, grantedAt: at(0), issuedAt: at(0), expiresAt: at(900),
      revokedFrom: at(1),
      lastAttested: nil, lastUsed: nil, spent: .zero, allowed: 0, denied: 0, firstRefusedAfterRevoke: nil)
    return SessionDetail(row: row, executions: [], revocations: [], nonceHighest: nonceHighest)
  }

  @Test func `a session that may act nowhere, or has no nonce left, cannot be asked about`() {
    #expect(ProbeRequest.make(for: session(destinations: .shared([])), under: nil, id: "p") == nil)
    #expect(
      ProbeRequest.make(for: session(destinations: .perCapability([])), under: nil, id: "p") == nil)
    let last = session(destinations: .shared([.opaque("d")]), nonceHighest: .max)
    #expect(ProbeRequest.make(for: last, under: nil, id: "p") == nil)
  }

  @Test func `it is what the session's envelope lets through`() {
    let lists = [
      CapabilityDestinations(capability: .opaque("c-2"), destinations: [.opaque("d-2"), .opaque("d-3")])
    ]
    let request = ProbeRequest.make(
      for: session(destinations: .perCapability(lists), nonceHighest: 41), under: nil, id: "p-1")
    #expect(
      request
        == ExecutionRequest(
          requestID: "p-1", sessionKey: key(1), capability: .opaque("c-2"), destination: .opaque("d-2"),
          chainID: 10,
          value: .zero, nonceDomain: .opaque("n"), nonce: 42))
  }
}
