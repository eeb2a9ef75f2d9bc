package import Delegation
import PolicyEngine

/// The mode and the scope that an incident speaks for. An operator chooses; this only proposes.
package struct TightenProposal: Hashable, Sendable {
  package let mode: PolicyMode
  package let scope: Scope
  /// One lower-case sentence for the mode, and one for the scope.
  package let why: [String]

  /// - Parameter envelopes: of the sessions that the incident is about.
  package init(_ facts: IncidentFacts, severity: Severity, envelopes: [Envelope]) {
    let (mode, reason) = TightenProposal.mode(facts, severity)
    self.mode = mode
    scope = TightenProposal.scope(envelopes)
    why = [reason, TightenProposal.why(scope, of: envelopes.count)]
  }

  private static func mode(_ facts: IncidentFacts, _ severity: Severity) -> (PolicyMode, String) {
    if let count = facts.allowedAfterRevoke, count > 0 {
      return (.lockdown, "\(count) allowed after the revocation: it does not hold, so nothing may act")
    }
    switch severity {
    case .p1: return (.denyFirst, "at P1 only who proves to be there may act")
    case .p2: return (.guarded, "at P2 spending is cut and what is at risk is denied")
    case .p3, .p4: return (.guarded, "the mildest mode that limits what is not known yet")
    }
  }

  /// What all of the sessions have in common, and nothing that only some have: chain, capability, destination.
  private static func scope(_ envelopes: [Envelope]) -> Scope {
    guard let first = envelopes.first else { return .everything }
    var scope = Scope.everything
    if envelopes.allSatisfy({ $0.chainID == first.chainID }) { scope.chainID = first.chainID }
    if let only = onlyOne(envelopes.map { Set($0.capabilities) }) { scope.capability = only }
    // One session's destination says little; one that many share is what they were after.
    if envelopes.count > 1, let only = onlyOne(envelopes.map(destinations)) { scope.destination = only }
    return scope
  }

  private static func onlyOne(_ sets: [Set<Identifier>]) -> Identifier? {
    guard let first = sets.first else { return nil }
    let common = sets.dropFirst().reduce(first) { $0.intersection($1) }
    return common.count == 1 ? common.first : nil
  }

  private static func destinations(_ envelope: Envelope) -> Set<Identifier> {
    switch envelope.destinations {
    case .shared(let list): Set(list)
    case .perCapability(let lists): Set(lists.flatMap(\.destinations))
    }
  }

  private static func why(_ scope: Scope, of sessions: Int) -> String {
    if scope == .everything {
      return sessions == 0
        ? "no session is named yet, so everything is covered"
        : "the \(sessions) sessions have nothing in common, so everything is covered"
    }
    return sessions == 1 ? "it is what the session could do" : "all \(sessions) sessions have it in common"
  }
}
