import GRDB
import GRDBSQLite
import Synchronization

/// One connection to the store's file. GRDB opens it and keeps its threads apart; the statements are ours (``Query``).
final class Connection: Sendable {
  enum Access {
    /// The one that writes, always under the store's lock.
    case writing
    case reading
    /// The one that the search index reads by: it hardly ever reads a page twice.
    case searching
  }

  let path: String
  private let queue: DatabaseQueue
  private let file: FilesInUse.Use

  /// - Throws: ``StoreError``.
  init(path: String, _ access: Access, label: String) throws(StoreError) {
    self.path = path
    file = FilesInUse.begin(path)
    do {
      queue = try DatabaseQueue(path: path, configuration: Connection.configuration(access, label))
    } catch {
      throw StoreError(database: error, path: path)
    }
  }

  /// Runs `body` with the connection to itself.
  func use<T>(_ body: (Database) throws(StoreError) -> T) throws(StoreError) -> T {
    let result: Result<T, StoreError> = queue.inDatabase { db in
      Result { () throws(StoreError) in try body(db) }
    }
    return try result.get()
  }

  /// Closes the connection, once nobody uses it.
  func close() {
    try? queue.close()
    file.end()
  }

  private static func configuration(_ access: Access, _ label: String) -> Configuration {
    var configuration = Configuration()
    configuration.label = label
    configuration.readonly = access != .writing
    configuration.foreignKeysEnabled = false
    // A transaction that SQLite would not roll back must not end the process: the next one begins by rolling it back.
    configuration.allowsUnsafeTransactions = true
    switch access {
    // Our lock serialises writers: whatever else makes SQLite busy is waited for where the time-out is known.
    case .writing: configuration.busyMode = .immediateError
    case .reading, .searching: configuration.busyMode = .timeout(2)
    }
    let cache =
      switch access {
      case .writing: 65_536
      case .reading: 16_384
      case .searching: 4096
      }
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -\(cache)")
    }
    return configuration
  }
}

extension Connection {
  /// Gives back the pages that are kept in memory, and keeps fewer from now on.
  func keepFewPages() throws(StoreError) {
    try use { db throws(StoreError) in
      try db.script("PRAGMA cache_size = -\(Self.fewPagesKiB); PRAGMA shrink_memory")
    }
  }

  private static let fewPagesKiB = 2048

  /// Whether the file has its write-ahead log already.
  func hasDurableJournal() throws(StoreError) -> Bool {
    try use { db throws(StoreError) in try db.text("PRAGMA journal_mode") == "wal" }
  }

  /// Turns on the journal that the store relies on, with a sync at every commit.
  ///
  /// Set after opening and read back: GRDB's own way to a WAL sets `synchronous` to NORMAL, under which an
  /// acknowledged revocation may vanish when the power fails.
  func useDurableJournal() throws(StoreError) {
    let path = path
    try use { db throws(StoreError) in
      let mode = try db.text("PRAGMA journal_mode = WAL")
      guard mode == "wal" else {
        throw .cannotOpen(path: path, reason: "its file system cannot share memory between processes")
      }
      try db.script("PRAGMA synchronous = FULL")
      guard try db.int("PRAGMA synchronous") == 2 else {
        throw .cannotOpen(path: path, reason: "SQLite did not take synchronous = FULL")
      }
    }
  }
}

extension Database {
  /// Runs `body` on one unchanging view of the store.
  func snapshot<T>(_ body: (Database) throws(StoreError) -> T) throws(StoreError) -> T {
    try run("BEGIN")
    defer { rollBack() }
    let result = try body(self)
    // Prepared once, unlike what ``rollBack()`` runs: nothing was written, so both end it alike.
    try run("COMMIT")
    return result
  }

  /// Whether another file, or none, stands where this one was opened.
  var hasMoved: Bool {
    var answer: Int32 = 0
    let code = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &answer)
    return code == SQLITE_OK && answer != 0
  }

  /// Ends the transaction, if SQLite has not ended it already.
  func rollBack() {
    if sqlite3_get_autocommit(sqliteConnection) == 0 {
      sqlite3_exec(sqliteConnection, "ROLLBACK", nil, nil, nil)
    }
  }
}
