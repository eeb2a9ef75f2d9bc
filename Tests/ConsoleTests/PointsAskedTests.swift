import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// A revocation is effective when an enforcement point was seen to refuse, not when its row was written.
struct PointsAskedTests {
  private func revoked() -> Desk {
    var desk = Desk.open([row(key(1)), row(key(2))])
    desk.press("X")
    desk.send(.revoked(receipt(key(1))))
    desk.look()
    return desk
  }

  private func asked(_ desk: Desk) -> Int {
    desk.effects.count {
      if case .askPoints(key(1), revocation: _, incident: nil) = $0 { true } else { false }
    }
  }

  private func reading(
    refusing: [String] = [], allowing: [String] = [], pending: [String] = []
  ) -> PointsReading {
    PointsReading(
      refusing: refusing, allowing: allowing, pending: pending,
      at: receipt(key(1)).committedAt + TimeSpan(milliseconds: 41))
  }

  @Test func `the points are asked as soon as a revocation is committed, and not before`() {
    var desk = Desk.open([row(key(1))])
    desk.press("X")
    #expect(asked(desk) == 0)
    desk.send(.revoked(receipt(key(1))))
    #expect(asked(desk) == 1)
  }

  @Test func `what could not be asked is not claimed`() {
    var desk = revoked()
    desk.send(.pointsAnswered(key(1), revocation: receipt(key(1)).sequence, nil))
    #expect(desk.statusLine.contains("revoked: commit 12 ms, not seen refused yet"))
    desk.send(.pointsAnswered(key(1), revocation: receipt(key(1)).sequence, reading()))
    #expect(desk.statusLine.contains("not seen refused yet"))
  }

  @Test func `an answer about another revocation says nothing of this one`() {
    var desk = revoked()
    desk.send(.pointsAnswered(key(1), revocation: 7_777, reading(refusing: ["a"])))
    #expect(desk.statusLine.contains("not seen refused yet"))
  }

  @Test(arguments: [
    (["a"], [], [], "revoked: commit 12 ms, the one point refuses 41 ms later"),
    (["a", "b", "c"], [], [], "revoked: commit 12 ms, all 3 points refuse 41 ms later"),
    (["a", "b"], [], ["c"], "2 of 3 points refuse, `c` does not answer"),
    (["a"], ["b"], [], "`b` WOULD STILL ALLOW it"),
    ([], ["b", "c"], ["d"], "`b` and 1 more WOULD STILL ALLOW it"),
  ])
  func `the line says who was seen to refuse, and who was not`(
    refusing: [String], allowing: [String], pending: [String], words: String
  ) {
    var desk = revoked()
    desk.send(
      .pointsAnswered(
        key(1), revocation: receipt(key(1)).sequence,
        reading(refusing: refusing, allowing: allowing, pending: pending)))
    #expect(desk.statusLine.contains(words), "\(desk.statusLine)")
  }

  @Test func `points that do not refuse yet are asked again each second, for half a minute`() {
    var desk = revoked()
    let number = receipt(key(1)).sequence
    desk.send(.pointsAnswered(key(1), revocation: number, reading(refusing: ["a"], pending: ["b"])))
    desk.wait(TimeSpan(milliseconds: 999))
    #expect(asked(desk) == 1)
    #expect(desk.model.nextWake <= desk.now + TimeSpan(milliseconds: 1))
    desk.wait(TimeSpan(milliseconds: 1))
    #expect(asked(desk) == 2)
    desk.wait(TimeSpan(seconds: 30))
    desk.send(.pointsAnswered(key(1), revocation: number, reading(pending: ["b"])))
    desk.wait(TimeSpan(seconds: 5))
    #expect(asked(desk) == 2)
  }

  @Test func `once all refuse nobody is asked again, and the first attempt adds nothing`() {
    var desk = revoked()
    desk.send(
      .pointsAnswered(key(1), revocation: receipt(key(1)).sequence, reading(refusing: ["a", "b"])))
    desk.wait(TimeSpan(seconds: 3))
    #expect(asked(desk) == 1)
    desk.change(to: [
      row(key(1), life: .revoked, revokedFrom: start, firstRefused: start + TimeSpan(milliseconds: 1_900))
    ])
    #expect(desk.statusLine.hasSuffix("all 2 points refuse 41 ms later"))
  }
}
