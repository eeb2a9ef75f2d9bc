import IncidentResponse
import SessionStore
import Terminal

/// The filters and orders of the lists beside the sessions'.
extension Model {
  /// The names of the fields that the list on the screen can be filtered by; nil where there is no such list.
  var rowFilterFields: [String]? {
    switch screen {
    case .alerts: Alert.filterFields
    case .incidents: Incident.filterFields
    case .approvals: ApprovalRequest.filterFields
    case .drills: DrillRecord.filterFields
    default: nil
    }
  }

  var rowFilter: RowFilter {
    get { rowFilters[screen] ?? RowFilter() }
    set {
      rowFilters[screen] = newValue
      arrangeRows()
    }
  }

  var isTypingFilter: Bool {
    filter.isEditing || rowFilter.isEditing || policyField != nil || isFilteringAudit
  }

  var filterAvailability: Availability {
    [.sessions, .policy, .audit].contains(screen) || rowFilterFields != nil
      ? .enabled : .disabled("nothing here has a filter")
  }

  mutating func beginRowFilter(_ text: String?) -> [Effect] {
    if let text {
      rowFilter.set(text)
      chooseRow()
    } else {
      cursorBeforeFilter = rowCursor
      rowFilter.begin()
    }
    return []
  }

  mutating func handleInRowFilter(_ key: Key) -> [Effect] {
    switch (key.code, key.modifiers) {
    case (.enter, []): rowFilter.apply()
    case (.escape, []), (.character("c"), .control):
      rowFilter.cancel()
      rowCursor = cursorBeforeFilter
    default:
      var isKnown = false
      rowFilter.edit { isKnown = $0.handle(key) }
      if !isKnown { return refuse("`\(key)` means nothing in a text: Enter applies, Esc leaves") }
      chooseRow()
    }
    scrollRows()
    return []
  }

  /// How many of those that were read are shown.
  var rowCounts: (shown: Int, read: Int)? {
    switch screen {
    case .alerts: (alerts.shown.count, alerts.alerts.count)
    case .incidents: (incidents.shown.count, incidents.incidents.count)
    case .approvals: (approvals.shown.count, approvals.requests.count)
    case .drills: (drills.shown.count, drills.drills.count)
    default: nil
    }
  }

  private mutating func arrangeRows() {
    let text = rowFilter.shown
    switch screen {
    case .alerts: alerts.filter = text
    case .incidents: incidents.filter = text
    case .approvals: approvals.filter = text
    case .drills: drills.filter = text
    default: break
    }
    scrollRows()
  }

  /// Where the chosen row is filtered away, the first one is chosen: a key acts on it only once it was drawn.
  private mutating func chooseRow() {
    switch screen {
    case .alerts: if alerts.cursorIndex == nil { alerts.chooseFirst() }
    case .incidents:
      if incidents.cursorIndex == nil, let first = incidents.shown.first { incidents.choose(first.id) }
    case .approvals: if approvals.cursorIndex == nil { approvals.chooseFirst() }
    case .drills: if drills.cursorIndex == nil { drills.move(by: 0) }
    default: break
    }
    movedByAnswer = true
  }

  private mutating func scrollRows() {
    alerts.scroll(height: bodyRows)
    incidents.scroll(height: incidentRows)
    approvals.scroll(height: approvalRows)
    drills.scroll(height: bodyRows - 1)
  }

  private var rowCursor: RowCursor? {
    get {
      switch screen {
      case .alerts: alerts.cursor.map { .alert($0) }
      case .incidents: incidents.cursor.map { .name($0) }
      case .approvals: approvals.cursor.map { .name($0) }
      case .drills: drills.cursor.map { .name($0) }
      default: nil
      }
    }
    set {
      switch (screen, newValue) {
      case (.alerts, .alert(let id)?): alerts.choose(id)
      case (.incidents, .name(let id)?): incidents.choose(id)
      case (.approvals, .name(let id)?): approvals.choose(id)
      case (.drills, .name(let id)?): drills.choose(id)
      default: break
      }
    }
  }

  // MARK: Orders

  mutating func changeRowSort(_ name: String?) -> [Effect] {
    switch screen {
    case .alerts:
      switch Self.next(alerts.sort, name) {
      case .success(let sort): alerts.sort = sort
      case .failure(let refusal): return refuse(refusal.reason)
      }
      say("alerts by \(alerts.sort.rawValue)")
    case .incidents:
      switch Self.next(incidents.sort, name) {
      case .success(let sort): incidents.sort = sort
      case .failure(let refusal): return refuse(refusal.reason)
      }
      say("incidents by \(incidents.sort.rawValue)")
    default: break
    }
    scrollRows()
    return []
  }

  private static func next<Sort: RawRepresentable & CaseIterable & Equatable>(
    _ sort: Sort, _ name: String?
  ) -> Result<Sort, TargetRefusal> where Sort.RawValue == String {
    let all = Array(Sort.allCases)
    guard let name else {
      let index = all.firstIndex(of: sort) ?? 0
      return .success(all[(index + 1) % all.count])
    }
    if let named = all.first(where: { $0.rawValue == name.lowercased() }) { return .success(named) }
    let known = all.map(\.rawValue).joined(separator: ", ")
    return .failure(TargetRefusal(reason: "`\(name)` is no order: expected \(known)"))
  }
}

/// The row that was chosen before a filter was typed.
enum RowCursor: Hashable, Sendable {
  case alert(Int64)
  case name(String)
}
