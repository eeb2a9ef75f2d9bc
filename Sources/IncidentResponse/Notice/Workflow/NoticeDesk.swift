import Delegation
package import SessionStore

/// Where an incident's notice is written, approved and let go. Its texts are the incident's events; its approvals are the
/// store's, and become events once they are seen.
package struct NoticeDesk: Sendable {
  package let desk: IncidentDesk
  private let makeID: @Sendable () -> String

  /// - Parameter makeID: a new id for each event.
  package init(_ desk: IncidentDesk, makeID: @escaping @Sendable () -> String) {
    self.desk = desk
    self.makeID = makeID
  }

  /// The incident's texts, in the order in which they were drafted; the last of a form is its latest draft.
  package func progress(of id: String) throws(DeskError) -> [NoticeProgress] {
    try desk.incident(id).noticeProgress(published(of: id))
  }

  /// The latest draft of `form`, or the text with this digest.
  /// - Parameter digest: `sha256:` and the first digits at least.
  package func text(
    of id: String, _ form: NoticeForm, digest: String? = nil
  ) throws(DeskError) -> NoticeProgress? {
    let texts = try progress(of: id).filter { $0.form == form }
    guard let digest else { return texts.last }
    return texts.last { $0.digest.hasPrefix(digest) }
  }

  /// Records a draft.
  package func draft(
    _ text: String, _ kind: NoticeKind, _ form: NoticeForm, facts: NoticeFacts?, on id: String
  ) throws(DeskError) -> NoticeProgress? {
    let stage = NoticeStage(
      stage: .drafted, kind: kind, form: form, digest: NoticePublication.digest(of: text), text: text,
      facts: facts?.withoutApproval)
    _ = try desk.perform(.noticeStaged(stage), on: id, eventID: makeID())
    return try self.text(of: id, form)
  }

  /// What the store has come to know since the draft, one lower-case sentence each; it blocks nothing.
  package func drift(of text: NoticeProgress, on incident: Incident) throws(DeskError) -> [String] {
    guard let facts = text.facts else { return [] }
    let record: NoticeRecord
    do throws(StoreError) {
      record = try NoticeRecord(of: incident, since: facts.since, in: desk.store)
    } catch {
      throw .store(error)
    }
    var choices = NoticeChoices(
      kind: .resolved, publishedAt: max(facts.publishedAt, incident.events.last?.recordedAt ?? .epoch),
      nextUpdateAt: nil, officialHosts: facts.officialHosts)
    choices.since = facts.since
    choices.apps = facts.apps
    do throws(NoticeFactsProblem) {
      return facts.drift(to: try NoticeFacts.of(incident, record, choices).facts)
    } catch {
      return ["the incident gives no facts of a notice any more: \(error.sentence)"]
    }
  }

  /// Asks for the approval of exactly this text; where nobody else could approve it, it is approved alone.
  package func ask(
    _ text: NoticeProgress, of id: String, reason: String
  ) throws(DeskError) -> Loosened<PublishedNotice> {
    let outcome: Loosened<PublishedNotice>
    do throws(StoreError) {
      outcome = try desk.store.publishNotice(
        NoticePublication(
          incident: id, kind: text.kind.rawValue, form: text.form.rawValue, text: text.text),
        reason: reason, by: desk.operator)
    } catch {
      throw .store(error)
    }
    if case .done = outcome { try settle(id) }
    return outcome
  }

  /// Enters into the incident's timeline each approval that is not there yet. Approving is one transaction of the store's,
  /// and takes whoever approves; the timeline catches up with it here.
  package func settle(_ id: String) throws(DeskError) {
    let published = try published(of: id)
    let open = try desk.incident(id).noticeProgress(published).contains {
      $0.approval != nil && !$0.isSettled
    }
    guard open else { return }
    _ = try desk.perform(on: id) { incident, time in
      incident.noticeProgress(published).compactMap { text -> IncidentEvent? in
        guard let approval = text.approval, !text.isSettled else { return nil }
        return IncidentEvent(
          id: makeID(), incident: id, happenedAt: min(approval.at, time), recordedAt: time,
          who: desk.operator.name,
          action: .noticeStaged(
            NoticeStage(
              stage: .approved, kind: text.kind, form: text.form, digest: text.digest,
              destination: approval.approvedBy.map { "by \($0), leaf \(approval.sequence)" }
                ?? "alone, leaf \(approval.sequence)")))
      }
    }
  }

  /// Records that an approved text went somewhere.
  package func depart(
    _ text: NoticeProgress, _ stage: NoticeStage.Stage, to destination: String, of id: String
  ) throws(DeskError) {
    let stage = NoticeStage(
      stage: stage, kind: text.kind, form: text.form, digest: text.digest, destination: destination)
    _ = try desk.perform(.noticeStaged(stage), on: id, eventID: makeID())
  }

  private func published(of id: String) throws(DeskError) -> [PublishedNotice] {
    do throws(StoreError) {
      return try desk.store.publishedNotices(of: id)
    } catch {
      throw .store(error)
    }
  }
}
