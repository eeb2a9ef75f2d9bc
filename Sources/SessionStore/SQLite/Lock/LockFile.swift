import Glibc

/// Advisory locks on single bytes of the file beside the store, held by one open file description (OFD): they exclude
/// other stores of this process too, and the kernel drops them when the process dies, whatever way it dies.
final class LockFile: Sendable {
  /// Which byte is locked.
  enum Place: Int {
    /// Held by the one store that may write or checkpoint.
    case holder = 0
    /// Held in shared mode by everybody who waits to tighten: a counter that no crash can leave wrong.
    case urgent = 1
  }

  enum Mode {
    case shared
    case exclusive
  }

  // <fcntl.h> shows these only to _GNU_SOURCE, which Swift's Glibc module does not define.
  private static let getOFD: Int32 = 36
  private static let setOFD: Int32 = 37

  let path: String
  private let file: Int32

  /// - Throws: ``StoreError/readOnly(path:)`` where the file may not be made or written.
  init(path: String) throws(StoreError) {
    self.path = path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw errno == EACCES || errno == EPERM ? .readOnly(path: path) : StoreError(errno: errno, path: path)
    }
  }

  deinit { close(file) }

  /// Takes the byte if nobody stands in the way.
  func take(_ place: Place, _ mode: Mode) -> Bool {
    set(place, mode == .shared ? Int16(F_RDLCK) : Int16(F_WRLCK))
  }

  func drop(_ place: Place) { _ = set(place, Int16(F_UNLCK)) }

  /// Whether another open file description holds the byte in any mode.
  func isTakenByOthers(_ place: Place) -> Bool {
    var lock = LockFile.lock(Int16(F_WRLCK), place)
    return fcntl(file, LockFile.getOFD, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }

  /// Whether the path still names this file: somebody may have removed it, and a lock on it would exclude nobody.
  var isCurrent: Bool {
    var mine = stat()
    var named = stat()
    return fstat(file, &mine) == 0 && stat(path, &named) == 0 && mine.st_ino == named.st_ino
      && mine.st_dev == named.st_dev
  }

  private func set(_ place: Place, _ type: Int16) -> Bool {
    var lock = LockFile.lock(type, place)
    return fcntl(file, LockFile.setOFD, &lock) == 0
  }

  private static func lock(_ type: Int16, _ place: Place) -> flock {
    var lock = flock()
    lock.l_type = type
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(place.rawValue)
    lock.l_len = 1
    return lock
  }
}

/// Who holds the store, as the lock file says it for whoever gives up waiting.
struct Holder: Equatable {
  let process: Int32
  let name: String

  static let me = Holder(process: getpid(), command: CommandLine.arguments.first ?? "")

  init(process: Int32, name: String) { (self.process, self.name) = (process, name) }

  /// - Parameter command: the first word of its command line.
  init(process: Int32, command: String) {
    let name = command.split(separator: "/").last?.unicodeScalars
    self.init(
      process: process,
      name: String(name?.filter { $0.isASCII && $0.value > 0x20 }.prefix(40).map(Character.init) ?? []))
  }
}

extension LockFile {
  private static let recordLength = 64

  /// Writes who holds the store, unless the file says so already.
  func note(_ holder: Holder) {
    if self.holder == holder { return }
    var record = Array("\(holder.process) \(holder.name)".utf8.prefix(LockFile.recordLength - 1))
    record += Array(repeating: 0x20, count: LockFile.recordLength - 1 - record.count) + [0x0A]
    // It only makes a message better: a full disk must not stop a revocation here.
    _ = pwrite(file, record, record.count, 0)
  }

  /// Who took the store last.
  var holder: Holder? {
    var record = [UInt8](repeating: 0, count: LockFile.recordLength)
    guard pread(file, &record, record.count, 0) == record.count else { return nil }
    let words = String(decoding: record, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard let first = words.first, let process = Int32(first) else { return nil }
    return Holder(process: process, name: words.dropFirst().first.map(String.init) ?? "")
  }

  /// Who holds the store now. The record alone may name an earlier holder: one that was stopped, or waits for its disk,
  /// after it took the byte and before it wrote its name. So what the system shows goes first, and a process that is
  /// seen not to hold the store is never named.
  var holderSeen: Holder? {
    var status = stat()
    guard fstat(file, &status) == 0 else { return holder }
    let sight = LockSight(status)
    let noted = holder
    let finding = noted.map { sight.look(at: $0.process) }
    if finding == .holds { return noted }
    if let process = sight.holder() {
      return Holder(process: process, command: LockSight.command(of: process) ?? "")
    }
    return finding == .unseen ? noted : nil
  }
}
