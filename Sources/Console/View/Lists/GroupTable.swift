import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The Sessions screen while sessions are put together: a row for each group.
enum GroupTable {
  private enum Field: CaseIterable { case worst, name, sessions, active, atRisk, spent, denied }

  private static func columns(_ grouping: SessionGrouping) -> [Column] {
    [
      Column(title: "WORST", minWidth: RiskText.width, priority: 6),
      Column(
        title: SafeText(grouping.rawValue.uppercased()), minWidth: Format.shortWidth, maxWidth: 44,
        priority: 7),
      Column(title: "SESSIONS", minWidth: 8, priority: 5, alignment: .trailing),
      Column(title: "ACTIVE", minWidth: 6, priority: 3, alignment: .trailing),
      Column(title: "AT RISK", minWidth: 7, priority: 4, alignment: .trailing),
      Column(title: "SPENT / LIMIT", minWidth: 13, priority: 2, alignment: .trailing),
      Column(title: "DENIED", minWidth: 6, priority: 1, alignment: .trailing),
    ]
  }

  static func draw(_ model: Model, _ grouping: SessionGrouping, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let columns = columns(grouping)
    let placed = layOut(
      columns, width: model.size.columns - SessionTable.margin, gap: model.size.columns >= 130 ? 2 : 1)
    for column in placed {
      frame.canvas.put(
        columns[column.index].title, row: Layout.titlesRow, in: column, origin: SessionTable.margin,
        glyphs: glyphs, style: Style(.header))
    }
    let shown = model.groups.visible(height: layout.bodyRows(of: .sessions))
    guard !shown.isEmpty, model.groups.shown?.grouping == grouping else {
      return EmptyView.draw(model, &frame.canvas)
    }
    for (index, group) in shown.enumerated() {
      let row = layout.bodyStart(of: .sessions) + index
      for column in placed {
        let (text, style) = cell(Field.allCases[column.index], group, width: column.width, glyphs)
        frame.canvas.put(
          text, row: row, in: column, origin: SessionTable.margin, glyphs: glyphs, style: style)
      }
      if SafeText(group.id).hadHidden {
        frame.canvas.put(glyphs.warning, row: row, column: 1, style: Style(.badge))
      }
      guard group.id == model.groups.cursor else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 0)
      frame.canvas.restyle(Area(row: row, column: 0, rows: 1, columns: frame.canvas.columns)) {
        $0.role == .badge ? $0 : Style(.selection, $0.attributes)
      }
      frame.drawn.group = group.id
    }
  }

  private static func cell(
    _ field: Field, _ group: SessionGroup, width: Int, _ glyphs: Glyphs
  ) -> (SafeText, Style) {
    let score = RiskScore(hundredths: group.worstRiskHundredths)
    func count(_ number: Int) -> SafeText { SafeText(Format.shortCount(number)) }
    return switch field {
    case .worst: (RiskText.cell(score, glyphs: glyphs), RiskText.style(score))
    case .name: (Format.fit(SafeText(group.id), width: width, glyphs: glyphs), .text)
    case .sessions: (count(group.sessions), .text)
    case .active: (count(group.active), .text)
    case .atRisk: (count(group.atRisk), group.atRisk == 0 ? .text : Style(.warning))
    case .spent:
      (SafeText("\(CardView.money(group.spentMicros))/\(CardView.money(group.limitMicros))"), .text)
    case .denied: (group.denied == 0 ? "" : count(Int(clamping: group.denied)), Style(.warning))
    }
  }

  /// The group under the cursor, on a small terminal.
  static func smallLine(_ model: Model) -> Strip? {
    guard let group = model.groups.cursorGroup else { return nil }
    let score = RiskScore(hundredths: group.worstRiskHundredths)
    return Strip(RiskText.words(score), RiskText.style(score)).adding(
      "  \(Format.counted(group.sessions, "session")), \(Format.count(group.atRisk)) at risk")
  }
}
