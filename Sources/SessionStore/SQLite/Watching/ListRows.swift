import Delegation
import Digests
import GRDB

/// The entries of imported lists, as rows.
struct ListRows {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// SHA-256 over the list's entries in the order of their key: an audit entry names a list by it.
  func digest(of id: Int64) throws(StoreError) -> String {
    let rows = try db.query(
      "SELECT address, chain_id, kind, label, family FROM listed WHERE list_id = ? ORDER BY address, chain_id",
      [.int(id)])
    var text = ""
    while try rows.step() {
      text += JSONWriter.object { writer in
        writer.member("address", rows.text(0))
        writer.member("chainId", raw: String(rows.int(1)))
        writer.member("kind", rows.text(2))
        writer.member("label", rows.text(3))
        if let family = rows.optionalText(4) { writer.member("family", family) }
      }
      text += "\n"
    }
    return text.digestText
  }
}
