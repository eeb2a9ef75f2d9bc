import AuditTrail
import Delegation
import Digests

/// The members of an entry's detail.
struct EntryFields {
  private let members: [JSONMember]

  init(_ json: String?) {
    guard let json, case .object(let members)? = try? parseJSON(Array(json.utf8)) else {
      members = []
      return
    }
    self.members = members
  }

  private func value(_ name: String) -> JSONValue? { members.first { $0.key == name }?.value }

  subscript(name: String) -> String? {
    if case .string(let text)? = value(name) { text } else { nil }
  }

  /// Who revoked took it back within the grace time.
  var isUndo: Bool { if case .bool(true)? = value("undo") { true } else { false } }

  func key(_ name: String) -> Ed25519.PublicKey? { self[name].flatMap { try? KeyText.publicKey($0) } }

  var signature: [UInt8]? { self["signature"].flatMap { try? Base64.decode($0) } }

  var ask: Ask? { value("ask").flatMap { try? Ask($0) } }
}
