import Testing

@testable import Terminal

@Suite struct WidgetTests {
  @Test(arguments: [
    (486.0 / 500, "███████▊", "#######-"), (150.0 / 500, "██▍░░░░░", "##------"),
    (2.0 / 250, "▏░░░░░░░", "#-------"),
    (0, "░░░░░░░░", "--------"), (1, "████████", "########"), (0.9999, "███████▉", "#######-"),
    (-3, "░░░░░░░░", "--------"), (7, "████████", "########"), (.nan, "░░░░░░░░", "--------"),
    (.infinity, "████████", "########"),
  ])
  func `a bar never shows almost as all, or little as nothing`(
    fraction: Double, unicode: String, ascii: String
  ) {
    #expect(Bar(fraction: fraction, width: 8).text.string == unicode)
    #expect(Bar(fraction: fraction, width: 8, glyphs: .ascii).text.string == ascii)
  }

  @Test(arguments: [-1, 0, 1, 2, 40])
  func `a bar is as wide as it was asked to be`(width: Int) {
    for fraction in stride(from: 0.0, through: 1, by: 0.05) {
      #expect(Bar(fraction: fraction, width: width).text.width == max(0, width))
    }
  }

  @Test func `a bar is drawn in its two roles`() {
    var canvas = Canvas(rows: 1, columns: 6)
    let used = canvas.put(Bar(fraction: 0.5, width: 4), row: 0, column: 1, style: Style(.danger))
    #expect(used == 4)
    #expect(canvas.lines == [" ██░░"])
    #expect(canvas.styleLines { $0.role == .danger ? "d" : $0.role == .barTrack ? "t" : "." } == [".ddtt."])
  }

  @Test func `a sparkline shows the newest values, from zero to the largest`() {
    #expect(sparkline([], width: 4).string == "")
    #expect(sparkline([0, 0], width: 4).string == "▁▁")
    #expect(sparkline([9, 0, 1, 2, 4, 8], width: 5).string == "▁▂▃▅█")
    #expect(sparkline([0, 1, 2, 3, 4], width: 5, glyphs: .ascii).string == "_.-=#")
    #expect(sparkline([1, .nan, -.infinity, -4], width: 4).string == "█  ▁")
    #expect(sparkline([5, 50], width: 2, top: 10).string == "▅█")
    #expect(sparkline([1], width: -1).string == "")
  }

  private let columns = [
    Column(title: "RISK", minWidth: 7, priority: 9),
    Column(title: "SESSION", minWidth: 11, maxWidth: 20, priority: 10),
    Column(title: "WALLET", minWidth: 11, maxWidth: 14, priority: 2),
    Column(title: "LAST", minWidth: 4, priority: 2, alignment: .trailing),
  ]

  @Test(arguments: [
    (0, []), (10, []), (11, [1]), (19, [1]), (20, [0, 1]), (32, [0, 1]), (33, [0, 1, 2]), (38, [0, 1, 2]),
    (39, [0, 1, 2, 3]), (-5, []),
  ])
  func `columns of the lowest priority go first, and equal ones from the right`(width: Int, kept: [Int]) {
    #expect(layOut(columns, width: width).map(\.index) == kept)
  }

  @Test func `what is left goes to the columns that may grow, in turn`() {
    #expect(layOut(columns, width: 42).map(\.width) == [7, 13, 12, 4])
    #expect(layOut(columns, width: 500).map(\.width) == [7, 20, 14, 4])
    #expect(layOut(columns, width: 42).map(\.start) == [0, 9, 24, 38])
  }

  @Test func `a cell of a table is cut and aligned to its column`() {
    var canvas = Canvas(rows: 1, columns: 44)
    let places = layOut(columns, width: 42)
    for (place, text) in zip(places, ["97 CRIT", "0x91c4aaaaaaaaaa", "0x5e", "2s"] as [SafeText]) {
      canvas.put(text, row: 0, in: place, origin: 1, glyphs: .unicode)
    }
    #expect(canvas.lines == [" 97 CRIT  0x91c4aaaaaa…  0x5e            2s"])
  }
}
