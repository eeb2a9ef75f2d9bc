import Delegation
import SessionStore

extension Model {
  /// Rows that are read at once: some screens full.
  static let windowRows = 200

  private var limit: Int { max(Self.windowRows, 3 * bodyRows) }

  // MARK: Asking

  mutating func storeChanged() -> [Effect] {
    if let asked = loads.lastAsked, now - asked < settings.refresh, now >= asked {
      loads.dueAt = loads.dueAt ?? asked + settings.refresh
      return []
    }
    return reloadNow()
  }

  mutating func reloadNow() -> [Effect] {
    (grouping == nil ? ask(.refresh) : askGroups()) + askOverview() + askDetail() + askRisk()
      + (screen == .alerts ? askAlerts() : [])
      + (screen == .metrics ? askMetrics() : []) + (screen == .approvals ? askApprovals() : [])
      + (screen == .drills ? askDrills() : []) + (screen == .policy ? askPolicyAgain() : [])
      + (screen == .audit ? askAudit() : []) + askIncidentScreens() + askMarked()
  }

  /// Also what is read seldom.
  mutating func reloadAll() -> [Effect] {
    metrics.askedAt = nil
    policy.askedAt = nil
    log.askedAt = nil
    return reloadNow() + (screen == .policy ? askPosture() : [])
  }

  /// Reads the list for another filter or order.
  mutating func choose() -> [Effect] { grouping == nil ? ask(.choose) : askGroups() }

  /// Asks for rows, or remembers to when one question is open: never two wait.
  mutating func ask(_ purpose: Loads.Purpose) -> [Effect] {
    loads.dueAt = nil
    loads.lastAsked = now
    guard loads.flight == nil else {
      // A refresh adds nothing to another question: that one brings fresh rows as well.
      if purpose != .refresh || loads.next == nil { loads.next = purpose }
      return []
    }
    let query = query(for: purpose)
    loads.flight = Loads.Flight(purpose: purpose, query: query)
    loads.next = nil
    loads.begun[.list] = now
    return [.list(query)]
  }

  private func query(for purpose: Loads.Purpose) -> SessionQuery {
    let window: SessionQuery.Window =
      switch purpose {
      case .first: .from(0)
      case .last: .from(max(0, list.matching - limit))
      // All rows whose order is held, and some that came between.
      case .refresh where isHeld && !list.order.isEmpty: .from(list.offset)
      case .refresh where list.cursor != nil && list.cursorIndex == nil: .from(list.windowStart(limit: limit))
      default: list.cursor.map { .around($0) } ?? .from(0)
      }
    let isHeldRefresh = purpose == .refresh && isHeld
    let rows = isHeldRefresh ? max(limit, list.order.count + Self.windowRows / 2) : limit
    return SessionQuery(filter: filter.shown, sort: sort, window: window, limit: rows)
  }

  mutating func askOverview() -> [Effect] {
    begin(.overview) ? [.overview] : []
  }

  /// The session of the page, or the one whose revocation is watched.
  mutating func askDetail() -> [Effect] {
    let question: (Identifier, Int)? =
      if let key = page.key { (key, Self.executionsMax) } else { revocations.watched.map { ($0.key, 0) } }
    guard let (key, executions) = question else { return [] }
    return begin(.detail) ? [.detail(key, executions: executions)] : []
  }

  mutating func askRisk() -> [Effect] {
    guard let key = page.key else { return [] }
    return begin(.risk) ? [.risk(key)] : []
  }

  mutating func askAlerts() -> [Effect] { begin(.alerts) ? [.alerts(alerts.query)] : [] }

  /// Unless they were read just now: they are sums over two weeks.
  mutating func askMetrics() -> [Effect] {
    if let asked = metrics.askedAt, now - asked < MetricsPage.span, now >= asked { return [] }
    guard begin(.metrics) else { return [] }
    metrics.askedAt = now
    return [.metrics(MetricsQuestion(at: storeNow))]
  }

  /// - Returns: false when one is on its way already: then it is asked for again when that has come.
  mutating func begin(_ load: Load) -> Bool {
    guard loads.begun[load] == nil else {
      loads.wanted.insert(load)
      return false
    }
    loads.wanted.remove(load)
    loads.begun[load] = now
    return true
  }

  /// Begins a read that only the answer to this very question ends.
  /// - Returns: false when one is on its way already.
  mutating func pose(_ question: Effect, as load: Load) -> Bool {
    guard begin(load) else { return false }
    loads.questions[load] = question
    return true
  }

  /// - Returns: false when nobody waits for the answer to this question: it is dropped.
  mutating func settle(_ question: Effect, as load: Load) -> Bool {
    guard loads.begun[load] != nil, loads.questions[load] == question else { return false }
    _ = end(load)
    return true
  }

  /// - Returns: whether it was asked for again meanwhile.
  mutating func end(_ load: Load) -> Bool {
    loads.note(endOf: load)
    return loads.wanted.remove(load) != nil
  }

  // MARK: Answers

  mutating func listed(_ query: SessionQuery, _ listing: SessionListing) -> [Effect] {
    guard let flight = loads.flight, flight.query == query else { return [] }
    loads.flight = nil
    loads.note(endOf: .list)
    noteFresh(listing.asOf)
    for row in listing.rows { noteEffect(row) }
    marks.update(listing.rows, isWhole: false)
    let isCurrent = query.filter == filter.shown && query.sort == sort
    var effects: [Effect] = []
    let before = list.cursor
    if isCurrent {
      loads.shown = query
      effects = take(flight.purpose, query, listing)
      if flight.purpose == .choose { marks.judge(filter.shown, at: storeNow) }
    }
    if let before, list.cursor != before { movedByAnswer = true }
    list.scroll(height: bodyRows)
    if let next = loads.next { effects += ask(next) } else if !isCurrent { effects += ask(.choose) }
    return effects
  }

  private mutating func take(
    _ purpose: Loads.Purpose, _ query: SessionQuery, _ listing: SessionListing
  ) -> [Effect] {
    switch purpose {
    case .first, .last:
      list.show(listing)
      if purpose == .first { list.chooseFirst() } else { list.chooseLast() }
    case .choose:
      list.show(listing)
      // Unless the operator moved meanwhile: then the cursor stands on nothing until the next move.
      if list.cursorIndex == nil, query.window == list.cursor.map({ .around($0) }) ?? .from(0) {
        list.chooseFirst()
      }
    case .extend: list.extend(listing)
    case .refresh where isHeld && !list.order.isEmpty: list.hold(listing, isAll: query.filter == .all)
    case .refresh:
      // The chosen session is out of the filter or gone, and the answer is about the top: ask for where it stood.
      if case .around(let key) = query.window, !listing.rows.contains(where: { $0.id == key }),
        listing.rows.count < listing.matching, list.windowStart(limit: limit) > 0
      {
        list.lose(key)
        return ask(.refresh)
      }
      list.show(listing)
    }
    return []
  }

  mutating func overviewed(_ overview: Overview) -> [Effect] {
    let dress = themeEffects(from: self.overview, to: overview)
    let chosen: ModeCandidate? = if case .modes(let chooser) = overlay { chooser.candidate } else { nil }
    let before = chosen.map { modesInForce.mode(of: $0.scope) }
    self.overview = overview
    if before != chosen.map({ modesInForce.mode(of: $0.scope) }) { movedByAnswer = true }
    noteFresh(overview.asOf)
    return dress + prepareSearch(overview) + (end(.overview) ? askOverview() : [])
      + (screen == .policy ? askPolicyAgain() : [])
  }

  /// From so many sessions on a run through all of them is felt.
  static let searchFrom = 20_000

  private mutating func prepareSearch(_ overview: Overview) -> [Effect] {
    guard overview.sessions >= Self.searchFrom, !loads.isSearchPrepared else { return [] }
    loads.isSearchPrepared = true
    return [.prepareSearch]
  }

  mutating func detailed(_ key: Identifier, _ detail: SessionDetail?) -> [Effect] {
    if let row = detail?.row { noteEffect(row) }
    if page.key == key {
      page.detail = detail ?? page.detail
      page.isMissing = detail == nil
      page.asOf = storeNow
      page.top = min(page.top, max(0, SessionPageView.lineCount(self) - bodyRows))
    }
    return end(.detail) ? askDetail() : []
  }

  mutating func explained(_ key: Identifier, _ report: RiskReport?) -> [Effect] {
    if page.key == key {
      page.risk = report ?? page.risk
      page.top = min(page.top, max(0, SessionPageView.lineCount(self) - bodyRows))
    }
    return end(.risk) ? askRisk() : []
  }

  mutating func alertsListed(_ query: AlertQuery, _ listing: AlertListing) -> [Effect] {
    let again = end(.alerts)
    noteFresh(listing.asOf)
    guard query == alerts.query else { return askAlerts() }
    if alerts.show(listing) { movedByAnswer = true }
    alerts.scroll(height: bodyRows)
    return again ? askAlerts() : []
  }

  mutating func measured(_ report: MetricsReport) -> [Effect] {
    metrics.report = report
    metrics.receivedAt = storeNow
    metrics.failure = nil
    metrics.top = min(metrics.top, MetricsView.topMax(self))
    _ = end(.metrics)
    return []
  }

  mutating func loadFailed(_ load: Load, _ error: StoreError) -> [Effect] {
    if let effects = auditFailed(load, error) { return effects }
    // Nobody waits for it any more.
    if load.isPosed, loads.begun[load] == nil { return [] }
    _ = end(load)
    if load == .metrics {
      // What is known of sessions is as fresh as before.
      metrics.failure = error
      return []
    }
    if load == .posture {
      policy.failure = error
      return []
    }
    // Beside a screen's own matter they only tell whether a drill is open, and how many requests wait.
    if load == .incidents, !isOnIncidents { return [] }
    if load == .approvals, screen != .approvals { return [] }
    if load == .json { return refuse("it could not be read: \(error.sentence)") }
    if load == .matching {
      return refuse("what matches could not be read: \(error.sentence); no mark was changed")
    }
    if load == .marked, case .bulk(var card) = overlay {
      if card.phase == .checking { card.phase = .asking }
      overlay = .bulk(card)
      return refuse("the marked sessions could not be read, nothing was revoked: \(error.sentence)")
    }
    if load == .list { loads.flight = nil }
    if load == .related, case .chooser(let chooser) = overlay, case .scope = chooser.purpose { overlay = nil }
    freshness.failure = error
    loads.dueAt = now + Self.staleSpan
    return []
  }

  mutating func noteFresh(_ asOf: Timestamp) {
    freshness = Freshness(asOf: max(asOf, freshness.asOf ?? asOf), receivedAt: now, failure: nil)
  }

  /// What is shown may be behind the store.
  var isStale: Bool {
    if freshness.failure != nil { return true }
    return loads.begun.contains { !$0.key.isApart && now - $0.value >= Self.staleSpan }
  }
}
