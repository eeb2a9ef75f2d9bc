import AuditTrail
import IncidentResponse
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore

extension Model {
  /// When everything is read again though no change was heard of: time alone ends sessions and empties the
  /// window of the denied share.
  var heartbeatAt: Timestamp? {
    guard let asked = loads.lastAsked else { return nil }
    if fades { return wholeSecond(asked + Self.fadeSpan) }
    let hasRecent = overview.map { $0.recentAllowed + $0.recentDenied > 0 } ?? false
    return asked + TimeSpan(seconds: hasRecent ? 10 : 60)
  }

  /// When time alone changes something: the next moment for ``Event/tick``.
  ///
  /// What only shows is put off to whole seconds, so that a screen full of countdowns wakes once a second.
  var nextWake: Timestamp {
    let exact = [
      loads.dueAt, pointsDue, heartbeatAt, boardDue, incidentsDue, list.waiting == nil ? nil : heldUntil,
      awaitedChangesAt,
    ]
    .compactMap { $0 }
    let shown = shownChanges.map(wholeSecond)
    let next = (exact + shown).min() ?? now + TimeSpan(seconds: 60)
    return max(next, now + TimeSpan(milliseconds: 1))
  }

  /// Moments at which some text on the screen becomes another.
  private var shownChanges: [Timestamp] {
    var moments = [now + TimeSpan(milliseconds: 60_000 - now.milliseconds % 60_000)]
    if let status, status.kind != .error { moments.append(status.at + Status.span) }
    if revocations.undoable(at: now) != nil || isStale { moments.append(now + TimeSpan(milliseconds: 1)) }
    if let begun = loads.begun.values.min() { moments.append(begun + Self.staleSpan) }
    if overlay == nil || overlay?.isPalette == true {
      let store = storeNow
      moments += shownRows.map { now + Clockwork.untilChange(of: $0, at: store) }
      // The incident's clocks run by the second.
      if shownIncident?.isClosed == false { moments.append(now + TimeSpan(milliseconds: 1)) }
      moments += shownAges.map { now + Clockwork.untilChange(ofAgeSince: $0, at: store) }
    }
    return moments.filter { $0 > now }
  }

  private var shownRows: [SessionRow] {
    switch screen {
    case .sessions: list.visible(height: bodyRows).compactMap { list.entries[$0]?.row }
    case .session: page.detail.map { [$0.row] } ?? []
    case .alerts, .metrics, .incidents, .incident, .approvals, .drills: []
    }
  }

  /// Other moments whose age is shown.
  private var shownAges: [Timestamp] {
    switch screen {
    case .session: page.risk?.explanation.contributions.compactMap(\.lastSeen) ?? []
    case .alerts: alerts.visible(height: bodyRows).flatMap { [$0.openedAt, $0.lastAt] }
    case .incidents: incidents.visible(height: incidentRows).map(\.detectedAt)
    case .approvals: approvals.visible(height: approvalRows).map(\.ask.expiresAt)
    case .sessions, .metrics, .incident, .drills: []
    }
  }

  /// Some score that is shown fades, or grows, with nothing but time: then it is read again, and no row is written.
  var fades: Bool {
    guard overlay == nil || overlay?.isPalette == true else { return false }
    return shownRows.contains { row in
      guard row.risk.score.whole > RiskState.cleanScore.whole else { return false }
      let grows = life(of: row) != .revoked && life(of: row) != .expired
      return row.risk.signals.contains { $0.decays || ($0 == .revocationLag && grows) }
    }
  }

  private func wholeSecond(_ time: Timestamp) -> Timestamp {
    Timestamp(milliseconds: (time.milliseconds + 999) / 1000 * 1000)
  }
}

/// How long the texts about time stay as they are.
enum Clockwork {
  static func untilChange(of row: SessionRow, at time: Timestamp) -> TimeSpan {
    var spans: [Int64] = [86_400_000]
    let left = (row.expiresAt - time).milliseconds
    if left > 0, row.life != .revoked { spans.append(left % unit(ofLeft: left) + 1) }
    if let lastUsed = row.lastUsed { spans.append(untilChange(ofAgeSince: lastUsed, at: time).milliseconds) }
    return TimeSpan(milliseconds: spans.min() ?? 86_400_000)
  }

  static func untilChange(ofAgeSince moment: Timestamp, at time: Timestamp) -> TimeSpan {
    let age = max(0, (time - moment).milliseconds)
    let unit = unit(ofAge: age)
    return TimeSpan(milliseconds: unit - age % unit)
  }

  /// The step in which a remaining life is shown: seconds in the last ten minutes.
  static func unit(ofLeft milliseconds: Int64) -> Int64 {
    switch milliseconds {
    case ..<600_000: 1_000
    case ..<7_200_000: 60_000
    default: 3_600_000
    }
  }

  static func unit(ofAge milliseconds: Int64) -> Int64 {
    switch milliseconds {
    case ..<60_000: 1_000
    case ..<3_600_000: 60_000
    default: 3_600_000
    }
  }
}
