import AuditTrail
import Delegation
import SessionStore
import Testing

@Suite struct PointEffectTests {
  private let fixture: Fixture
  private var store: any SessionStore { fixture.store }

  init() throws { fixture = try Fixture(.sqlite) }

  @Test func `what is no revocation, and what is no point, is entered nowhere`() throws {
    try store.mustGrant(.sample())
    let head = try store.logHead()
    for revocation in [Int64(0), 1, 2, 99] {
      #expect(throws: StoreError.notFound("revocation \(revocation)")) {
        try store.noteEffective(point: "authorize@1", of: revocation, incident: nil, by: .alice)
      }
    }
    #expect(throws: StoreError.notFound("../x")) {
      try store.noteEffective(point: "../x", of: 1, incident: nil, by: .alice)
    }
    #expect(try store.logHead() == head)
  }

  @Test func `a point is entered once for each revocation, and the log stays sound`() throws {
    try store.mustGrant(.sample(), .sample("s-2"))
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "test"), by: .alice)
    _ = try store.revoke(scope: .everything, reason: "all", by: .alice)
    let one = try #require(try store.revocations(of: id("s-1")).first).sequence
    let all = try #require(try store.latestRevocation(scope: .everything))
    #expect(try store.pointsEffective(of: [one, all]) == [])
    fixture.clock.advance(seconds: 3)
    #expect(try store.noteEffective(point: "a@1", of: one, incident: "INC-1", by: .alice))
    #expect(try !store.noteEffective(point: "a@1", of: one, incident: "INC-2", by: .bob))
    #expect(try store.noteEffective(point: "a@1", of: all, incident: nil, by: .alice))
    #expect(try store.noteEffective(point: "b@2", of: one, incident: "INC-1", by: .alice))
    let expected = [
      PointEffect(point: "a@1", revocation: one, at: .start(plus: 3), incident: "INC-1"),
      PointEffect(point: "a@1", revocation: all, at: .start(plus: 3), incident: nil),
      PointEffect(point: "b@2", revocation: one, at: .start(plus: 3), incident: "INC-1"),
    ]
    #expect(try store.pointsEffective(of: [one, all]) == expected)
    #expect(try store.pointsEffective(of: [all]) == [expected[1]])
    let entry = try #require(try store.entries(limit: 3).last)
    #expect(entry.action == "point.effective" && entry.target == "a@1" && entry.event == nil)
    #expect(
      entry.detail
        == "{\"revocation\":\(one),\"sessionKey\":\"s-1\",\"incident\":\"INC-1\",\"at\":\(Timestamp.start(plus: 3).seconds)}"
    )
    let report = try store.verifyAudit(AuditAnchors())
    #expect(report.isSound, "\(report.findings)")
  }
}
