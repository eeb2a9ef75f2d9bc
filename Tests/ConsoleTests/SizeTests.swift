import RiskScoring
import PolicyEngine
import Delegation
import IncidentResponse
import SessionStore
import Terminal
import Testing

@testable import Console

/// Every screen at every size, and in ASCII.
@Suite struct SizeTests {
  private static let rows = (1...40).map { row(key($0), risk: risk($0 * 2, .context, .burst)) }
  private static let alerts = (1...40).map { alert(Int64($0), session: $0 % 3 == 0 ? nil : key($0)) }

  /// Keys that lead to each screen and overlay.
  private static let ways: [[String]] = [
    [], ["?"], [":"], ["/", "x"], ["Enter"], ["z"], ["X"], ["Enter", ":"], ["G"], [":", "z", "z"],
    ["2"], ["2", "j"], ["2", "Enter"], ["2", ":"], ["3"], ["3", "G"],
    ["4"], ["4", "j", "Enter"], ["4", "Enter", "m"], ["4", "Enter", "S"], ["4", "Enter", "S", "Enter"],
    ["4", "Enter", "j"], ["4", "G", "Enter"],
  ]

  private static let incidents = [
    try? IncidentSamples.incident(),
    try? IncidentSamples.incident("INC-2", doing: IncidentSamples.afterTighten + [.stepStarted(.verify)]),
    try? IncidentSamples.incident(
      "DRILL-1", title: "odd \u{202E} title", isDrill: true, doing: IncidentSamples.afterVerify),
  ].compactMap { $0 }

  @Test(arguments: ways) func `no size is a crash, and a target is a session that the frame names`(
    way: [String]
  ) {
    for rows in [0, 1, 2, 3, 5, 9, 23, 24, 25, 60] {
      for columns in [0, 1, 2, 12, 13, 14, 40, 79, 80, 99, 100, 200] {
        var desk = Desk.open(Self.rows, size: ScreenSize(rows: rows, columns: columns))
        desk.alerts = Self.alerts
        desk.incidents = Self.incidents
        for key in way {
          desk.press(key)
          desk.answer()
        }
        desk.look()
        let frame = desk.frame
        #expect(frame.canvas.rows == rows && frame.canvas.columns == columns)
        if let target = frame.drawn.target {
          let ends = Format.short(target).string.suffix(4)
          #expect(desk.screen.contains { $0.contains(ends) }, "\(rows) rows, \(columns) columns")
        }
      }
    }
  }

  @Test(arguments: ways) func `a terminal without UTF-8 gets ASCII only`(way: [String]) {
    for size in [ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 10, columns: 40)] {
      var desk = Desk(Self.rows, size: size)
      desk.model.settings.glyphs = .ascii
      desk.effects += desk.model.start()
      desk.answer()
      desk.look()
      desk.alerts = Self.alerts
      desk.incidents = Self.incidents
      for key in way {
        desk.press(key)
        desk.answer()
      }
      #expect(desk.screen.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    }
  }

  @Test(arguments: [(7, 80), (24, 29), (3, 40)], ["m", "c", "F"])
  func `where a list cannot be drawn it does not open, and X still works`(size: (Int, Int), name: String) {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: size.0, columns: size.1))
    desk.press(name)
    #expect(desk.model.overlay == nil)
    desk.now = desk.now + Model.settleSpan
    desk.press("X")
    #expect(desk.revokes == [key(1)])
  }

  @Test func `a list that a smaller terminal hides is left, and what follows at once acts on nothing`() {
    var desk = Desk.open(Self.rows)
    desk.press("m")
    #expect(desk.model.overlay != nil)
    desk.send(.resized(ScreenSize(rows: 5, columns: 40)))
    desk.look()
    #expect(desk.model.overlay == nil)
    #expect(desk.statusLine.contains("no room for a list"))
    desk.press("X")
    #expect(desk.revokes.isEmpty)
    desk.now = desk.now + Model.settleSpan
    desk.press("X")
    #expect(desk.revokes == [key(1)])
  }

  @Test func `the smallest terminal says what is out of the ordinary`() {
    var desk = Desk(Self.rows, size: ScreenSize(rows: 3, columns: 40), readOnly: true)
    desk.modes = [ModeTable.Entry(scope: .everything, mode: .lockdown, start: start)]
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    #expect(desk.screen[1].contains("LOCKDOWN"))
    #expect(desk.screen[1].contains("read-only"))
    desk.send(.loadFailed(.list, .closed))
    desk.look()
    #expect(desk.screen[1].contains("stale"))
  }
}
