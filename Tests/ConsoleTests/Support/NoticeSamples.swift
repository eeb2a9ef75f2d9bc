import AuditTrail
import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console
@testable import IncidentResponse

/// A notice at each point of its way, and what is asked of a second operator.
enum NoticeSamples {
  static let text = """
    # 21 February 2026: we ended some app sessions

    Read this if you used a connected app. It is about the time since 18:50 UTC.

    **What happened.** Some app sessions tried to act in ways their owners had not allowed.
    """

  static let digest = NoticePublication.digest(of: text)

  static let warning = NoticeFinding(
    rule: .longSentence, line: 5, words: "24 words", remedy: "expected at most 20 words")
  static let blocking = NoticeFinding(
    rule: .asksForSecret, line: 3, words: "verify your wallet", remedy: "never ask for anything")

  static func publication(_ id: String = "INC-1", _ text: String = text) -> NoticePublication {
    NoticePublication(incident: id, kind: "initial", form: "full", text: text)
  }

  static func request(
    _ id: String = "a-1f2e3d4c5b", by name: String = "alice", state: ApprovalRequest.State = .pending,
    change: Loosening = .notice(publication()), text: String? = text, sentences: [String] = []
  ) -> ApprovalRequest {
    ApprovalRequest(
      ask: Ask(
        store: "fake", id: id, action: change.action, what: change.json, reason: "notice to users",
        by: name, at: start, expiresAt: start + seconds(872)),
      target: change.target, sentences: sentences, state: state,
      decidedBy: state == .denied ? "bob" : nil, answer: state == .denied ? "too early" : nil, text: text)
  }

  static let approval = PublishedNotice(
    publication: publication(), sequence: 51, at: start - seconds(30), askedBy: "alice", approvedBy: "bob")

  /// An incident in its last step with a draft, after `stages`.
  static func incident(_ stages: [NoticeStage.Stage] = [], isDrill: Bool = false) throws -> Incident {
    let staged = stages.map { stage in
      IncidentAction.noticeStaged(
        NoticeStage(stage: stage, kind: .initial, digest: digest, destination: "markdown, INC-1.md"))
    }
    return try IncidentSamples.incident(
      isDrill: isDrill,
      doing: IncidentSamples.afterVerify + [
        .stepStarted(.notice),
        .noticeStaged(NoticeStage(stage: .drafted, kind: .initial, digest: digest, text: text)),
      ] + staged)
  }

  static func reading(
    _ incident: Incident, request: ApprovalRequest? = nil, findings: [NoticeFinding] = [warning],
    isApproved: Bool = false
  ) -> NoticeReading {
    NoticeReading(
      texts: incident.noticeProgress(isApproved ? [approval] : []).map {
        NoticeText(progress: $0, request: request, findings: findings)
      })
  }

  /// A console at an incident's notice.
  static func desk(
    _ incident: Incident? = nil, request: ApprovalRequest? = nil, findings: [NoticeFinding] = [warning],
    isApproved: Bool = false, size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) throws -> Desk {
    let incident = try incident ?? self.incident()
    var desk = Desk.open((1...3).map { row(key($0)) }, size: size, readOnly: readOnly)
    desk.model.settings.operatorPlainName = "alice"
    desk.incidents = [incident]
    desk.notices = [
      incident.id: reading(incident, request: request, findings: findings, isApproved: isApproved)
    ]
    desk.press("4")
    desk.answer()
    desk.look()
    desk.press("Enter")
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    return desk
  }
}

extension Desk {
  /// Types a command and runs it.
  mutating func command(_ text: String) {
    press(":")
    write(text)
    press("Enter")
  }
}
