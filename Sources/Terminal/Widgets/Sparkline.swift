/// The last `width` values as a row of heights: `▁▂▅█`, or `_.=#` in ASCII.
///
/// The scale starts at 0 and ends at `top`, by default the largest value shown. What is not a finite
/// number shows as a space: no data is not zero.
package func sparkline(
  _ values: [Double], width: Int, top: Double? = nil, glyphs: Glyphs = .unicode
) -> SafeText {
  let shown = values.suffix(max(0, min(width, Canvas.sizeMax)))
  let largest = top ?? shown.filter(\.isFinite).max() ?? 0
  let steps = glyphs.sparks.count
  return shown.reduce(.empty) { text, value in
    guard value.isFinite else { return text + " " }
    guard largest > 0, value > 0 else { return text + glyphs.sparks[0] }
    let height = Int(min(value / largest, 1) * Double(steps - 1) + 0.5)
    return text + glyphs.sparks[min(height, steps - 1)]
  }
}
