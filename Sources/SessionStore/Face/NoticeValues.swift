package import Delegation
import Digests

/// The exact text of a notice to users, as it is asked to go out.
package struct NoticePublication: Sendable {
  /// The incident's id.
  package let incident: String
  /// Which notice of the incident it is, such as `initial`: the store keeps the word and knows none of them.
  package let kind: String
  /// `full` or `short`: a text that was approved as the one never passes for the other.
  package let form: String
  package let text: String

  /// Code points of a text.
  package static let textMax = 32_768

  package init(incident: String, kind: String, form: String, text: String) {
    self.incident = incident
    self.kind = kind
    self.form = form
    self.text = text
  }

  /// `sha256:` and 64 hex digits of the text's UTF-8.
  package var digest: String { NoticePublication.digest(of: text) }

  package static func digest(of text: String) -> String { "sha256:" + SHA256.hex(text.utf8) }
}

extension NoticePublication: Hashable {
  /// By bytes: texts that look the same and are spelt otherwise are two.
  package static func == (a: NoticePublication, b: NoticePublication) -> Bool {
    sameCodePoints(a.incident, b.incident) && sameCodePoints(a.kind, b.kind)
      && sameCodePoints(a.form, b.form) && sameCodePoints(a.text, b.text)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// A notice that may go out: a second operator approved its exact bytes, or nobody else could be asked.
package struct PublishedNotice: Hashable, Sendable, Identifiable {
  package let publication: NoticePublication
  /// The log's number of its `notice.publish`.
  package let sequence: Int64
  package let at: Timestamp
  /// The operator who asked for it.
  package let askedBy: String
  /// The other operator who approved it; nil where nobody else could.
  package let approvedBy: String?

  package var id: Int64 { sequence }

  package init(
    publication: NoticePublication, sequence: Int64, at: Timestamp, askedBy: String, approvedBy: String?
  ) {
    self.publication = publication
    self.sequence = sequence
    self.at = at
    self.askedBy = askedBy
    self.approvedBy = approvedBy
  }
}
