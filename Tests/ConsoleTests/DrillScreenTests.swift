import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// Past drills, and the banner of one that is open.
@Suite struct DrillScreenTests {
  private static func desk(
    _ drills: [DrillRecord], size: ScreenSize = ScreenSize(rows: 24, columns: 100)
  ) -> Desk {
    var desk = Desk.open([row(key(1))], size: size)
    desk.drills = drills
    desk.press("6")
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `a store without drills says how to run one`() {
    var desk = Self.desk([])
    #expect(desk.screen.contains { $0.contains("No live drill was run on this store yet.") })
    desk.press("Enter")
    #expect(desk.statusLine.contains("no drill is chosen"))
  }

  @Test func `a report that does not read says so`() throws {
    var desk = Self.desk(try DrillSamples.drills())
    desk.press("G", "Enter")
    #expect(desk.statusLine.contains("the report of DRILL-0 does not read"))
  }

  @Test func `the drills at 100 by 24`() throws {
    expectScreen(
      Self.desk(try DrillSamples.drills()).screen,
      """
       curfew  Drills    NORMAL                                                local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
        DRILL                       AT                SCEN  VERDICT  ACCEPTED  EFFECTIVE  TREND
      ▶ DRILL-20260221-070502-a1b2  2026-02-21 18:51Z    1  passed      23 ms      84 ms  · as before
        DRILL-20260221-070501-a1b2  2026-02-21 18:51Z    1  passed      23 ms      84 ms  -
        DRILL-0                     2026-02-21 19:06Z its report does not read















      ────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   m mode   ⏎ details   / filter   : commands   1 sessions   2 alerts   3 metrics   ? keys
      """)
  }

  @Test func `Enter shows the report, all of it`() throws {
    var desk = Self.desk(try DrillSamples.drills())
    desk.press("Enter")
    #expect(desk.screen[2].contains("DRILL REPORT DRILL-20260221-070502-a1b2"))
    #expect(desk.screen.contains { $0.contains("# Drill DRILL-20260221-070502-a1b2") })
    desk.press("G")
    #expect(desk.screen.contains { $0.contains("Actions") })
    #expect(!desk.screen.contains { $0.contains("more below") })
  }

  @Test(arguments: ["1", "2", "3", "4", "5", "6"])
  func `every screen says that a drill is open`(place: String) throws {
    var desk = Desk.open([row(key(1))])
    desk.incidents = [try IncidentSamples.incident("DRILL-1", isDrill: true)]
    desk.now = desk.now + IncidentList.span
    desk.change(to: desk.rows)
    desk.press(place)
    desk.answer()
    let banner = "DRILL DRILL-1 is open; what is not marked DRILL is real"
    #expect(desk.screen.contains { $0.contains(banner) })
    desk.press("?")
    #expect(desk.screen.contains { $0.contains(banner) })
    desk.press("Esc")
    desk.send(.resized(ScreenSize(rows: 10, columns: 70)))
    #expect(desk.screen.contains { $0.contains(banner) })
    desk.incidents = []
    desk.now = desk.now + IncidentList.span
    desk.change(to: desk.rows)
    #expect(!desk.screen.contains { $0.contains(banner) })
  }

  @Test func `a drill that began right after a look is seen without another change`() throws {
    var desk = Desk.open([row(key(1))])
    desk.incidents = [try IncidentSamples.incident("DRILL-1", isDrill: true)]
    desk.change(to: desk.rows)
    #expect(desk.model.openDrillIncident == nil)
    #expect(desk.model.nextWake <= start + IncidentList.span)
    desk.now = start + IncidentList.span
    desk.send(.tick)
    desk.answer()
    #expect(desk.model.openDrillIncident?.id == "DRILL-1")
  }

  @Test func `incidents that cannot be read leave other screens as fresh as they are`() {
    var desk = Desk.open([row(key(1))])
    desk.send(.loadFailed(.incidents, .failed(code: 0, message: "an event does not read")))
    #expect(!desk.model.isStale)
  }
}
