import Delegation

/// What is left of the past: sessions that still live, and their latest calls.
struct RecentHistory: Sendable {
  private struct Past {
    var grant: TrafficStep
    var expiresAt: Timestamp
    var later: [TrafficStep] = []
  }

  private static let callsMax = 1200

  private var sessions: [Identifier: Past] = [:]
  private var order: [Identifier] = []

  mutating func note(_ step: TrafficStep) {
    switch step.event {
    case .granted(let envelope):
      // A second grant of a key is refused in any case.
      guard sessions[step.sessionKey] == nil else { return }
      sessions[step.sessionKey] = Past(grant: step, expiresAt: envelope.expiresAt)
      order.append(step.sessionKey)
      if order.count > 1 << 14 { prune(at: step.at) }
    case .extended(_, let expiresAt): sessions[step.sessionKey]?.expiresAt = expiresAt
    case .requested, .revoked, .loggedOut: sessions[step.sessionKey]?.later.append(step)
    case .attested, .reinstated, .modeChanged: break
    }
  }

  mutating func prune(at time: Timestamp) {
    sessions = sessions.filter { $0.value.expiresAt > time }
    order.removeAll { sessions[$0] == nil }
  }

  /// The grants with the expiry that extensions made of theirs, then the latest of what came later.
  func steps() -> [TrafficStep] {
    let kept = order.compactMap { sessions[$0] }
    let later = kept.flatMap(\.later).enumerated().sorted {
      ($0.element.at.milliseconds, $0.offset) < ($1.element.at.milliseconds, $1.offset)
    }
    return kept.compactMap { past in
      guard case .granted(let envelope) = past.grant.event else { return nil }
      return TrafficStep(
        at: past.grant.at, sessionKey: past.grant.sessionKey,
        event: .granted(envelope.expiring(at: past.expiresAt)), label: past.grant.label)
    } + later.suffix(RecentHistory.callsMax).map(\.element)
  }
}

extension Envelope {
  fileprivate func expiring(at time: Timestamp) -> Envelope {
    Envelope(
      sessionKey: sessionKey, wallet: wallet, capabilities: capabilities, maxValue: maxValue,
      destinations: destinations, chainID: chainID, expiresAt: time, nonceDomain: nonceDomain,
      issuedAt: issuedAt, notBefore: notBefore, maxValuePerExecution: maxValuePerExecution,
      spendWindow: spendWindow, maxExecutions: maxExecutions, inactivity: inactivity, labels: labels)
  }
}
