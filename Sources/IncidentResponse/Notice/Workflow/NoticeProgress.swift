package import Delegation
package import SessionStore

/// One text of an incident's notice, from its draft to where it went.
package struct NoticeProgress: Hashable, Sendable {
  /// A form of it that left, or a host that took it.
  package struct Departure: Hashable, Sendable {
    /// ``NoticeStage/Stage/exported`` or ``NoticeStage/Stage/posted``.
    package let stage: NoticeStage.Stage
    package let destination: String
    package let at: Timestamp
    package let by: String
  }

  package let kind: NoticeKind
  package let form: NoticeForm
  /// `sha256:…` of ``text``.
  package let digest: String
  package let text: String
  /// What it was made from; nil for one that another build staged without.
  package let facts: NoticeFacts?
  package let draftedAt: Timestamp
  package let author: String
  /// The approval of exactly these bytes.
  package fileprivate(set) var approval: PublishedNotice?
  /// The approval stands in the incident's timeline too.
  package fileprivate(set) var isSettled = false
  package fileprivate(set) var departures: [Departure] = []

  /// Whether somebody other than the author signed these bytes: who asked, or who approved. They are never one person.
  package var hasSecondPerson: Bool {
    guard let approval else { return false }
    return approval.approvedBy != nil
  }

  /// E10's view of the approval; nil where nobody else approved.
  package var signedOff: NoticeApproval? {
    guard let approval, let approvedBy = approval.approvedBy else { return nil }
    let other = approvedBy == author ? approval.askedBy : approvedBy
    let sha256 = String(approval.publication.digest.dropFirst("sha256:".count))
    return NoticeApproval(author: author, approver: other, sha256: sha256)
  }

  package func wasPosted(to host: String) -> Departure? {
    departures.last { $0.stage == .posted && $0.destination == host }
  }
}

extension Incident {
  /// The texts of its notices, in the order in which each was drafted first; a text that was drafted again is the same.
  /// - Parameter published: what the store has of the incident.
  package func noticeProgress(_ published: [PublishedNotice]) -> [NoticeProgress] {
    var found: [NoticeProgress] = []
    for event in events {
      guard case .noticeStaged(let stage) = event.action else { continue }
      let place = found.lastIndex {
        $0.digest == stage.digest && $0.kind == stage.kind && $0.form == stage.form
      }
      switch (stage.stage, place) {
      case (.drafted, let place):
        guard let text = stage.text else { continue }
        var progress = NoticeProgress(
          kind: stage.kind, form: stage.form, digest: stage.digest, text: text, facts: stage.facts,
          draftedAt: event.happenedAt, author: event.who)
        if let place {
          // Drafted again: the newest facts count, and it is the latest.
          let before = found.remove(at: place)
          progress.isSettled = before.isSettled
          progress.departures = before.departures
        }
        found.append(progress)
      case (.approved, let place?): found[place].isSettled = true
      case (.exported, let place?), (.posted, let place?):
        found[place].departures.append(
          NoticeProgress.Departure(
            stage: stage.stage, destination: stage.destination ?? "", at: event.happenedAt, by: event.who))
      case (_, nil): continue
      }
    }
    for place in found.indices {
      let asked = NoticePublication(
        incident: id, kind: found[place].kind.rawValue, form: found[place].form.rawValue,
        text: found[place].text)
      let approvals = published.filter { $0.publication == asked }
      found[place].approval = approvals.last { $0.approvedBy != nil } ?? approvals.last
    }
    return found
  }
}
