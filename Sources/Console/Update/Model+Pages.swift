import IncidentResponse
import SessionStore
import Terminal

/// Pages of text over a screen.
extension Model {
  mutating func handle(_ key: Key, isBurst: Bool, _ page: TextPage) -> [Effect] {
    var page = page
    let rows = TextPageView.rows(in: size)
    let action = keymap.action(for: key)
    switch action?.id {
    case .down: page.top += 1
    case .up: page.top -= 1
    case .pageDown: page.top += max(1, rows - 1)
    case .pageUp: page.top -= max(1, rows - 1)
    case .first: page.top = 0
    case .last: page.top = TextPageView.lineCount(page, self)
    case let id? where isBurst: return noteBurst(key, wouldAct: acts(id, on: page))
    case nil where isBurst: return noteBurst(key, wouldAct: false)
    case .json? where page.jsonSubject != nil:
      return page.jsonSubject.map { showJSON(of: $0, .pager) } ?? []
    case let id? where acts(id, on: page):
      overlay = nil
      return action.map { perform($0) } ?? []
    case .back, .quit, .open:
      overlay = nil
      return []
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default:
      return refuse("`\(key)` did nothing: \(movingKeys(joinedBy: " and ")) scroll the page, Esc closes it")
    }
    page.top = min(max(0, page.top), max(0, TextPageView.lineCount(page, self) - rows))
    overlay = .page(page)
    return []
  }

  /// What may be done to the very thing that is read.
  private func acts(_ id: ActionID, on page: TextPage) -> Bool {
    switch page.subject {
    case .notice: id == .editNotice || id == .palette
    case .request: id == .accept || id == .deny || id == .palette
    case .why, .drill, .policy, .proof, .verification: false
    }
  }

  // MARK: Why

  var whyAvailability: Availability {
    guard case .session = screen else {
      return .disabled("no executions are shown here: `:why LEAF` explains the one with that leaf")
    }
    return page.detail?.executions.isEmpty == false ? .enabled : .disabled("this session has no execution")
  }

  /// - Parameter leaf: the number of an execution's leaf; without it the operator chooses one of those that are shown.
  mutating func explain(_ leaf: String?) -> [Effect] {
    if let leaf {
      guard let sequence = Int64(leaf), sequence > 0 else {
        return refuse("`\(leaf)` is no leaf: expected the number of an execution's leaf")
      }
      return explain(sequence)
    }
    let items = (page.detail?.executions ?? []).map { record in
      Chooser.Item.execution(record.sequence, words: RecordLines.words(record, glyphs: settings.glyphs))
    }
    overlay = .chooser(Chooser(purpose: .why, items: items))
    return []
  }

  mutating func explain(_ sequence: Int64) -> [Effect] {
    guard pose(.why(sequence), as: .why) else {
      return refuse("another execution is being explained: press it again then")
    }
    return [.why(sequence)]
  }

  mutating func whyRead(_ sequence: Int64, _ answer: WhyAnswer?) -> [Effect] {
    guard settle(.why(sequence), as: .why) else { return [] }
    guard let answer else { return refuse("leaf \(sequence) is no execution") }
    guard overlay == nil, !isTypingFilter else { return [] }
    overlay = .page(TextPage(subject: .why(answer)))
    return []
  }

  // MARK: Drills

  mutating func askDrills() -> [Effect] { begin(.drills) ? [.drills] : [] }

  mutating func drillsListed(_ all: [DrillRecord]) -> [Effect] {
    drills.show(all)
    drills.scroll(height: bodyRows - 1)
    return end(.drills) ? askDrills() : []
  }

  mutating func openDrill() -> [Effect] {
    guard let drill = drills.cursorDrill else { return refuse("no drill is chosen") }
    guard drill.report != nil else { return refuse("the report of \(drill.id) does not read") }
    overlay = .page(TextPage(subject: .drill(drill.id)))
    return []
  }

  /// The drill that is open, whichever screen is shown.
  var openDrillIncident: Incident? { incidents.open.first { $0.isDrill } }
}
