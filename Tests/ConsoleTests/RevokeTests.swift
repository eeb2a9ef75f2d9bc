import AuditTrail
import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct RevokeTests {
  private static let rows = (1...3).map { row(key($0)) }

  private static func revoked(_ desk: inout Desk) {
    desk.press("X")
    desk.send(.revoked(receipt(key(1), at: desk.now)))
    desk.look()
  }

  @Test(arguments: [SessionLife.revoked, .expired])
  func `an ended session is not revoked again, and the line says why`(life: SessionLife) {
    let ended = row(
      key(1), life: life, expiresIn: life == .expired ? -60 : 252, revokedFrom: start - seconds(60))
    var desk = Desk.open([ended])
    desk.press("X")
    #expect(desk.revokes.isEmpty)
    #expect(desk.statusLine.contains(life == .revoked ? "revoked already" : "expired at 19:05:40Z"))
  }

  @Test func `an ended session is asked about all the same while the data is stale`() {
    var desk = Desk.open([row(key(1), life: .revoked)])
    desk.send(.loadFailed(.list, .closed))
    desk.look()
    desk.press("X")
    #expect(desk.revokes == [key(1)])
  }

  @Test func `a second X while the first is on its way asks for nothing`() {
    var desk = Desk.open(Self.rows)
    desk.press("X", "X")
    #expect(desk.revokes == [key(1)])
    #expect(desk.statusLine.contains("being revoked already"))
  }

  @Test func `the line tells the commit from the effect`() {
    var desk = Desk.open(Self.rows)
    desk.press("X")
    expectScreen([desk.statusLine], " 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 revoking…")
    desk.send(.revoked(receipt(key(1), at: desk.now)))
    expectScreen([desk.statusLine], " 0x0001…0001 revoked: commit 12 ms, not seen refused yet")
    let refused = row(
      key(1), life: .revoked, revokedFrom: start, firstRefused: start + TimeSpan(milliseconds: 1_900))
    desk.change(to: [refused] + Self.rows.dropFirst())
    expectScreen([desk.statusLine], " 0x0001…0001 revoked: commit 12 ms, seen refused 1.9 s later")
  }

  @Test func `a revocation from before does not count as the effect of this one`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.change(to: [row(key(1), life: .revoked, firstRefused: start - seconds(5))])
    #expect(desk.statusLine.contains("not seen refused yet"))
  }

  @Test func `the effect is looked up though the session left the filter`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.now = desk.now + seconds(1)
    #expect(desk.send(.storeChanged).contains(.detail(key(1), executions: 0)))
  }

  @Test func `a refusal of the store says that nothing was revoked`() {
    var desk = Desk.open(Self.rows)
    desk.press("X")
    #expect(desk.send(.revokeFailed(key(1), .busy(holder: 7, holderName: "curfew"))).contains(.bell))
    #expect(desk.statusLine.contains("was NOT revoked: the store is held, last by process 7"))
    desk.press("X")
    #expect(desk.revokes == [key(1), key(1)])
  }

  @Test(arguments: [(0, true), (29_999, true), (30_000, false), (86_400_000, false)])
  func `u undoes within 30 s of the commit`(milliseconds: Int64, isUndone: Bool) {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.now = desk.now + TimeSpan(milliseconds: milliseconds)
    desk.look()
    desk.type("u")
    let expected: [Effect] =
      isUndone ? [.reinstate(key(1), revocationID: "rev-0001", reason: "undone from console")] : []
    #expect(desk.writes.dropFirst() == expected[...])
    if !isUndone { #expect(desk.statusLine.contains("30 s for 0x0001…0001 are over")) }
  }

  @Test func `u before anything was revoked or while it is on its way says so`() {
    var desk = Desk.open(Self.rows)
    desk.press("u")
    #expect(desk.statusLine.contains("nothing was revoked from here"))
    desk.press("X", "u")
    #expect(desk.statusLine.contains("still being revoked"))
    #expect(desk.writes.count == 1)
  }

  @Test func `a revocation that somebody else had made is not ours to undo`() {
    var desk = Desk.open(Self.rows)
    desk.press("X")
    desk.send(.revoked(receipt(key(1), wasRevokedAlready: true)))
    desk.press("u")
    #expect(desk.writes.count == 1)
    #expect(desk.statusLine.contains("had been revoked before"))
  }

  @Test func `u goes back one revocation at a time`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.press("j", "X")
    desk.send(.revoked(receipt(key(2), at: desk.now)))
    desk.press("u")
    desk.send(
      .reinstated(
        key(2),
        Reinstatement(
          outcome: .reinstated(revocationID: "rev-0002", at: desk.now), stillRevoked: false)))
    desk.press("u")
    let undone = desk.writes.compactMap { if case .reinstate(let key, _, _) = $0 { key } else { nil } }
    #expect(undone == [key(2), key(1)])
  }

  @Test func `what was undone can be revoked again before the list has been read`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.change(to: [row(key(1), life: .revoked)])
    desk.press("u")
    desk.send(
      .reinstated(
        key(1),
        Reinstatement(
          outcome: .reinstated(revocationID: "rev-0001", at: desk.now + seconds(1)),
          stillRevoked: false)))
    desk.look()
    desk.press("X")
    #expect(desk.revokes == [key(1), key(1)])
  }

  @Test func `an undo that leaves another revocation standing says so`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.press("u")
    desk.send(
      .reinstated(
        key(1),
        Reinstatement(
          outcome: .reinstated(revocationID: "rev-0001", at: desk.now), stillRevoked: true)))
    #expect(desk.statusLine.contains("stays revoked"))
  }

  @Test func `an assertion that is out is part of the effect: the line says until when it is believed`() {
    var desk = Desk.open(Self.rows)
    desk.press("X")
    desk.send(.revoked(receipt(key(1), at: desk.now, assertedUntil: start + seconds(23))))
    expectScreen(
      [desk.statusLine], " 0x0001…0001 revoked: commit 12 ms, not seen refused yet; tokens till 19:07:03Z")
  }

  @Test func `an undo that comes too late waits for a second operator, and the key stays revoked`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.press("u")
    let ask = Ask(
      store: "s", id: "a-1f2e3d4c5b", action: "session.reinstate", what: "{}", reason: "", by: "alice",
      at: start,
      expiresAt: start + ApprovalRequest.life)
    let request = ApprovalRequest(ask: ask, target: key(1).text, sentences: [], state: .pending)
    desk.send(.reinstated(key(1), Reinstatement(outcome: .waits(request), stillRevoked: true)))
    expectScreen(
      [desk.statusLine],
      " 0x0001…0001 stays revoked: its 30 s are over, a-1f2e3d4c5b waits for a second…")
    desk.look()
    #expect(desk.screen[4].contains("revoked"))
  }

  @Test func `an undo by who is no operator is refused and said`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    desk.press("u")
    desk.send(.reinstateFailed(key(1), .operators(.unknown("mallory"))))
    #expect(desk.statusLine.contains("was NOT reinstated: `mallory` is no operator of this store"))
  }

  @Test func `the hint counts the undo down`() {
    var desk = Desk.open(Self.rows)
    Self.revoked(&desk)
    #expect(desk.screen[22].contains("u undo 30 s"))
    desk.wait(seconds(12))
    #expect(desk.screen[22].contains("u undo 18 s"))
    desk.wait(seconds(18))
    #expect(!desk.screen[22].contains("undo"))
  }

  @Test func `the row says revoked from the commit on, before the list has been read`() {
    var desk = Desk.open(Self.rows)
    desk.press("X")
    #expect(desk.screen[4].contains(" revoke… "))
    desk.send(.revoked(receipt(key(1), at: desk.now)))
    #expect(desk.screen[4].contains(" revoked "))
  }

  @Test func `a key that is spelt out is ended though the list does not have it`() {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    desk.write("revoke \(key(9).text)")
    desk.press("Enter")
    #expect(desk.revokes == [key(9)])
    desk.press(":")
    desk.write("revoke 0x91é")
    desk.press("Enter")
    #expect(desk.statusLine.contains("is no session key"))
    #expect(desk.revokes == [key(9)])
  }
}
