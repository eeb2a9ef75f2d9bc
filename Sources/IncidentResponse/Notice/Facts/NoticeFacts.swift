package import Delegation

/// Which notice of an incident this is.
package enum NoticeKind: String, CaseIterable, Sendable {
  /// The first one: what is known, and no cause.
  case initial
  case update
  /// Users must do something for their own sessions.
  case actionNeeded
  case resolved
  /// Takes back something that an earlier one said.
  case correction
}

/// What is known of why it happened. Users read of a cause only once it is ``confirmed``.
package enum CauseStatus: String, CaseIterable, Sendable {
  case unknown, suspected, confirmed
}

/// An absolute statement that a notice may make only when it is true and was approved.
package enum NoticeClaim: String, CaseIterable, Sendable {
  case fundsSafe, noLoss, noImpact, fullyFixed
}

/// What an earlier notice said, and what is right. Each is one sentence.
package struct NoticeCorrection: Hashable, Sendable {
  package let wrong: String
  package let right: String

  package init(wrong: String, right: String) {
    self.wrong = wrong
    self.right = right
  }
}

/// A second person's yes to the exact bytes of a notice.
package struct NoticeApproval: Hashable, Sendable {
  package let author: String
  package let approver: String
  /// SHA-256 of the approved notice's UTF-8 bytes: 64 lower-case hexadecimal digits.
  package let sha256: String
}

/// Everything of an incident that a notice to users may say. Texts are one line each, without hidden characters.
package struct NoticeFacts: Hashable, Sendable {
  /// The code that users compare, such as `INC-2026-0007`: 1 to 32 letters, digits and hyphens.
  package let incidentID: String
  package let kind: NoticeKind
  /// BCP 47, the first one is drafted by default; at least one.
  package let languages: [String]
  package let isDrill: Bool
  package let publishedAt: Timestamp
  /// Later than ``publishedAt``; only a resolved incident may have none.
  package let nextUpdateAt: Timestamp?

  /// The apps whose users are meant; none means every connected app.
  package let apps: [String]
  /// The chains that are meant, by the names that users know; none means every chain.
  package let chains: [String]
  /// What users may take to be affected and is not.
  package let notAffected: [String]

  /// When it began, as far as is known.
  package let since: Timestamp
  package let detectedAt: Timestamp
  /// When the revocation was committed, and from when every enforcement point was seen to deny.
  package let revokedAt: Timestamp?
  package let effectiveAt: Timestamp?

  package let walletsAffected: UInt64?
  package let attemptsBlocked: UInt64?
  package let paymentsMade: UInt64?
  /// What the sessions could still have spent, and what they did spend.
  package let valueAtStake: Money?
  package let valueSpent: Money?

  package let causeStatus: CauseStatus
  /// One sentence; present when the cause is confirmed.
  package let cause: String?
  package let correction: NoticeCorrection?

  /// Hosts that users may be sent to, in lower-case ASCII; at least one.
  package let officialHosts: [String]
  /// Hosts that are not to be trusted in this incident, official ones among them too.
  package let compromisedHosts: [String]
  package let approvedClaims: [NoticeClaim]
  /// Words that must not go out: names of staff, internal hosts, thresholds.
  package let confidential: [String]
  /// Companies and people who must not be blamed.
  package let thirdParties: [String]
  package internal(set) var approval: NoticeApproval?

  /// The facts before anybody approved a text: what a draft is held to.
  package var withoutApproval: NoticeFacts {
    var facts = self
    facts.approval = nil
    return facts
  }

  /// The first official host that is not compromised; nil when all of them are.
  package var trustedHost: String? { officialHosts.first { !compromisedHosts.contains($0) } }
}
