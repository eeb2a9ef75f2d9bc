import Terminal
import Testing

@testable import Console

/// Some rows of one screen, with the letters of their looks below each row that has other than plain text.
///
/// Rows of hints are left out: each new action changes them, and they have tests of their own.
struct Picture: CustomTestStringConvertible, Sendable {
  let place: String
  let rows: ClosedRange<Int>
  let text: String

  init(_ place: String, _ rows: ClosedRange<Int>, _ text: String) {
    self.place = place
    self.rows = rows
    self.text = text
  }

  var testDescription: String { "\(place), rows \(rows)" }

  func expect(
    _ size: ScreenSize, _ glyphs: Glyphs, hasLooks: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let place = try #require(Place.all.first { $0.name == self.place }, sourceLocation: sourceLocation)
    let canvas = try place.desk(size: size, glyphs: glyphs).frame.canvas
    let shown = hasLooks ? canvas.picture(rows) : rows.map { canvas.lines[$0] }.joined(separator: "\n")
    guard shown != text else { return }
    Issue.record("\(testDescription):\n\(shown)", sourceLocation: sourceLocation)
  }
}
