import IncidentResponse
import SessionStore

/// What the store knows of an incident's notice, and what the rules find in it.
struct NoticeReading: Hashable, Sendable {
  /// The latest text of each form.
  var texts: [NoticeText] = []

  /// The one that the operator works on.
  var latest: NoticeText? { text(.full) ?? texts.last }

  func text(_ form: NoticeForm) -> NoticeText? { texts.last { $0.progress.form == form } }
}

/// One text of a notice: what became of it, who was asked, and what the rules say.
struct NoticeText: Hashable, Sendable {
  let progress: NoticeProgress
  /// The latest request for the approval of just these bytes.
  let request: ApprovalRequest?
  let findings: [NoticeFinding]

  var digest: String { progress.digest }
  /// As many digits as a person compares.
  var shortDigest: String { String(digest.prefix("sha256:".count + 12)) }
  /// The same without `sha256:`.
  var digits: String { String(shortDigest.dropFirst("sha256:".count)) }
  var blocking: [NoticeFinding] { findings.filter(\.rule.blocks) }

  /// The rules that block it, as in `E3 in line 4, E8 in line 9`.
  var blockingWords: String {
    let first = blocking.prefix(3).map { "\($0.rule.rawValue) in line \($0.line)" }.joined(separator: ", ")
    return blocking.count > 3 ? first + " and \(blocking.count - 3) more" : first
  }

  var isOut: Bool { !progress.departures.isEmpty }

  var standing: NoticeStanding {
    if let departure = progress.departures.last { return .out(departure) }
    if let approval = progress.approval { return .approved(approval) }
    if let request, request.state == .pending { return .waits(request) }
    if !blocking.isEmpty { return .blocked }
    switch request?.state {
    case .denied?: return .denied(by: request?.decidedBy ?? "somebody", why: request?.answer ?? "")
    case .expired?: return .lapsed
    case .pending?, .approved?, nil: return .drafted
    }
  }
}

/// How far a text has come.
enum NoticeStanding: Hashable, Sendable {
  /// A rule keeps it from being asked for.
  case blocked
  case drafted
  case waits(ApprovalRequest)
  case denied(by: String, why: String)
  /// Nobody answered in time.
  case lapsed
  case approved(PublishedNotice)
  case out(NoticeProgress.Departure)
}

/// A draft in an editor.
struct NoticeEdit: Hashable, Sendable {
  let incident: String
  /// Of the draft that the editor was opened with.
  let digest: String
  let text: String
}

/// What came of an editor.
enum EditOutcome: Hashable, Sendable {
  case text(String)
  /// Nothing is recorded; a sentence.
  case failed(String)
}
