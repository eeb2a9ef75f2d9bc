package import Delegation
package import PolicyEngine
package import SessionStore

/// What shows that a leaf of the log is what it is.
package struct EvidenceProof: Hashable, Sendable {
  /// The leaf's number in the log, from 1.
  package let sequence: Int64
  /// The leaf itself: one line of JSON.
  package let leaf: String
  /// Hex.
  package let leafHash: String
  /// A proof of inclusion as a file of its own, for an offline verifier; nil while no signed head that is kept for good
  /// covers the leaf.
  package let proof: String?

  package init(sequence: Int64, leaf: String, leafHash: String, proof: String?) {
    self.sequence = sequence
    self.leaf = leaf
    self.leafHash = leafHash
    self.proof = proof
  }
}

/// The report of an incident. Nothing but what is given goes into it, so the same store gives the same bytes again.
package struct IncidentReport: Hashable, Sendable {
  package let incident: Incident
  package let response: ResponseSettings
  package let moments: IncidentMoments
  /// Attempts around the revocation; nil when nothing was revoked.
  package let attempts: AttemptChart?
  package let before: HealthMetrics?
  package let after: HealthMetrics?
  /// By the leaf's number.
  package let proofs: [EvidenceProof]
  /// The store's id.
  package let store: String
  /// The version of the policy in force.
  package let policy: String
  /// Until when attempts and metrics are counted; nil where that is not told.
  package let countedUntil: Timestamp?

  package init(
    incident: Incident, response: ResponseSettings, moments: IncidentMoments, attempts: AttemptChart?,
    before: HealthMetrics?, after: HealthMetrics?, proofs: [EvidenceProof], store: String, policy: String,
    countedUntil: Timestamp? = nil
  ) {
    self.incident = incident
    self.response = response
    self.moments = moments
    self.attempts = attempts
    self.before = before
    self.after = after
    self.proofs = proofs.sorted { $0.sequence < $1.sequence }
    self.store = store
    self.policy = policy
    self.countedUntil = countedUntil
  }

  package var clocks: IncidentClocks { IncidentClocks(of: incident, moments) }
  package var proposal: SeverityProposal { SeverityProposal(incident.facts, response) }
  package var metrics: [MetricRow] { MetricRow.rows(before, after) }

  /// Every skip there was, also of steps that were gone back to.
  package var skipped: [(event: IncidentEvent, step: IncidentStep, reason: String)] {
    incident.events.compactMap { event in
      guard case .stepSkipped(let step, let reason) = event.action else { return nil }
      return (event, step, reason)
    }
  }
}
