import Foundation
import GRDB
import Glibc

/// The thread behind ``ChangeFeed``.
final class ChangeWatch: Sendable {
  private let connection: Connection
  /// Readable, or at its end, when the thread shall stop.
  private let stop: Int32
  /// Tells of writes to the log; below 0 where the system has no watch to give.
  private let notices: Int32

  /// Milliseconds to wait before each look after a write: a commit is seen within the time that its sync takes.
  private static let looks: [Int32] = [1, 4, 16, 64, 256, 1024, 4096]
  /// Milliseconds between two looks where there is no watch.
  private static let slow: Int32 = 1000

  init(path: String, stop: Int32) throws(StoreError) {
    self.stop = stop
    connection = try Connection(path: path, .reading, label: "curfew.changes")
    // The first read opens the log, so that there is one to watch.
    _ = try connection.use { db throws(StoreError) in try Meta.read(db) }
    let file = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    if file >= 0, inotify_add_watch(file, path + "-wal", UInt32(IN_MODIFY)) < 0 {
      Glibc.close(file)
      notices = -1
    } else {
      notices = file
    }
  }

  func close() {
    connection.close()
    Glibc.close(stop)
    if notices >= 0 { Glibc.close(notices) }
  }

  /// - Parameter notify: called after every change, from the thread.
  func runOnThread(_ notify: @escaping @Sendable () -> Void) {
    let thread = Thread {
      self.run(notify)
      self.close()
    }
    thread.name = "curfew.changes"
    thread.start()
  }

  private func run(_ notify: () -> Void) {
    var seen = version()
    // Something may have changed before the watch began.
    var look = 0
    while true {
      let timeout =
        notices < 0 ? ChangeWatch.slow : look < ChangeWatch.looks.count ? ChangeWatch.looks[look] : -1
      switch wait(timeout) {
      case .stopped: return
      case .written: look = 0
      case .timedOut: look += 1
      }
      let now = version()
      if now != seen {
        seen = now
        notify()
      }
    }
  }

  private enum Wake {
    case stopped
    case written
    case timedOut
  }

  private func wait(_ milliseconds: Int32) -> Wake {
    var files = [
      pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
      pollfd(fd: notices, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&files, nfds_t(files.count), milliseconds)
    if files[0].revents != 0 { return .stopped }
    guard ready > 0, files[1].revents != 0 else { return .timedOut }
    var notices = [UInt8](repeating: 0, count: 4096)
    while read(self.notices, &notices, notices.count) > 0 {}
    return .written
  }

  /// SQLite's own count of what other connections committed; nil when it cannot be read at this moment.
  private func version() -> Int64? {
    try? connection.use { db throws(StoreError) in try db.int("PRAGMA data_version") }
  }
}
