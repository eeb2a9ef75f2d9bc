import Delegation
import SessionStore
import Terminal

/// The columns of the Sessions screen: how wide each is, and which give way where there is no room.
enum SessionColumns {
  static func title(_ id: ColumnID) -> SafeText {
    switch id {
    case .risk: "RISK"
    case .session: "SESSION"
    case .wallet: "WALLET"
    case .capability: "CAPABILITY"
    case .chain: "CHAIN"
    case .spent: "SPENT / LIMIT"
    case .denied: "DENIED"
    case .state: "STATE"
    case .expires: "EXPIRES"
    case .last: "LAST"
    case .signals: "SIGNALS"
    case .destination: "DESTINATION"
    case .domain: "DOMAIN"
    case .limit: "LIMIT"
    case .executions: "EXECS"
    case .granted: "GRANTED"
    case .label: "LABELS"
    }
  }

  /// Those that find room, in their order; `index` is the place among `choices`.
  static func place(_ choices: [ColumnChoice], size: ScreenSize) -> [PlacedColumn] {
    let width = size.columns - SessionTable.margin
    let isWide = Layout(size: size).isWide
    let hasRisk = choices.contains { $0.id == .risk }
    let columns = choices.map { column($0, isWide: isWide, hasRisk: hasRisk, room: width) }
    return layOut(columns, width: width, gap: size.columns >= 130 ? 2 : 1)
  }

  /// Which of them find no room.
  static func missing(_ choices: [ColumnChoice], size: ScreenSize) -> [ColumnID] {
    let placed = Set(place(choices, size: size).map(\.index))
    return choices.indices.filter { !placed.contains($0) }.map { choices[$0].id }
  }

  /// How wide a column stands there now, or would by itself.
  static func width(of id: ColumnID, in choices: [ColumnChoice], size: ScreenSize) -> Int {
    let placed = place(choices, size: size).first { choices[$0.index].id == id }
    return placed?.width
      ?? column(ColumnChoice(id), isWide: Layout(size: size).isWide, hasRisk: true, room: size.columns)
      .minWidth
  }

  /// At 80 columns WALLET and CHAIN give way as well as what gives way first; at 120 all of the usual ones fit. What a
  /// session is told by goes last: its key, and how bad it is.
  private static func column(_ choice: ColumnChoice, isWide: Bool, hasRisk: Bool, room: Int) -> Column {
    let shape = shape(choice.id, isWide: isWide)
    let priority = choice.id == .state && !hasRisk ? 10 : shape.priority
    guard let width = choice.width else {
      return Column(
        title: title(choice.id), minWidth: shape.least, maxWidth: shape.most, priority: priority,
        alignment: shape.alignment)
    }
    // A key that is cut too short could not be told from others.
    let least = choice.id == .session ? Format.shortWidth : 1
    let fixed = max(least, min(width, room - Format.shortWidth))
    return Column(
      title: title(choice.id), minWidth: fixed, priority: priority, alignment: shape.alignment)
  }

  private struct Shape {
    let least: Int
    let most: Int
    /// The lowest goes first.
    let priority: Int
    var alignment = Alignment.leading
  }

  private static func shape(_ id: ColumnID, isWide: Bool) -> Shape {
    let short = Format.shortWidth
    let long = isWide ? 44 : short
    switch id {
    case .risk: return Shape(least: RiskText.width, most: RiskText.width, priority: 10)
    case .session: return Shape(least: short, most: long, priority: 11)
    case .wallet: return Shape(least: short, most: long, priority: 3)
    case .capability: return Shape(least: 12, most: 20, priority: 4)
    case .chain: return Shape(least: 5, most: isWide ? 10 : 5, priority: 2, alignment: .trailing)
    case .spent: return Shape(least: 14, most: 24, priority: 7)
    case .denied: return Shape(least: 6, most: 6, priority: 1, alignment: .trailing)
    // Where it gives way, EXPIRES says what is not plainly active.
    case .state: return Shape(least: 7, most: 7, priority: 0)
    case .expires: return Shape(least: 7, most: 7, priority: 8, alignment: .trailing)
    case .last: return Shape(least: 4, most: 4, priority: 5, alignment: .trailing)
    case .signals: return Shape(least: isWide ? 16 : 11, most: 28, priority: 6)
    case .destination: return Shape(least: short, most: long, priority: 3)
    case .domain: return Shape(least: 8, most: 20, priority: 2)
    case .limit: return Shape(least: 5, most: 8, priority: 2, alignment: .trailing)
    case .executions: return Shape(least: 5, most: 6, priority: 1, alignment: .trailing)
    case .granted: return Shape(least: 7, most: 7, priority: 1, alignment: .trailing)
    case .label: return Shape(least: 12, most: 28, priority: 2)
    }
  }
}

extension RowCells {
  /// One cell; the bar of what is spent is drawn by itself.
  func cell(_ id: ColumnID, width: Int, hasState: Bool) -> (text: SafeText, style: Style) {
    switch id {
    case .risk: (risk, riskStyle)
    case .signals: (signals(width: width), style)
    case .state: (state, stateStyle)
    case .session: (key(width: width), style)
    case .wallet: (wallet(width: width), style)
    case .capability: (capability, style)
    case .chain: (chain, style)
    case .spent: (SafeText(Self.figures(row)), style)
    case .denied: (denied, deniedStyle)
    case .expires: clock(hasState: hasState)
    case .last: (last, style)
    case .destination: (destination(width: width), style)
    case .domain: (Format.fit(SafeText(row.envelope.nonceDomain.text), width: width, glyphs: glyphs), style)
    case .limit: (SafeText(Format.shortMoney(row.envelope.maxValue)), style)
    case .executions: (SafeText(Format.shortCount(Int(clamping: row.executions))), style)
    case .granted: (SafeText(Format.age(now - row.grantedAt)), style)
    case .label: (labels(width: width), style)
    }
  }

  private func destination(width: Int) -> SafeText {
    let all = row.envelope.allDestinations
    guard let first = all.first else { return "-" }
    let more: SafeText = all.count > 1 ? " +\(all.count - 1)" : ""
    return Format.fit(SafeText(first.text), width: max(1, width - more.width), glyphs: glyphs) + more
  }

  private func labels(width: Int) -> SafeText {
    let all = row.envelope.labels
    guard let first = all.first else { return "" }
    let more: SafeText = all.count > 1 ? " +\(all.count - 1)" : ""
    let text = SafeText(first.key) + "=" + SafeText(first.value)
    return text.prefix(width: max(1, width - more.width), glyphs: glyphs) + more
  }
}
