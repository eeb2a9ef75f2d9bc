import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

/// What an incident is opened from, or joined with.
enum IncidentSource: Hashable, Sendable {
  case alert(Alert)
  case session(Identifier)
  /// By hand, under a title.
  case hand(String)

  var sessionKey: Identifier? {
    switch self {
    case .alert(let alert): alert.sessionKey
    case .session(let key): key
    case .hand: nil
    }
  }

  var origin: IncidentOrigin {
    switch self {
    case .alert(let alert): .alert(alert.id)
    case .session(let key): .session(key)
    case .hand: .hand
    }
  }
}

/// A mode and what it is to hold for.
struct ModeCandidate: Hashable, Sendable {
  let mode: PolicyMode
  let scope: Scope
}

/// Something that is to be done to incidents: each is carried out off the console's thread and answered by one event.
enum IncidentOrder: Hashable, Sendable {
  /// Goes to the open incident of this source, or to the only open one, or opens one; asks when there are several.
  case join(IncidentSource)
  case open(IncidentSource)
  case joinTo(String, IncidentSource)
  /// All of these or none.
  case perform([IncidentAction], on: String)
  /// Links the leaf of a revocation that is committed.
  case link(RevocationReceipt, to: String)
  case revoke(Scope, for: String)
  case tighten(ModeCandidate, for: String)
  /// Asks every enforcement point and finishes the step if all of them refuse and it is quiet.
  case finishVerify(String)
  /// Drafts the notice from the facts.
  /// - `hosts`: official ones; with none those of the latest draft count on.
  case draftNotice(hosts: [String], at: Timestamp, on: String)
  /// Records what an editor made of a draft.
  case recordNotice(NoticeEdit)
  /// Asks a second person to approve the text with this digest.
  case askApproval(digest: String, reason: String, on: String)
  /// Writes an approved text into a new file.
  case exportNotice(NoticeExportForm, to: String, digest: String, on: String)

  /// The incident that it is done to; nil while that is not known.
  var incident: String? {
    switch self {
    case .join, .open: nil
    case .joinTo(let id, _), .perform(_, let id), .link(_, let id), .revoke(_, let id), .tighten(_, let id),
      .finishVerify(let id), .draftNotice(_, _, let id), .askApproval(_, _, let id),
      .exportNotice(_, _, _, let id):
      id
    case .recordNotice(let edit): edit.incident
    }
  }

  /// As in `INC-1 was NOT changed`.
  var participle: String {
    switch self {
    case .join, .joinTo: "joined"
    case .open: "opened"
    case .perform: "changed"
    case .link: "given its revocation: the session IS revoked"
    case .revoke: "given a scope to revoke"
    case .tighten: "given a mode"
    case .finishVerify: "verified"
    case .draftNotice, .recordNotice: "given a draft of its notice"
    case .askApproval: "given an approval of its notice"
    case .exportNotice: "given an export of its notice"
    }
  }
}

/// What came of an order.
enum IncidentOutcome: Sendable {
  case done(Incident, words: String)
  /// Several are open: the operator chooses.
  case choice([Incident])
  /// Nothing was recorded; a sentence.
  case refused(String)
}

/// All incidents, and what their next actions are judged by.
struct IncidentsReading: Sendable {
  /// In the order in which they are shown: open ones first, the worst first; then the closed ones, newest first.
  let incidents: [Incident]
  let response: ResponseSettings

  init(_ incidents: [Incident], _ response: ResponseSettings) {
    self.incidents = incidents
    self.response = response
  }

  init(_ book: IncidentBook, _ response: ResponseSettings) {
    self.init(book.open + book.all.filter(\.isClosed).reversed(), response)
  }
}

/// What the store knows around one incident.
struct IncidentDetail: Sendable {
  /// The one that it was opened from.
  let alert: Alert?
  /// The sessions that it is about, those that were revoked in it among them; at most ``rowsMax``.
  let rows: [SessionRow]
  let modes: [ModeTable.Entry]
  /// The mode that it speaks for, and why; nil once it is closed.
  let proposal: TightenProposal?
  let moments: IncidentMoments
  var notice = NoticeReading()

  static let rowsMax = 50
}

/// A scope that other sessions share with the incident's, and what revoking it would end.
struct RelatedScope: Hashable, Sendable {
  /// What they share, in words.
  let title: String
  let scope: Scope
  let preview: ScopePreview
}
