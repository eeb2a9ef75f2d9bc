import AuditTrail
import Delegation
import PolicyEngine
import RiskScoring

/// Alerts, metrics and the seed's window, counted anew from the log by the steps that the enforcing transaction takes.
struct RecountedWatch {
  struct AlertRow {
    let raise: Raise
    var lastAt: Timestamp
    var count: Int64 = 1
    var peak: RiskScore
    var state = AlertState.open
    var label: String?
    var acknowledgedBy: String?
    var acknowledgedAt: Timestamp?
    var closedBy: String?
    var closedAt: Timestamp?
    var revokedAt: Timestamp?
    var effectiveAt: Timestamp?
  }

  struct ListRow {
    let name: String
    let digest: String
    let entries: Int64
    let addedAt: Timestamp
    let addedBy: String
    var removedAt: Timestamp?
  }

  private struct Place: Hashable {
    let a: String
    let b: String
  }

  private(set) var watch = Watch()
  private(set) var alerts: [AlertRow] = []
  private var openAlerts: [Place: Int] = [:]
  private var alertsOfSubject: [String: [Int]] = [:]
  private(set) var mismatches = RecountedMismatches()
  private var lastGrant: [Place: Int] = [:]
  private(set) var domains: [String: (classes: String, sessions: Int64)] = [:]
  private(set) var lists: [ListRow] = []
  private var activeLists: Set<Int64> = []
  private var families: [Identifier: String] = [:]

  /// In the order of the table's key.
  var grants: [(wallet: String, app: String, session: Int)] {
    lastGrant.map { ($0.key.a, $0.key.b, $0.value) }.sorted {
      let isOneWallet = $0.wallet.utf8.elementsEqual($1.wallet.utf8)
      return isOneWallet
        ? $0.app.utf8.lexicographicallyPrecedes($1.app.utf8)
        : $0.wallet.utf8.lexicographicallyPrecedes($1.wallet.utf8)
    }
  }

  mutating func use(_ policy: Policy, at time: Timestamp) {
    families = policy.familyByDestination
    mismatches.use(policy.detection.window, at: time)
  }

  // MARK: Executions

  mutating func take(
    _ request: ExecutionRequest, _ decision: Decision, sequence: Int64, _ index: Int,
    _ session: inout Recount.Session, _ rows: RecountRows, under policy: Policy
  ) {
    var count: Int64?
    if decision.reasons.contains(.chainMismatch) || decision.reasons.contains(.destinationNotAllowed) {
      count = mismatches.add(index, at: decision.at)
    }
    let listing = rows.listing(request.destination, chain: request.chainID, of: activeLists)
    _ = watch.take(
      request, decision, sequence: sequence, session.state, risk: &session.risk, mismatches: count,
      isListed: listing.isBad, family: family(request.destination, listing), under: policy)
    settleRaises()
  }

  mutating func take(unknown request: ExecutionRequest, _ decision: Decision, _ rows: RecountRows) {
    let listing = rows.listing(request.destination, chain: request.chainID, of: activeLists)
    watch.take(unknown: request, decision, family: family(request.destination, listing))
  }

  private func family(_ destination: Identifier, _ listing: Listing) -> String {
    families[destination] ?? listing.family ?? HealthMetrics.unknownFamily
  }

  // MARK: Life of sessions

  /// - Returns: the id of the session that the wallet granted the same app before.
  mutating func granted(_ session: Recount.Session, sequence: Int64, id: Int) -> Int? {
    let envelope = session.state.envelope
    watch.sums.plan(session.state, session.classes)
    let domain = envelope.nonceDomain.text
    if let known = domains[domain] {
      if let raise = Raise.sharedDomain(
        envelope, known: known.classes, session.classes, sequence: sequence, at: session.grantedAt)
      {
        self.raise(raise)
      }
      domains[domain] = (NonceDomain.union(known.classes, session.classes), known.sessions + 1)
    } else {
      domains[domain] = (session.classes, 1)
    }
    guard let app = envelope.app else { return nil }
    let place = Place(a: envelope.wallet.text, b: app)
    defer { lastGrant[place] = id }
    return lastGrant[place]
  }

  mutating func replan(_ before: SessionState, _ session: Recount.Session) {
    watch.sums.move(
      session.classes, issuedAt: before.issuedAt, from: before.plannedEnd, to: session.state.plannedEnd)
  }

  mutating func countLate(
    _ session: inout Recount.Session, from start: Timestamp, until end: Timestamp?, _ rows: RecountRows
  ) {
    let late = rows.late(last: session.lastExecution, from: start, until: end)
    if late.isEmpty { return }
    session.risk.set(.allowedAfterRevocation)
    for execution in late {
      let listing = rows.listing(execution.destination, chain: execution.chain, of: activeLists)
      watch.sums.addLate(
        chain: session.state.envelope.chainID, family: family(execution.destination, listing),
        at: execution.at)
    }
  }

  // MARK: Alerts

  mutating func raise(_ raise: Raise) {
    let place = Place(a: raise.subject, b: raise.kind.rawValue)
    if let index = openAlerts[place] {
      alerts[index].count += 1
      alerts[index].lastAt = raise.at
      alerts[index].peak = max(alerts[index].peak, raise.score)
    } else if raise.opens {
      openAlerts[place] = alerts.count
      alertsOfSubject[raise.subject, default: []].append(alerts.count)
      alerts.append(AlertRow(raise: raise, lastAt: raise.at, peak: raise.score))
    }
  }

  private mutating func settleRaises() {
    for raise in watch.raises.taken() { self.raise(raise) }
  }

  mutating func noteRevoked(_ key: String, at time: Timestamp) {
    for index in criticalAlerts(of: key) where alerts[index].revokedAt == nil {
      alerts[index].revokedAt = time
    }
  }

  mutating func noteEffective(_ key: String, at time: Timestamp) {
    for index in criticalAlerts(of: key)
    where alerts[index].revokedAt != nil && alerts[index].effectiveAt == nil {
      alerts[index].effectiveAt = time
    }
  }

  private func criticalAlerts(of key: String) -> [Int] {
    (alertsOfSubject[key] ?? []).filter { alerts[$0].raise.kind == .riskCritical }
  }

  /// - Returns: what is wrong with an operator's action.
  mutating func act(_ entry: AuditEntry, endLag: (String) -> Void) -> String? {
    guard let id = Int(entry.target), alerts.indices.contains(id - 1) else {
      return "it acts on an alert that the log does not raise"
    }
    let index = id - 1
    switch entry.action {
    case "alert.acknowledge":
      alerts[index].state = .acknowledged
      alerts[index].acknowledgedBy = entry.who
      alerts[index].acknowledgedAt = entry.at
    case "alert.close":
      alerts[index].state = .closed
      alerts[index].label = entry.after ?? alerts[index].label
      alerts[index].closedBy = entry.who
      alerts[index].closedAt = entry.at
      openAlerts[Place(a: alerts[index].raise.subject, b: alerts[index].raise.kind.rawValue)] = nil
      if alerts[index].raise.kind == .riskCritical, entry.after == AlertLabel.noise.rawValue {
        endLag(alerts[index].raise.subject)
      }
    default: alerts[index].label = entry.after
    }
    return nil
  }

  // MARK: Lists

  mutating func change(lists entry: AuditEntry) -> String? {
    if entry.action == "list.remove" {
      guard let index = lists.lastIndex(where: { $0.name == entry.target && $0.removedAt == nil }) else {
        return "it removes a list that is not in the log"
      }
      lists[index].removedAt = entry.at
      activeLists.remove(Int64(index + 1))
      return nil
    }
    let words = (entry.after ?? "").split(separator: " ").map(String.init)
    guard words.count == 2, let count = Int64(words[1]) else { return "it names no list" }
    if let index = lists.lastIndex(where: { $0.name == entry.target && $0.removedAt == nil }) {
      lists[index].removedAt = entry.at
      activeLists.remove(Int64(index + 1))
    }
    lists.append(
      ListRow(
        name: entry.target, digest: words[0], entries: count, addedAt: entry.at,
        addedBy: Operator(name: entry.who, plane: entry.plane).qualifiedName))
    activeLists.insert(Int64(lists.count))
    return nil
  }
}
