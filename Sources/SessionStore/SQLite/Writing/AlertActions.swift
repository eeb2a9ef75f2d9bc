import AuditTrail
import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func act(
    _ action: AlertAction, on id: Int64, reason: String, by operator: Operator
  ) throws(StoreError) -> AlertOutcome {
    try write(.ordinary) { transaction throws(StoreError) in
      guard let alert = try transaction.alert(id) else { return .unknown }
      if action.isDone(alert) { return .already(alert) }
      try transaction.audit(
        action.word, String(id), by: `operator`, before: alert.state.rawValue, after: action.label?.rawValue,
        reason: reason.isEmpty ? nil : reason)
      try transaction.set(action, alert, by: `operator`)
      if alert.kind == .riskCritical, action == .close(.noise), let key = alert.sessionKey {
        try transaction.endLag(key, envelopes)
      }
      return try transaction.alert(id).map { .done($0) } ?? .unknown
    }
  }

  func clearFloors(
    of key: Identifier, reason: String, by operator: Operator
  ) throws(StoreError) -> FloorClearing {
    try write(.ordinary) { transaction throws(StoreError) in
      _ = try transaction.prove(`operator`, .operator)
      guard var session = try StoredSession.find(transaction.db, key, at: transaction.time, envelopes) else {
        return .unknownSession
      }
      session.carryRisk(transaction.rules, policyID: transaction.meta.policyID)
      let floors = session.risk.clearFloors()
      if floors.isEmpty { return .noFloor }
      try transaction.audit(
        "risk.clear", key.text, by: `operator`, before: floors.map(\.word).joined(separator: " "),
        reason: reason)
      session.boundRisk(transaction.rules.policy, at: transaction.time)
      try transaction.keep(session)
      return .cleared(floors)
    }
  }
}

extension AlertAction {
  /// In the audit log.
  var word: String {
    switch self {
    case .acknowledge: "alert.acknowledge"
    case .close: "alert.close"
    case .label: "alert.label"
    }
  }

  var label: AlertLabel? {
    switch self {
    case .acknowledge: nil
    case .close(let label): label
    case .label(let label): label
    }
  }

  fileprivate func isDone(_ alert: Alert) -> Bool {
    switch self {
    case .acknowledge: alert.state != .open
    case .close: alert.state == .closed
    case .label(let label): alert.label == label
    }
  }
}

extension Transaction {
  fileprivate func alert(_ id: Int64) throws(StoreError) -> Alert? {
    let row = try db.query("SELECT \(Alert.columns) FROM alerts a WHERE a.id = ?", [.int(id)])
    return try row.step() ? try Alert(row) : nil
  }

  fileprivate func set(_ action: AlertAction, _ alert: Alert, by operator: Operator) throws(StoreError) {
    let who = SQLValue.text(`operator`.name)
    switch action {
    case .acknowledge:
      try db.run(
        "UPDATE alerts SET state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ? WHERE id = ?",
        [who, .time(time), .int(alert.id)])
    case .close(let label):
      try db.run(
        "UPDATE alerts SET state = 'closed', label = ifnull(?, label), closed_by = ?, closed_at = ? WHERE id = ?",
        [.text(label?.rawValue), who, .time(time), .int(alert.id)])
    case .label(let label):
      try db.run("UPDATE alerts SET label = ? WHERE id = ?", [.text(label.rawValue), .int(alert.id)])
    }
  }

  /// An operator said that it was noise: nothing waits for the session's revocation any more.
  fileprivate mutating func endLag(_ key: Identifier, _ envelopes: EnvelopeCache) throws(StoreError) {
    guard var session = try StoredSession.find(db, key, at: time, envelopes) else { return }
    session.carryRisk(rules, policyID: meta.policyID)
    session.risk.criticalSince = nil
    session.boundRisk(rules.policy, at: time)
    try keep(session)
  }
}
