import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// What the linear console says unasked, and when.
@Suite struct LinearNewsTests {
  private static let rows = (1...3).map { row(key($0)) }

  @Test func `what was there before is no news`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
    #expect(desk.change { _ in }.isEmpty)
    #expect(desk.change { _ in }.isEmpty)
  }

  @Test func `a new alert is a line, and many are counted`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
    _ = desk.change { _ in }
    let one = desk.change { $0.alerts.insert(alert(13), at: 0) }
    #expect(one.count == 1 && one[0].hasPrefix("new: alert 13, risk is critical"))
    let many = desk.change { desk in desk.alerts = (14...40).reversed().map { alert($0) } }
    #expect(many.count <= LinearNews.alertsMax + 1)
    #expect(many.last?.contains("more came: `alerts`") == true)
  }

  @Test func `a mode and a request are said`() {
    var desk = LinearDesk.open(Self.rows)
    _ = desk.change { _ in }
    let entry = ModeTable.Entry(scope: .everything, mode: .guarded, start: start)
    let said = desk.feed(.overviewed(overview(Self.rows, modes: [entry])))
    #expect(said == ["mode GUARDED for all, since 19:06:40Z"])
    let asked = desk.change { $0.requests = [NoticeSamples.request()] }
    #expect(asked.contains { $0.hasPrefix("asked of you: a-1f2e3d4c5b") })
  }

  @Test func `trouble with the store is said once, and so is its end`() {
    var desk = LinearDesk.open(Self.rows)
    let said = desk.feed(.loadFailed(.list, .closed))
    #expect(said.count == 1 && said[0].hasPrefix("the data is stale"))
    #expect(desk.feed(.loadFailed(.list, .closed)).isEmpty)
    let over = desk.wait(seconds(3))
    #expect(over.contains { $0.hasPrefix("the data is live") })
  }

  @Test func `on a terminal news waits for Enter, and a bell rings once`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)], isTyped: true)
    _ = desk.change { _ in }
    #expect(desk.change { $0.alerts.insert(alert(13), at: 0) }.isEmpty)
    #expect(desk.linear.news.takeRing() == true)
    #expect(desk.change { $0.alerts.insert(alert(14), at: 0) }.isEmpty)
    #expect(desk.linear.news.takeRing() == false)
    let said = desk.type("")
    #expect(said.count == 2 && said[0].hasPrefix("new: alert 13") && said[1].hasPrefix("new: alert 14"))
    desk.type("news at-once")
    #expect(desk.change { $0.alerts.insert(alert(15), at: 0) }.count == 1)
  }

  @Test func `quiet counts alerts, and says revocations all the same`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
    _ = desk.change { _ in }
    desk.type("quiet on")
    #expect(desk.change { $0.alerts.insert(alert(13), at: 0) }.isEmpty)
    desk.type("X \(key(1).text)")
    #expect(!desk.feed(.revoked(receipt(key(1)))).isEmpty)
    #expect(desk.type("quiet off").last?.hasPrefix("1 more came") == true)
  }

  @Test func `a storm of alerts hides no mode, no trouble, and no revocation, quiet or not`() {
    for isQuiet in [false, true] {
      var news = LinearNews()
      news.isQuiet = isQuiet
      for second in 0..<600 { news.addAlert("alert \(second)", at: start + seconds(Int64(second))) }
      news.add("mode GUARDED for all is over")
      for index in 0..<LinearNews.gravestMax { news.add("trouble \(index)") }
      let rings = news.takeRing()
      #expect(rings)
      let said = news.flush().map(\.string)
      #expect(said.contains("trouble \(LinearNews.gravestMax - 1)") && said.contains("trouble 0"))
      #expect(said.first?.hasPrefix("1 older line") == true)
      #expect(said.filter { $0.hasPrefix("alert") }.count == (isQuiet ? 0 : LinearNews.heldMax))
      let rest = news.flush()
      #expect(rest.isEmpty)
    }
  }

  @Test func `a slow store is said once, and given up on after a minute`() {
    var desk = LinearDesk.open(Self.rows)
    desk.linear.take("alerts", at: desk.now)
    _ = desk.linear.takeSteps()
    #expect(desk.wait(seconds(2)).contains("reading, it takes a moment"))
    #expect(desk.wait(seconds(2)).allSatisfy { !$0.contains("moment") })
    #expect(desk.wait(seconds(60)).contains { $0.contains("has not answered for a minute") })
    #expect(desk.linear.isReady)
  }
}
