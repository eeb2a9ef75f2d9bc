/// The signs that the console draws with, in two sets: a terminal without UTF-8 gets ASCII.
package struct Glyphs: Hashable, Sendable {
  package let ellipsis: SafeText
  package let horizontal: SafeText
  package let vertical: SafeText
  /// Corners of a box, clockwise from the top left.
  package let corners: [SafeText]
  /// The row under the cursor.
  package let cursor: SafeText
  package let mark: SafeText
  package let warning: SafeText
  package let dot: SafeText
  package let done: SafeText
  package let failed: SafeText
  /// Something that is still to come.
  package let pending: SafeText
  package let ascending: SafeText
  package let descending: SafeText
  /// The key that is called Enter.
  package let enter: SafeText
  /// One cell of a bar, from the least part to full.
  package let barParts: [SafeText]
  package let barTrack: SafeText
  /// Heights of a sparkline, from the lowest.
  package let sparks: [SafeText]
  /// The earlier of two series in a chart of columns, on blank.
  package let chartMark: SafeText
  /// The same on a column of the other series.
  package let chartMarkOnColumn: SafeText
  /// Curves may be drawn with braille patterns; else charts have columns.
  package let hasBraille: Bool

  package static let unicode = Glyphs(
    ellipsis: "…", horizontal: "─", vertical: "│", corners: ["┌", "┐", "┘", "└"], cursor: "▶", mark: "◆",
    warning: "⚠", dot: "●", done: "✓", failed: "✗", pending: "·", ascending: "▲", descending: "▼", enter: "⏎",
    barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"], barTrack: "░",
    sparks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], chartMark: "─", chartMarkOnColumn: "▒",
    hasBraille: true)

  package static let ascii = Glyphs(
    ellipsis: "~", horizontal: "-", vertical: "|", corners: ["+", "+", "+", "+"], cursor: ">", mark: "*",
    warning: "!", dot: "o", done: "v", failed: "x", pending: ".", ascending: "^", descending: "v",
    enter: "Enter",
    barParts: ["#"], barTrack: "-", sparks: ["_", ".", "-", "=", "#"], chartMark: "o", chartMarkOnColumn: "o",
    hasBraille: false)
}
