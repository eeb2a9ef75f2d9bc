import Delegation
import Glibc

/// The folder of a store's points: `<store>.points`, for its owner only, with a socket for each process that decides.
///
/// Sockets are bound and reached through the folder's descriptor (`/proc/self/fd/N/NAME`), because a socket's address
/// holds 107 bytes (unix(7)) and a store's path may be longer.
struct PointPlace: Sendable {
  let path: String

  init(store: String) { path = store + ".points" }

  /// Opens the folder to put a socket into it; it is made where there is none.
  /// - Throws: the errno, or what is wrong with it.
  func openOwn() throws(PointTrouble) -> PointFolder {
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw .system("cannot make the folder `\(path)`", errno) }
    let folder = try openFolder()
    var status = stat()
    guard fstat(folder.descriptor, &status) == 0 else { throw .system("cannot look at `\(path)`", errno) }
    guard status.st_uid == geteuid() else { throw .other("the folder `\(path)` belongs to another account") }
    if status.st_mode & 0o077 != 0, fchmod(folder.descriptor, 0o700) != 0 {
      throw .system("others may use the folder `\(path)`", errno)
    }
    return folder
  }

  /// Opens it to look; nil where there is none: then nobody decides on the store.
  func openToLook() throws(PointTrouble) -> PointFolder? {
    do throws(PointTrouble) {
      return try openFolder()
    } catch .system(_, ENOENT) {
      return nil
    }
  }

  private func openFolder() throws(PointTrouble) -> PointFolder {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("cannot open the folder `\(path)`", errno) }
    return PointFolder(descriptor: descriptor)
  }

  /// Takes the folder away if nothing is in it.
  func removeIfEmpty() { rmdir(path) }
}

/// Why a point cannot be asked, or points cannot be found.
enum PointTrouble: Error {
  case system(String, Int32)
  case other(String)

  var sentence: String {
    switch self {
    case .system(let what, let code): "\(what): \(systemMessage(code))"
    case .other(let what): what
    }
  }
}

/// The folder while it is open.
final class PointFolder: Sendable {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The files in it, those that are being made among them.
  func names() -> [String] {
    // Reading needs a position of its own: the descriptor stays for the addresses.
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return [] }
    guard let folder = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What tells one file of a name from the next; nil where there is none.
  func look(at name: String) -> PointFile? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFSOCK
    else { return nil }
    let time = status.st_mtim
    return PointFile(
      node: status.st_ino,
      madeAt: Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000))
  }

  func remove(_ name: String) { unlinkat(descriptor, name, 0) }

  /// Gives a file another name, unless something has it.
  func rename(_ name: String, to other: String) -> Int32 {
    guard linkat(descriptor, name, descriptor, other, 0) == 0 else { return errno }
    remove(name)
    return 0
  }

  /// The system's time, by which files are dated.
  static var wallTime: Timestamp {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let time = Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    return min(max(time, .epoch), .max)
  }

  /// A new socket that does not block.
  static func makeSocket() throws(PointTrouble) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let made = socket(AF_UNIX, type, 0)
    guard made >= 0 else { throw .system("cannot make a socket", errno) }
    return made
  }

  /// Calls `body` with the address of `name`.
  func withAddress(
    of name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(PointTrouble) -> Int32 {
    let path = Array("/proc/self/fd/\(descriptor)/\(name)".utf8)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw .other("`\(name)` is too long a name for a point")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

struct PointFile: Hashable {
  let node: UInt
  let madeAt: Timestamp
}

/// `KIND@PROCESS`, and `.N` behind it where that name was taken.
struct PointName: Hashable {
  static let kindMax = 32
  let kind: String
  let process: Int32

  /// - Returns: nil for a file that is no point.
  init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, PointName.isKind(parts[0]) else { return nil }
    let numbers = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(numbers.count), numbers.allSatisfy(PointName.isNumber),
      let process = Int32(numbers[0])
    else { return nil }
    kind = String(parts[0])
    self.process = process
  }

  static func text(_ kind: String, _ process: Int32, _ count: Int) -> String {
    count == 1 ? "\(kind)@\(process)" : "\(kind)@\(process).\(count)"
  }

  static func isKind(_ text: some StringProtocol) -> Bool {
    (1...kindMax).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    (1...10).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
