import AuditTrail
import Digests
import Glibc

/// Signs heads of the log, and remembers outside the store what it signed last: a head that does not follow from that one
/// is never signed (C2SP: a log must not sign two histories), so a store that was rolled back shows.
///
/// Used under the store's lock only.
final class LogSigner: Sendable {
  let key: Ed25519.PrivateKey
  private let origin: String
  private let file: Int32

  private static let recordLength = 96

  /// - Returns: nil where this account holds no key of the store's log.
  init?(_ keys: KeyFolder, identity: StoreIdentity) throws(StoreError) {
    guard let key = try keys.read(.log, store: identity.id) else { return nil }
    guard key.publicKey == identity.logKey else {
      throw .keys(
        path: "\(keys.folder(of: identity.id))/log.key", reason: "it is not the key of this store's log")
    }
    self.key = key
    origin = identity.origin
    let path = "\(keys.folder(of: identity.id))/log.last"
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .keys(path: path, reason: systemMessage(errno)) }
  }

  deinit { close(file) }

  /// What was signed last by any process of this account; nil before the first.
  var last: (size: UInt64, root: MerkleHash)? {
    var record = [UInt8](repeating: 0, count: LogSigner.recordLength)
    guard pread(file, &record, record.count, 0) == record.count else { return nil }
    let words = String(decoding: record, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let size = UInt64(words[0]), let bytes = try? Hex.decode(words[1]),
      let root = MerkleHash(bytes)
    else { return nil }
    return (size, root)
  }

  /// Remembers a head whose commit has returned. Not synced: after a power failure an older one stands here, from which the
  /// store's follows.
  func remember(size: UInt64, root: MerkleHash) {
    var record = Array("\(size) \(Hex.encode(root.bytes))".utf8)
    record += Array(repeating: 0x20, count: LogSigner.recordLength - 1 - record.count) + [0x0A]
    _ = pwrite(file, record, record.count, 0)
  }

  /// The signed checkpoint, as a C2SP signed note; nil where it cannot be one.
  func checkpoint(size: UInt64, root: MerkleHash) -> String? {
    guard let note = try? Checkpoint(origin: origin, size: size, root: root).signed(by: key) else {
      return nil
    }
    return String(decoding: note.bytes, as: UTF8.self)
  }
}
