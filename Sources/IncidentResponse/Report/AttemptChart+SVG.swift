import Delegation

extension AttemptChart {
  private static let columnWidth = 16
  private static let height = 120

  /// Bars on one scale, allowed beside denied in each column: whole numbers only, so that it is the same everywhere.
  func svg(effective: [Timestamp]) -> String {
    let width = columns.count * Self.columnWidth
    var text =
      "<svg role=\"img\" aria-label=\"attempts by ten seconds around the revocation\" "
      + "viewBox=\"0 0 \(width) \(Self.height)\" width=\"\(width)\" height=\"\(Self.height)\">\n"
    for (place, column) in columns.enumerated() where column.all > 0 {
      let left = place * Self.columnWidth
      text += "<g><title>\(PlainText.offset(start(of: place))): \(column.allowed) allowed, "
      text += "\(column.denied) denied</title>"
      text += bar(column.allowed, "allowed", left: left + 1) + bar(column.denied, "denied", left: left + 8)
      text += "</g>\n"
    }
    text += line("revoked", at: Self.columnsBefore * Self.columnWidth)
    for place in Set(effective.compactMap(place(of:))).sorted() {
      text += line("effective", at: place * Self.columnWidth + Self.columnWidth / 2)
    }
    return text + "</svg>\n"
  }

  private func bar(_ count: UInt64, _ kind: String, left: Int) -> String {
    guard count > 0, top > 0 else { return "" }
    let scaled = top.dividingFullWidth(count.multipliedFullWidth(by: UInt64(Self.height))).quotient
    let tall = max(1, Int(scaled))
    return
      "<rect class=\"\(kind)\" x=\"\(left)\" y=\"\(Self.height - tall)\" width=\"7\" height=\"\(tall)\"/>"
  }

  private func line(_ kind: String, at x: Int) -> String {
    "<line class=\"\(kind)\" x1=\"\(x)\" y1=\"0\" x2=\"\(x)\" y2=\"\(Self.height)\"/>\n"
  }
}
