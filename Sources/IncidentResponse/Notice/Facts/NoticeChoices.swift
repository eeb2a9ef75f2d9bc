package import Delegation

/// What people decide of a notice: no store knows it.
package struct NoticeChoices: Sendable {
  package var kind: NoticeKind
  package var publishedAt: Timestamp
  /// None only for a resolved incident.
  package var nextUpdateAt: Timestamp?
  package var officialHosts: [String]
  package var compromisedHosts: [String] = []
  /// In place of the sessions' labels `app`.
  package var apps: [String]?
  package var notAffected: [String] = []
  /// In place of the first alert, or the time of detection.
  package var since: Timestamp?
  /// The confirmed cause, as one sentence.
  package var cause: String?
  package var isCauseSuspected = false
  package var correction: NoticeCorrection?
  package var approvedClaims: [NoticeClaim] = []
  package var confidential: [String] = []
  package var thirdParties: [String] = []
  package var languages = ["en"]

  /// When the next update comes, where nobody says otherwise.
  package static let untilUpdate = TimeSpan(seconds: 7200)

  package init(
    kind: NoticeKind, publishedAt: Timestamp, nextUpdateAt: Timestamp?, officialHosts: [String]
  ) {
    self.kind = kind
    self.publishedAt = publishedAt
    self.nextUpdateAt = nextUpdateAt
    self.officialHosts = officialHosts
  }
}
