import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// Moves the write-ahead log into the file when it has grown: by ourselves and under the store's lock, never by SQLite.
final class Checkpoints: Sendable {
  /// Pages of 4 KiB in the log after the last commit.
  private let pages = Atomic<Int>(0)
  /// Not before the log has this many: a reader may hold back a checkpoint, and asking again at once is no use.
  private let due = Atomic<Int>(Checkpoints.step)

  /// About 4 MiB.
  private static let step = 1024
  /// About 64 MiB: from here on the log is cut, and even a waiting revocation pays for it.
  private static let large = 16 * 1024

  init(watching connection: Connection) throws(StoreError) {
    // The connection is closed before the store that owns both is gone, so the pointer outlives its use.
    let context = Unmanaged.passUnretained(self).toOpaque()
    try connection.use { db throws(StoreError) in
      _ = sqlite3_wal_hook(
        db.sqliteConnection,
        { context, _, _, pages in
          guard let context else { return SQLITE_OK }
          Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue().pages
            .store(Int(pages), ordering: .relaxed)
          return SQLITE_OK
        }, context)
    }
  }

  /// To be called under the lock, after a commit. A failure costs nothing: the log stays as it is and is asked again.
  func afterCommit(_ connection: Connection, isUrgentWaiting: @autoclosure () -> Bool) {
    let pages = pages.load(ordering: .relaxed)
    guard pages >= due.load(ordering: .relaxed) else { return }
    let isLarge = pages >= Checkpoints.large
    if !isLarge && isUrgentWaiting() { return }
    var logged: Int32 = 0
    var moved: Int32 = 0
    try? connection.use { db throws(StoreError) in
      _ = sqlite3_wal_checkpoint_v2(
        db.sqliteConnection, nil, isLarge ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &logged,
        &moved)
    }
    // All moved, the next commit begins the log anew; else somebody still reads from it.
    due.store(logged == moved ? Checkpoints.step : pages + Checkpoints.step, ordering: .relaxed)
  }
}

/// Sleeps on this thread: only where a lock of another process is waited for.
func pause(microseconds: UInt32) { usleep(microseconds) }
