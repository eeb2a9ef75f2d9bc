import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// A mode in an incident, its previews, and what is asked of a second operator.
@Suite struct LooseningTests {
  // MARK: Incidents

  @Test func `in an open incident a tightening is part of it`() throws {
    let incident = try IncidentSamples.incident(doing: IncidentSamples.afterRevoke)
    var desk = Desk.at([incident])
    desk.command("mode lockdown chain:1")
    #expect(desk.orders == [.tighten(ModeCandidate(mode: .lockdown, scope: Scope(chainID: 1)), for: "INC-1")])
    desk = Desk.at([incident])
    desk.press("Enter")
    desk.answer()
    #expect(desk.model.screen == .session(key(1)))
    desk.press("m")
    #expect(desk.screen.contains { $0.contains("mode and scope, for INC-1") })
    desk.press("t")
    #expect(desk.statusLine.contains("its reason is the incident"))
    desk.press("Enter")
    #expect(desk.orders == [.tighten(ModeCandidate(mode: .guarded, scope: .everything), for: "INC-1")])
    #expect(desk.modeOrders.isEmpty)
  }

  // MARK: Previews

  @Test func `a preview is asked for each candidate once, and never waited for`() {
    var desk = ModeActingTests.desk()
    desk.press("m")
    let first = ModeCandidate(mode: .guarded, scope: .everything)
    #expect(desk.previewsAsked == [first])
    desk.send(.previewed(first, for: nil, .asked(percent: 40)))
    desk.look()
    #expect(desk.screen.contains { $0.contains("reading the last 30 minutes, 40 % (Esc stops)") })
    desk.answer()
    #expect(desk.screen.contains { $0.contains("would deny: 31 good (9 sessions, 3100 USD), 14 bad") })
    desk.press("Right", "Left")
    #expect(desk.previewsAsked == [ModeCandidate(mode: .denyFirst, scope: .everything)])
    desk.press("Enter")
    #expect(desk.effects.contains(.stopPreview))
    #expect(desk.modeOrders.count == 1)
  }

  @Test func `Esc stops a preview and sets nothing`() {
    var desk = ModeActingTests.desk()
    desk.press("m")
    #expect(desk.press("Esc") == [.stopPreview])
    #expect(desk.model.overlay == nil)
    #expect(desk.writes.isEmpty)
  }

  @Test func `a preview for an incident is none of another list's`() {
    var desk = ModeActingTests.desk()
    desk.press("m")
    desk.send(
      .previewed(ModeCandidate(mode: .guarded, scope: .everything), for: "INC-1", .failed("of an incident")))
    #expect(!desk.screen.contains { $0.contains("of an incident") })
  }

  // MARK: Loosening

  @Test func `a looser mode is asked with its reason, and says who may not approve it`() {
    var desk = ModeActingTests.desk(modes: ModeActingTests.locked)
    desk.press("m", "Left")
    #expect(
      desk.screen.contains {
        $0.contains("DENY-FIRST for all is LOOSER than LOCKDOWN: it takes a reason and a second operator")
      })
    desk.press("Enter")
    desk.write("it is over")
    desk.press("Enter")
    let order = ModeActingTests.order(
      ModeCandidate(mode: .denyFirst, scope: .everything), before: .lockdown, reason: "it is over")
    #expect(desk.modeOrders == [order])
    let change = Loosening.mode(.denyFirst, .everything, before: .lockdown)
    let request = NoticeSamples.request("a-9", change: change, text: nil)
    desk.requests = [request]
    desk.send(.modeSet(order, .waits(request, approvers: ["bob", "carol"])))
    desk.answer()
    desk.look()
    #expect(desk.statusLine.contains("a-9 waits until 19:21:12Z: bob or carol may approve it, alice may not"))
    let shown = desk.screen.joined(separator: "\n")
    for part in ["REQUEST a-9", "scope          all", "from LOCKDOWN to DENY-FIRST", "is your own"] {
      #expect(shown.contains(part), "\(part)")
    }
    desk.press("a")
    #expect(!desk.effects.contains { if case .answer = $0 { true } else { false } })
  }

  @Test func `a page that is not asked for never covers what the operator began`() {
    var desk = ModeActingTests.desk(modes: ModeActingTests.locked)
    desk.command("mode normal --reason over")
    desk.press("?")
    let request = NoticeSamples.request(
      "a-9", change: .mode(.normal, .everything, before: .lockdown), text: nil)
    desk.send(.modeSet(desk.modeOrders[0], .waits(request, approvers: [])))
    #expect(desk.model.overlay == .help(top: 0))
  }

  @Test func `a store without a second operator says that it was done alone`() {
    var desk = ModeActingTests.desk(modes: ModeActingTests.locked)
    desk.command("mode normal --reason over")
    let receipt = ModeReceipt(
      before: .lockdown, after: .normal, scope: .everything, sequence: 9, committedAt: start, wasAlone: true)
    desk.send(.modeSet(desk.modeOrders[0], .done(receipt)))
    #expect(desk.statusLine.contains("was LOCKDOWN, leaf 9; done alone: this store has no second operator"))
  }
}
