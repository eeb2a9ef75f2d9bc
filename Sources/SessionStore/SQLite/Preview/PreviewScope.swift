import Delegation
import PolicyEngine

/// The part of a scope that is compared with a request, on the bytes of its columns. Names are stored as they are
/// printed, so equal ones have equal bytes.
struct PreviewScope {
  private let chainID: Int64?
  private let names: [(column: Int32, bytes: [UInt8])]
  /// The columns that it reads, behind those that every row is read for.
  let columns: [String]

  /// - Parameter first: where its columns begin.
  init(_ scope: Scope, from first: Int32) {
    var (columns, names) = ([String](), [(column: Int32, bytes: [UInt8])]())
    chainID = scope.chainID.map { Int64(clamping: $0) }
    if chainID != nil { columns.append("chain_id") }
    for (column, name) in [
      ("capability", scope.capability), ("destination", scope.destination),
      ("nonce_domain", scope.nonceDomain),
    ] {
      guard let name else { continue }
      names.append((first + Int32(columns.count), Array(name.text.utf8)))
      columns.append(column)
    }
    self.columns = columns
    self.names = names
    chainColumn = first
  }

  private let chainColumn: Int32

  func covers(_ row: borrowing Query) -> Bool {
    if let chainID, row.int(chainColumn) != chainID { return false }
    for name in names where !row.withBytes(name.column, { $0.isSame(as: name.bytes) }) { return false }
    return true
  }
}

extension Scope {
  /// The part that is compared with a session.
  func covers(key: String, wallet text: String, issuedAt: Timestamp, _ envelope: Envelope?) -> Bool {
    if let sessionKey, sessionKey.text != key { return false }
    if let wallet, wallet.text != text { return false }
    if let issuedBefore, issuedAt >= issuedBefore { return false }
    if let label { return envelope?.has(label: label) ?? false }
    return true
  }
}
