import Glibc

/// Who holds a lock, as Linux shows it: `/proc/PID/fdinfo` lists the locks of each open file (proc_pid_fdinfo(5)).
///
/// The kernel itself names nobody: the lock belongs to an open file description, not to a process.
struct LockSight {
  /// What can be seen of one process.
  enum Finding {
    case holds
    case holdsNot
    /// Another user's process, or no `/proc`.
    case unseen
  }

  private let file: stat

  /// - Parameter file: the lock file, as `fstat` tells of it.
  init(_ file: stat) { self.file = file }

  /// The process that holds the file's first byte alone; nil where none is seen to.
  func holder() -> Int32? {
    LockSight.names(in: "/proc")?.lazy.compactMap { Int32($0) }.first { look(at: $0) == .holds }
  }

  func look(at process: Int32) -> Finding {
    guard let descriptors = LockSight.names(in: "/proc/\(process)/fdinfo") else {
      let isGone = errno == ENOENT && access("/proc/self/fdinfo", F_OK) == 0
      return isGone ? .holdsNot : .unseen
    }
    let holds = descriptors.contains { descriptor in
      isHeld(by: LockSight.text(of: "/proc/\(process)/fdinfo/\(descriptor)"))
        && isFile("/proc/\(process)/fd/\(descriptor)")
    }
    return holds ? .holds : .holdsNot
  }

  /// The first word of a process's command line; nil when it is gone.
  static func command(of process: Int32) -> String? {
    text(of: "/proc/\(process)/cmdline").split(separator: "\0").first.map(String.init)
  }

  /// Whether one line is `lock: 1: OFDLCK ADVISORY WRITE -1 fe:00:4711 0 0`: the last two are the first byte and the last.
  private func isHeld(by information: String) -> Bool {
    information.split(separator: "\n").contains { line in
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.first == "lock:" && words.contains("OFDLCK") && words.contains("WRITE")
        && words.suffix(2) == ["0", "0"] && words.contains { $0.hasSuffix(":\(file.st_ino)") }
    }
  }

  private func isFile(_ path: String) -> Bool {
    var other = stat()
    return stat(path, &other) == 0 && other.st_ino == file.st_ino && other.st_dev == file.st_dev
  }

  private static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Its first bytes: all that is looked for stands there. Empty where it cannot be read.
  private static func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
  }
}
