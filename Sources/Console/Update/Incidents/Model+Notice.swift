import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

extension Model {
  static let askReason = "notice to users"

  /// The notice of the incident that is shown.
  var notice: NoticeReading? { incidentPage.id == shownIncident?.id ? incidentPage.detail?.notice : nil }

  // MARK: Whether

  /// A notice is drafted when it is its turn, and again once the steps are settled.
  var draftAvailability: Availability {
    guard inIncident == .enabled, let incident = shownIncident else { return inIncident }
    return incident.currentStep == nil || !incident.notices.isEmpty ? .enabled : inStep(.notice)
  }

  /// Of what needs a text.
  var textAvailability: Availability {
    guard onIncident == .enabled else { return onIncident }
    guard let notice else { return .disabled("the notice is still being read: press it again then") }
    return notice.latest == nil
      ? .disabled("there is no draft yet: \(key(.draft)) drafts the notice") : .enabled
  }

  var editAvailability: Availability {
    guard inIncident == .enabled else { return inIncident }
    return textAvailability
  }

  var askAvailability: Availability {
    guard editAvailability == .enabled, let text = notice?.latest else { return editAvailability }
    switch text.standing {
    case .approved, .out: return .disabled("it is approved already: `:export` writes it")
    case .waits(let request):
      return .disabled("\(request.id) waits for an answer until \(UTC.time(request.ask.expiresAt)) already")
    case .blocked: return .disabled("\(text.blockingWords) blocks it: \(key(.editNotice)) edits it")
    case .drafted, .denied, .lapsed: return .enabled
    }
  }

  var exportAvailability: Availability {
    guard textAvailability == .enabled, let notice else { return textAvailability }
    return notice.texts.contains { $0.progress.approval != nil }
      ? .enabled : .disabled("it is not approved: `:ask-approval` asks a second person")
  }

  // MARK: Doing

  /// - Parameter hosts: with spaces between them.
  mutating func draftNotice(_ hosts: String?) -> [Effect] {
    let named = (hosts ?? "").split(separator: " ").map(String.init)
    let known = notice?.texts.compactMap(\.progress.facts).last?.officialHosts ?? []
    if named.isEmpty, known.isEmpty {
      say("which official host may users be sent to, such as wallet.example?")
      return ask(for: "draft ")
    }
    if named.isEmpty, let text = notice?.latest, !text.isOut {
      say(
        "Enter drafts anew, and \(text.progress.author)'s text is the latest no more; \(key(.editNotice)) would edit it"
      )
      return ask(for: "draft " + known.joined(separator: " "))
    }
    let time = storeNow
    return send { .draftNotice(hosts: named, at: time, on: $0.id) }
  }

  mutating func editNotice() -> [Effect] {
    guard let incident = shownIncident, let text = shownText() else { return refuseUnseenText() }
    return [.edit(NoticeEdit(incident: incident.id, digest: text.digest, text: text.progress.text))]
  }

  mutating func showNotice() -> [Effect] {
    guard let incident = shownIncident else { return [] }
    overlay = .page(TextPage(subject: .notice(incident: incident.id)))
    return []
  }

  mutating func askApproval(_ reason: String?) -> [Effect] {
    guard let text = shownText() else { return refuseUnseenText() }
    return send { .askApproval(digest: text.digest, reason: reason ?? Self.askReason, on: $0.id) }
  }

  mutating func exportNotice(_ words: String) -> [Effect] {
    let head = words.prefix { $0 != " " }
    let path = String(words.dropFirst(head.count).drop { $0 == " " })
    guard let form = NoticeExportForm(rawValue: head.lowercased()), !path.isEmpty else {
      let forms = NoticeExportForm.allCases.map(\.rawValue).joined(separator: ", ")
      return refuse("expected `:export FORM FILE`, with \(forms)")
    }
    guard let text = notice?.text(form.source), text.progress.approval != nil else {
      return refuse("the \(form.source.rawValue) text is not approved: nothing was written")
    }
    return send { .exportNotice(form, to: path, digest: text.digest, on: $0.id) }
  }

  /// Posting waits for a host, again and again: the shell does it.
  mutating func sayPost() -> [Effect] {
    guard let incident = shownIncident, let text = notice?.latest else { return [] }
    guard text.progress.approval != nil else { return refuse("the latest text is not approved") }
    let drill = incident.isDrill ? " --drill-target" : ""
    say(
      "in a shell: curfew notice post --incident \(incident.id) --sha256 \(text.shortDigest)\(drill) --webhook URL"
    )
    return []
  }

  /// The text that the last frame showed, or the beginning of it: no other is edited or asked for.
  private func shownText() -> NoticeText? {
    guard let text = notice?.latest, drawn.notice == text.digest else { return nil }
    return text
  }

  private mutating func refuseUnseenText() -> [Effect] {
    refuse("the notice had changed unseen, or was not shown: nothing was done, \(key(.showNotice)) shows it")
  }

  // MARK: Answers

  mutating func edited(_ edit: NoticeEdit, _ outcome: EditOutcome) -> [Effect] {
    switch outcome {
    case .failed(let sentence):
      say(sentence, .error)
      return [.bell]
    case .text(let text):
      // By bytes: the same letters spelt otherwise are another text.
      if text.utf8.elementsEqual(edit.text.utf8) {
        say("nothing has changed")
        return []
      }
      guard text.contains(where: { !$0.isWhitespace }), text.unicodeScalars.count <= NoticePublication.textMax
      else {
        return refuse(
          "expected a text of at most \(NoticePublication.textMax) characters: nothing is recorded")
      }
      let order = NoticeEdit(incident: edit.incident, digest: edit.digest, text: text)
      return send(.recordNotice(order))
    }
  }
}
