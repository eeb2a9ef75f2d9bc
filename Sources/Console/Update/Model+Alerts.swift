import Delegation
import RiskScoring
import SessionStore
import Terminal

extension Model {
  static let alertReason = "from console"

  var alertAvailability: Availability {
    guard screen == .alerts else { return .disabled("no alert is shown here") }
    return alerts.cursorAlert == nil ? .disabled("no alert is chosen") : .enabled
  }

  mutating func act(_ action: AlertAction) -> [Effect] {
    switch alertTarget() {
    case .failure(let refusal): return refuse(refusal.reason)
    case .success(let alert):
      if let sent = alerts.sending[alert.id] {
        return refuse("alert \(alert.id) is being \(sent.participle) already")
      }
      if let reason = whyDone(action, alert) { return refuse(reason) }
      alerts.sending[alert.id] = action
      status = nil
      return [.alert(action, on: alert.id, reason: Self.alertReason)]
    }
  }

  /// The other label than the one that it has.
  mutating func labelAlert() -> [Effect] {
    guard case .success(let alert) = alertTarget() else { return act(.label(.useful)) }
    return act(.label(alert.label == .useful ? .noise : .useful))
  }

  /// Why there is nothing to do. Nil while the data is stale: then the store is asked, which knows.
  private func whyDone(_ action: AlertAction, _ alert: Alert) -> String? {
    guard !isStale else { return nil }
    switch action {
    case .acknowledge where alert.state != .open: return alreadyDone(alert)
    case .close where alert.state == .closed: return alreadyDone(alert)
    default: return nil
    }
  }

  private func alreadyDone(_ alert: Alert) -> String {
    let isClosed = alert.state == .closed
    let (by, at) = isClosed ? (alert.closedBy, alert.closedAt) : (alert.acknowledgedBy, alert.acknowledgedAt)
    return "alert \(alert.id) is \(alert.state.rawValue) already\(by.map { " by \($0)" } ?? "")"
      + "\(at.map { " at \(UTC.time($0))" } ?? ""): nothing was done"
  }

  mutating func alertActed(_ id: Int64, _ action: AlertAction, _ outcome: AlertOutcome) -> [Effect] {
    alerts.sending[id] = nil
    switch outcome {
    case .done(let alert):
      alerts.replace(with: alert)
      say("alert \(id) \(action.participle): \(alert.kind.title), \(shortSubject(alert))")
      return storeChanged()
    case .already(let alert):
      alerts.replace(with: alert)
      return refuse(alreadyDone(alert)) + storeChanged()
    case .unknown:
      return refuse("alert \(id) is not in the store: nothing was done") + storeChanged()
    }
  }

  mutating func alertFailed(_ id: Int64, _ action: AlertAction, _ error: StoreError) -> [Effect] {
    alerts.sending[id] = nil
    say("alert \(id) was NOT \(action.participle): \(error.sentence)", .error)
    return [.bell]
  }

  private func shortSubject(_ alert: Alert) -> String {
    Format.fit(SafeText(alert.subject), width: 24, glyphs: settings.glyphs).string
  }
}

extension AlertAction {
  /// As in `alert 7 was closed as noise`.
  var participle: String {
    switch self {
    case .acknowledge: "acknowledged"
    case .close(nil): "closed"
    case .close(let label?): "closed as \(label.rawValue)"
    case .label(let label): "labelled \(label.rawValue)"
    }
  }
}
