import AuditTrail
import Delegation
import GRDB
import GRDBSQLite

extension SQLiteStore {
  func publishNotice(
    _ notice: NoticePublication, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<PublishedNotice> {
    guard notice.isKeepable else {
      throw .failed(code: SQLITE_MISUSE, message: "a notice is a text of an incident, under names")
    }
    let id = requestID()
    return try write(.ordinary) { transaction throws(StoreError) in
      let known = try PublishedNotice.all(transaction.db, of: notice.incident).last {
        $0.publication == notice
      }
      if let known, known.approvedBy != nil { return .done(known) }
      let change = Loosening.notice(notice)
      switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
      case .waits(let request): return .waits(request)
      case .goesAhead(let detail):
        if let known { return .done(known) }
        return .done(try transaction.publish(notice, reason: reason, by: `operator`, detail: detail))
      }
    }
  }

  func publishedNotices(of incident: String) throws(StoreError) -> [PublishedNotice] {
    try read { snapshot throws(StoreError) in try PublishedNotice.all(snapshot.db, of: incident) }
  }
}

extension NoticePublication {
  fileprivate var isKeepable: Bool {
    [incident, kind, form].allSatisfy { (try? checkName($0.utf8)) != nil }
      && !text.isEmpty && text.unicodeScalars.count <= NoticePublication.textMax
  }

  /// The proof's members, and behind them what was published.
  func detail(with proof: String) -> String {
    let own = JSONWriter.object { writer in
      writer.member("kind", kind)
      writer.member("form", form)
      writer.member("text", text)
    }
    return proof.dropLast() + "," + own.dropFirst()
  }

  init?(incident: String, _ detail: EntryFields) {
    guard let kind = detail["kind"], let form = detail["form"], let text = detail["text"] else { return nil }
    self.init(incident: incident, kind: kind, form: form, text: text)
  }
}

extension PublishedNotice {
  /// In the order in which they were approved. A text that is not what its leaf says was approved does not read.
  fileprivate static func all(_ db: Database, of incident: String) throws(StoreError) -> [PublishedNotice] {
    // The words of the index `response_entries`.
    let rows = try db.query(
      """
      SELECT n.sequence, n.at, n.who, n.after, n.detail FROM entries n
      WHERE n.action IN ('drill.run', 'notice.publish', 'point.effective') AND n.action = 'notice.publish'
        AND n.target = ? ORDER BY n.sequence
      """, [.text(incident)])
    var notices: [PublishedNotice] = []
    while try rows.step() {
      let fields = EntryFields(rows.optionalText(4))
      guard let publication = NoticePublication(incident: incident, fields),
        publication.digest == rows.optionalText(3)
      else { throw .corrupt(message: "the notice in leaf \(rows.int(0)) is not what was approved") }
      notices.append(
        PublishedNotice(
          publication: publication, sequence: rows.int(0), at: rows.time(1), askedBy: rows.text(2),
          approvedBy: try fields["request"].flatMap { (request) throws(StoreError) in
            try approver(db, of: request, Loosening.notice(publication))
          }))
    }
    return notices
  }

  /// Who approved just this change.
  private static func approver(
    _ db: Database, of request: String, _ change: Loosening
  ) throws(StoreError) -> String? {
    let row = try db.query(
      "SELECT decided_by FROM approvals WHERE request_id = ? AND state = 'approved' AND action = ? AND what = ?",
      [.text(request), .text(change.action), .text(change.json)])
    return try row.step() ? row.optionalText(0) : nil
  }
}

extension Transaction {
  /// Whether a second operator approved this text already.
  func isApproved(_ notice: NoticePublication) throws(StoreError) -> Bool {
    try PublishedNotice.all(db, of: notice.incident).contains {
      $0.publication == notice && $0.approvedBy != nil
    }
  }

  mutating func publish(
    _ notice: NoticePublication, reason: String, by operator: Operator, detail: String
  ) throws(StoreError) -> PublishedNotice {
    let sequence = try audit(
      "notice.publish", notice.incident, by: `operator`, after: notice.digest, reason: reason,
      detail: notice.detail(with: detail))
    return PublishedNotice(
      publication: notice, sequence: sequence, at: time, askedBy: `operator`.name, approvedBy: nil)
  }
}
