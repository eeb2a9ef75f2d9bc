import Glibc
import Synchronization

/// The database files that this process has connections to.
///
/// Closing any descriptor of a file takes away all POSIX locks that the process holds on it (fcntl(2)), those of SQLite's
/// connections too: another process would then take itself for the last one, and delete the write-ahead log under them
/// (sqlite.org/howtocorrupt.html, section 2.2). So no such file is opened and closed by anybody but SQLite, which knows.
enum FilesInUse {
  fileprivate struct File: Hashable {
    let device: dev_t
    let inode: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }
  }

  /// How many connections each has.
  private static let counts = Mutex<[File: Int]>([:])

  /// Holds a file in use until it is ended, or let go.
  final class Use: Sendable {
    private let file: File?
    private let isEnded = Atomic(false)

    fileprivate init(_ file: File?) { self.file = file }

    deinit { end() }

    func end() {
      guard !isEnded.exchange(true, ordering: .acquiringAndReleasing), let file else { return }
      FilesInUse.counts.withLock { counts in
        let left = (counts[file] ?? 1) - 1
        counts[file] = left > 0 ? left : nil
      }
    }
  }

  /// To be called before a connection to the file is opened.
  static func begin(_ path: String) -> Use {
    counts.withLock { counts in
      let file = File(path)
      if let file { counts[file, default: 0] += 1 }
      return Use(file)
    }
  }

  /// Runs `body`, which may open and close the file: nobody begins to use it meanwhile.
  /// - Returns: nil, without running it, where the file is in use.
  static func unlessInUse<T: Sendable>(
    _ path: String, _ body: () throws(StoreError) -> T
  ) throws(StoreError) -> T? {
    let result: Result<T, StoreError>? = counts.withLock { counts in
      if let file = File(path), counts[file] != nil { return nil }
      return Result { () throws(StoreError) in try body() }
    }
    return try result?.get()
  }
}
