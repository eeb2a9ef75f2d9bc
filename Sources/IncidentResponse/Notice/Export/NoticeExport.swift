import Delegation
import SessionStore

/// In which form an approved notice leaves.
package enum NoticeExportForm: String, CaseIterable, Sendable {
  /// The approved bytes themselves.
  case markdown
  case html
  case text
  /// The approved short text.
  case short
  case json

  /// Which of an incident's texts it is made from.
  package var source: NoticeForm { self == .short ? .short : .full }
}

/// Why a notice does not leave.
package enum NoticeExportProblem: Error, Hashable, Sendable {
  case notApproved(String)
  /// The text is not the one that was approved.
  case otherBytes(found: String, approved: String)
  /// A rule blocks it, such as a drill without its watermark.
  case blocked([NoticeFinding])
  /// A form of a drill's notice that would not begin with the mark.
  case unmarked(NoticeExportForm)

  package var sentence: String {
    switch self {
    case .notApproved(let digest): "`\(digest)` is not approved: ask for it with `curfew notice approve`"
    case .otherBytes(let found, let approved):
      "the text is `\(found)`, and what was approved is `\(approved)`: nothing leaves"
    case .blocked(let findings):
      "a rule blocks it: "
        + findings.map { "\($0.rule.rawValue) in line \($0.line)" }.joined(separator: ", ")
    case .unmarked(let form): "the \(form.rawValue) of a drill's notice does not begin with its mark"
    }
  }
}

extension NoticeProgress {
  /// The approved text, once more held to its approval, to what blocks, and to the drill's watermark.
  /// - Throws: ``NoticeExportProblem``.
  package func release(isDrill: Bool) throws(NoticeExportProblem) -> String {
    guard let approval else { throw .notApproved(digest) }
    let found = NoticePublication.digest(of: text)
    guard found == digest, found == approval.publication.digest else {
      throw .otherBytes(found: found, approved: approval.publication.digest)
    }
    var facts = facts
    facts?.approval = signedOff
    let blocking = lintNotice(text, form: form, facts: facts).findings.filter(\.rule.blocks)
    guard blocking.isEmpty else { throw .blocked(blocking) }
    if isDrill, !NoticeDocument(text).beginsWithDrillMark {
      throw .unmarked(form == .full ? .markdown : .short)
    }
    return text
  }

  /// The released text in a form of its own.
  /// - Throws: ``NoticeExportProblem``.
  package func exported(as export: NoticeExportForm, isDrill: Bool) throws(NoticeExportProblem) -> String {
    let text = try release(isDrill: isDrill)
    let document = NoticeDocument(text)
    let made: String
    switch export {
    case .markdown, .short: return text
    case .text: made = document.plainText
    case .html: made = document.html(linking: facts?.linkedHosts ?? [], isDrill: isDrill)
    case .json: return json(document, isDrill: isDrill)
    }
    if isDrill, !made.contains(NoticeDocument.drillMark) { throw .unmarked(export) }
    return made
  }

  private func json(_ document: NoticeDocument, isDrill: Bool) -> String {
    JSONWriter.object { writer in
      writer.member("incident", facts?.incidentID ?? "")
      writer.member("kind", kind.rawValue)
      writer.member("form", form.rawValue)
      writer.member("isDrill", raw: isDrill ? "true" : "false")
      writer.member("sha256", String(digest.dropFirst("sha256:".count)))
      if let facts {
        writer.member("publishedAt", raw: facts.publishedAt.seconds)
        if let next = facts.nextUpdateAt { writer.member("nextUpdateAt", raw: next.seconds) }
      }
      if let language = document.field("lang")?.value { writer.member("language", language) }
      if let title = document.title { writer.member("title", title.text) }
      writer.member("text", text)
      writer.member("plainText", document.plainText)
    } + "\n"
  }
}

extension NoticeFacts {
  /// The hosts that a form with links may link to.
  fileprivate var linkedHosts: [String] { officialHosts.filter { !compromisedHosts.contains($0) } }
}

extension NoticeDocument {
  /// English's: the mark is looked for in what every reader of a drill's notice sees first.
  static let drillMark = MessageCatalogue.english.messages[.drillMark] ?? "DRILL"

  var beginsWithDrillMark: Bool {
    let tag = field("lang")?.value ?? "en"
    let mark = MessageCatalogue.named(tag)?.messages[.drillMark] ?? NoticeDocument.drillMark
    let first = title ?? paragraphs.first
    return first?.text.split { !$0.isLetter }.first.map(String.init) == mark
  }
}
