import Delegation

/// What is left of the past: sessions that still live, and those ended under attack, and the latest of their calls.
///
/// It is all played at one moment: more than a few calls of an honest session would look like a burst.
struct RecentHistory: Sendable {
  private struct Past {
    var grant: TrafficStep
    var expiresAt: Timestamp
    var honestCalls: [TrafficStep] = []
    var maliciousCalls: [TrafficStep] = []
    var revocation: TrafficStep?

    mutating func note(call: TrafficStep) {
      if call.isMalicious {
        maliciousCalls.append(call)
        if maliciousCalls.count > RecentHistory.maliciousCallsMax { maliciousCalls.removeFirst() }
      } else {
        honestCalls.append(call)
        if honestCalls.count > RecentHistory.honestCallsMax { honestCalls.removeFirst() }
      }
    }

    var later: [TrafficStep] { honestCalls + maliciousCalls + [revocation].compactMap { $0 } }
  }

  private static let honestCallsMax = 2
  private static let maliciousCallsMax = 24
  /// Of all sessions.
  private static let callsMax = 5000

  private var sessions: [Identifier: Past] = [:]
  private var order: [Identifier] = []
  private var dropped: Set<Identifier> = []

  mutating func note(_ step: TrafficStep) {
    switch step.event {
    case .granted(let envelope):
      // A second grant of a key is refused in any case.
      guard sessions[step.sessionKey] == nil, !dropped.contains(step.sessionKey) else { return }
      sessions[step.sessionKey] = Past(grant: step, expiresAt: envelope.expiresAt)
      order.append(step.sessionKey)
      if order.count > 1 << 14 { prune(at: step.at) }
    case .extended(_, let expiresAt): sessions[step.sessionKey]?.expiresAt = expiresAt
    case .requested: sessions[step.sessionKey]?.note(call: step)
    case .revoked where step.label == nil:
      sessions[step.sessionKey] = nil
      dropped.insert(step.sessionKey)
    case .revoked: sessions[step.sessionKey]?.revocation = step
    case .attested, .loggedOut, .reinstated, .modeChanged: break
    }
  }

  /// Drops what has expired by `time`.
  /// - Returns: all the sessions that were ever dropped.
  @discardableResult
  mutating func prune(at time: Timestamp) -> Set<Identifier> {
    for key in order {
      guard let past = sessions[key], past.expiresAt <= time else { continue }
      sessions[key] = nil
      dropped.insert(key)
    }
    order.removeAll { sessions[$0] == nil }
    return dropped
  }

  /// The grants with the expiry that extensions made of theirs, then what is kept of what came later.
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
