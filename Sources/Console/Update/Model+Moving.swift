import IncidentResponse
import Delegation
import SessionStore

extension Model {
  mutating func move(by distance: Int) -> [Effect] {
    switch screen {
    case .session:
      page.top = min(max(0, page.top + distance), max(0, SessionPageView.lineCount(self) - bodyRows))
    case .metrics: metrics.top = min(max(0, metrics.top + distance), MetricsView.topMax(self))
    case .incident: moveTimeline(by: distance)
    case .incidents:
      incidents.move(by: distance)
      incidents.scroll(height: incidentRows)
    case .approvals:
      approvals.move(by: distance)
      approvals.scroll(height: approvalRows)
    case .drills:
      drills.move(by: distance)
      drills.scroll(height: bodyRows - 1)
    case .policy: movePolicy(by: distance)
    case .audit: return moveAudit(by: distance)
    case .alerts:
      alerts.move(by: distance)
      alerts.scroll(height: bodyRows)
      return alerts.widen(height: bodyRows) ? askAlerts() : []
    case .sessions where grouping != nil:
      groups.move(by: distance)
      groups.scroll(height: bodyRows)
      return groups.widen(height: bodyRows) ? askGroups() : []
    case .sessions:
      list.move(by: distance)
      list.scroll(height: bodyRows)
      holdOrder()
      return list.needsMore(height: bodyRows) ? ask(.extend) : []
    }
    return []
  }

  mutating func jump(to end: Loads.Purpose) -> [Effect] {
    switch screen {
    case .session: return move(by: end == .first ? -page.top : SessionPageView.lineCount(self))
    case .metrics: return move(by: end == .first ? -metrics.top : MetricsView.topMax(self))
    case .alerts: return move(by: end == .first ? -alerts.alerts.count : alerts.alerts.count)
    case .incident: return move(by: end == .first ? -incidentPage.top : shownIncident?.events.count ?? 0)
    case .incidents:
      return move(by: end == .first ? -incidents.incidents.count : incidents.incidents.count)
    case .approvals:
      return move(by: end == .first ? -approvals.requests.count : approvals.requests.count)
    case .audit: return moveAudit(by: end == .first ? -audit.shown.count : audit.shown.count)
    case .drills: return move(by: end == .first ? -drills.drills.count : drills.drills.count)
    case .sessions where grouping != nil:
      return move(by: end == .first ? -groups.groups.count : groups.groups.count)
    case .policy: return move(by: end == .first ? -policy.lines.count : policy.lines.count)
    case .sessions: break
    }
    let isHere = end == .first ? list.offset == 0 : list.offset + list.order.count >= list.matching
    holdOrder()
    guard isHere else { return ask(end) }
    if end == .first { list.chooseFirst() } else { list.chooseLast() }
    list.scroll(height: bodyRows)
    return []
  }

  mutating func holdOrder() { heldUntil = now + Self.holdSpan }

  /// Lets rows take their places once nothing holds them.
  mutating func letGo() -> [Effect] {
    guard !isHeld, list.waiting != nil else { return [] }
    let isShown = list.release()
    list.scroll(height: bodyRows)
    return isShown ? [] : ask(.refresh)
  }

  mutating func toggleFreeze() -> [Effect] {
    frozenSince = isFrozen ? nil : now
    if !isFrozen { heldUntil = nil }
    return letGo()
  }

  mutating func goBack() -> [Effect] {
    if stopWaiting() { return [] }
    if screen == .audit, !audit.needle.isEmpty { return filterAudit("") }
    if screen == .sessions, grouping == nil, !marks.isEmpty { return clearMarks() }
    if rowFilterFields != nil, !rowFilter.text.isEmpty { return beginRowFilter("") }
    if let effects = stepBack() { return effects }
    if screens.count > 1 {
      screens.removeLast()
      page = SessionPage()
      return askShown()
    }
    if grouping != nil { return group("none") }
    _ = filter.set("")
    return choose()
  }

  var backAvailability: Availability {
    let isAway =
      screens.count > 1 || !filter.appliedText.isEmpty || !marks.isEmpty || !trail.isEmpty
      || grouping != nil || longAwaited != nil
    return isAway ? .enabled : .disabled("this is the first screen")
  }

  mutating func open(_ name: String?) -> [Effect] {
    if name == nil, screen == .incidents {
      guard let chosen = incidents.cursorIncident else { return refuse("no incident is chosen") }
      return show(incident: chosen.id)
    }
    if name == nil, screen == .approvals { return openRequest() }
    if name == nil, screen == .drills { return openDrill() }
    if name == nil, showsGroups { return openGroup() }
    if name == nil, screen == .policy { return openPolicyRow() }
    if name == nil, screen == .audit { return openEntry() }
    let key: Identifier
    switch lookedAt(named: name) {
    case .success(let found): key = found
    case .failure(let refusal): return refuse(refusal.reason)
    }
    if case .session = screen { screens.removeLast() }
    screens.append(.session(key))
    page = SessionPage()
    page.key = key
    holdOrder()
    return askDetail() + askRisk()
  }

  mutating func go(to screen: Screen) -> [Effect] {
    screens = screen == .sessions ? [.sessions] : [.sessions, screen]
    page = SessionPage()
    return askShown()
  }

  /// What only the screen that shows needs.
  mutating func askShown() -> [Effect] {
    switch screen {
    case .alerts: askAlerts()
    case .metrics: askMetrics()
    case .incidents, .incident: askIncidentScreens()
    case .approvals: askApprovals()
    case .drills: askDrills()
    case .policy: enterPolicy()
    case .audit: askAudit()
    case .session: askDetail() + askRisk()
    case .sessions: []
    }
  }

  mutating func toggleAllAlerts() -> [Effect] {
    alerts.showsAll.toggle()
    say(alerts.showsAll ? "all alerts, the closed ones too" : "alerts that are not closed")
    return askAlerts()
  }

  var openAvailability: Availability {
    switch screen {
    case .session: .disabled("a session is open already")
    case .alerts where alerts.cursorAlert != nil && subject == nil:
      .disabled("this alert is about no single session")
    case .sessions where grouping != nil: groups.cursor == nil ? .disabled("no group is chosen") : .enabled
    case .sessions, .alerts: .enabled
    case .incidents: incidents.cursorIncident == nil ? .disabled("no incident is chosen") : .enabled
    case .incident: subject == nil ? .disabled("no session is known here") : .enabled
    case .approvals:
      approvals.cursorRequest == nil ? .disabled("no request waits for an answer") : .enabled
    case .audit: proveAvailability
    case .drills: drills.cursorDrill == nil ? .disabled("no drill is chosen") : .enabled
    case .policy: policy.cursorIndex == nil ? .disabled("no row is chosen") : .enabled
    case .metrics: .disabled("no session is chosen")
    }
  }

  var listAvailability: Availability {
    screen == .sessions ? .enabled : .disabled("the list of sessions is not shown")
  }

  var sortAvailability: Availability {
    screen == .alerts || screen == .incidents ? .enabled : orderAvailability
  }

  var orderAvailability: Availability {
    guard screen == .sessions else { return .disabled("only the list has an order") }
    return grouping == nil ? .enabled : .disabled("groups stand in one order, the worst first")
  }

  mutating func changeSort(_ name: String?) -> [Effect] {
    if screen != .sessions { return changeRowSort(name) }
    if let name {
      guard let named = SessionSort.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
      else {
        let known = SessionSort.allCases.map(\.rawValue).joined(separator: ", ")
        return refuse("`\(name)` is no order: expected \(known)")
      }
      sort = named
    } else {
      let all = SessionSort.allCases
      let index = all.firstIndex(of: sort) ?? 0
      sort = all[(index + 1) % all.count]
    }
    return choose()
  }

  mutating func beginFilter(_ text: String?) -> [Effect] {
    if rowFilterFields != nil { return beginRowFilter(text) }
    if screen == .policy { return beginPolicyFilter(text) }
    if screen == .audit { return filterAudit(text) }
    guard let text else {
      filter.begin(cursor: list.cursor)
      return []
    }
    if let mistake = filter.set(text) { return refuse(mistake) }
    return choose()
  }

  mutating func copyKey() -> [Effect] {
    switch lookedAt(named: nil) {
    case .success(let key): return [.copy(key.text)]
    case .failure(let refusal): return refuse(refusal.reason)
    }
  }
}
