package import Delegation

/// What the sessions of a list may be put together by.
package enum SessionGrouping: String, CaseIterable, Hashable, Sendable {
  case wallet, capability, chain
  case nonceDomain = "domain"
}

/// Which groups are asked for: of the sessions that match, those with the worst score first, and of equal ones the
/// larger.
package struct GroupQuery: Hashable, Sendable {
  package var filter: SessionFilter
  package var grouping: SessionGrouping
  package var offset: Int
  package var limit: Int

  package init(filter: SessionFilter = .all, grouping: SessionGrouping, offset: Int = 0, limit: Int) {
    self.filter = filter
    self.grouping = grouping
    self.offset = offset
    self.limit = limit
  }
}

/// The sessions that have one wallet, capability, chain or nonce domain in common. A session with several capabilities
/// counts in the group of each.
package struct SessionGroup: Hashable, Sendable, Identifiable {
  /// What they have in common, as their envelopes write it. Hostile.
  package let id: String
  package let sessions: Int
  package let active: Int
  /// Neither expired nor revoked, with a score of MED and more.
  package let atRisk: Int
  /// The worst score among them, in hundredths: 0 … 10,000.
  package let worstRiskHundredths: Int
  package let spentMicros: UInt64
  package let limitMicros: UInt64
  package let denied: UInt64

  package init(
    id: String, sessions: Int, active: Int, atRisk: Int, worstRiskHundredths: Int, spentMicros: UInt64,
    limitMicros: UInt64, denied: UInt64
  ) {
    self.id = id
    self.sessions = sessions
    self.active = active
    self.atRisk = atRisk
    self.worstRiskHundredths = worstRiskHundredths
    self.spentMicros = spentMicros
    self.limitMicros = limitMicros
    self.denied = denied
  }
}

/// A window of the groups, as of one moment.
package struct GroupListing: Hashable, Sendable {
  package let groups: [SessionGroup]
  package let offset: Int
  /// How many groups there are, in the window and out of it.
  package let matching: Int
  package let asOf: Timestamp

  package init(groups: [SessionGroup], offset: Int, matching: Int, asOf: Timestamp) {
    self.groups = groups
    self.offset = offset
    self.matching = matching
    self.asOf = asOf
  }
}
