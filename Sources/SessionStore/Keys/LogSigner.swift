import AuditTrail
import Delegation
import Digests
import Glibc
import Synchronization

/// Signs heads of the log, and remembers outside the store what it signed last: a head that does not follow from that one
/// is never signed (C2SP: a log must not sign two histories), so a store that was rolled back shows.
///
/// Used under the store's lock only.
final class LogSigner: Sendable {
  let key: Ed25519.PrivateKey
  private let origin: String
  private let file: Int32
  private struct State {
    /// What this process committed last, if it follows from what was signed last.
    var known: (size: UInt64, root: MerkleHash)?
    var hasUnsigned = false
    /// Epoch milliseconds.
    var signedAt: Int64 = 0
    var rememberedAt: Int64 = 0
  }
  private let state = Mutex(State())

  /// Executions are signed so many at a time, or after so long: a signature on each commit would cost as much as deciding.
  private static let leavesMax: UInt64 = 256
  private static let delay = TimeSpan(seconds: 1)
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

  /// Whether a head over so many leaves that nobody has signed is to be signed now.
  func isDue(_ unsigned: UInt64, at time: Timestamp) -> Bool {
    unsigned >= LogSigner.leavesMax
      || time.milliseconds - state.withLock(\.signedAt) >= LogSigner.delay.milliseconds
  }

  /// Whether this process left leaves unsigned.
  var hasUnsigned: Bool { state.withLock(\.hasUnsigned) }

  /// Whether this process committed just this head last, and it follows from what was signed last.
  func knows(size: UInt64, root: MerkleHash) -> Bool {
    state.withLock { $0.known.map { $0.size == size && $0.root == root } ?? false }
  }

  /// Whether `note` is this key's over just this head.
  func verifies(_ note: String, size: UInt64, root: MerkleHash) -> Bool {
    guard let verifier = try? NoteVerifierKey(name: origin, publicKey: key.publicKey),
      let note = try? SignedNote(note.utf8), let checkpoint = try? Checkpoint(noteText: note.text)
    else { return false }
    return checkpoint.origin == origin && checkpoint.size == size && checkpoint.root == root
      && note.isSigned(by: verifier)
  }

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

  /// Remembers a head whose commit has returned. Outside the process a signed one is remembered at once after an
  /// operator's action, and every second else, because the write makes the next commit's sync slower. Not synced: an older
  /// one may stand there, from which the store's follows.
  func committed(_ head: CommittedHead, at time: Timestamp) {
    let mustWrite = state.withLock { state in
      state.known = head.isKnown ? (head.size, head.root) : nil
      state.hasUnsigned = !head.isSigned
      guard head.isSigned else { return false }
      state.signedAt = time.milliseconds
      guard head.isAction || time.milliseconds - state.rememberedAt >= LogSigner.delay.milliseconds else {
        return false
      }
      state.rememberedAt = time.milliseconds
      return true
    }
    guard mustWrite else { return }
    var record = Array("\(head.size) \(Hex.encode(head.root.bytes))".utf8)
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
