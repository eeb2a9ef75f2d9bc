package import Delegation
import GRDBSQLite

/// Opens stores by their URL.
package enum Stores {
  package struct Options: Sendable {
    /// How long a writer waits for the store's lock before it gives up as busy.
    package var lockTimeout: Duration
    /// Opens an existing store for reading; every call that writes throws ``StoreError/readOnly(path:)``.
    package var isReadOnly: Bool
    /// Where this account keeps the private keys of its stores; without it a new store gets no keys and no operator, and
    /// the log's heads stay unsigned.
    package var keys: KeyFolder?
    /// The first operator of a store that is made.
    package var founder: String
    /// What this process is called where it decides on the store (``EnforcementPoint/kind``): 1 to 32 of a–z, 0–9 and
    /// `-`; nil: `process`.
    package var pointName: String?
    /// What the search index may take in memory, in bytes; beyond it searches read the tables.
    package var searchMemory: Int

    package init(
      lockTimeout: Duration = .seconds(5), isReadOnly: Bool = false, keys: KeyFolder? = nil,
      founder: String = "operator", pointName: String? = nil, searchMemory: Int = 120 << 20
    ) {
      self.lockTimeout = lockTimeout
      self.isReadOnly = isReadOnly
      self.keys = keys
      self.founder = founder
      self.pointName = pointName
      self.searchMemory = searchMemory
    }
  }

  /// Opens the store that `url` names, and makes it where there is none: missing folders for their owner only (0700),
  /// the file too (0600), with the starter policy in force, its keys in `options.keys`, and the founder as its operator.
  ///
  /// - Parameters:
  ///   - url: a path, or `sqlite:PATH`.
  ///   - clock: the time now; it may be wrong or jump, the store's own time never goes back.
  ///   - makeID: a new id for a revocation that comes without one: 1–128 printable ASCII characters, never the same.
  package static func open(
    url: String, clock: @escaping @Sendable () -> Timestamp, makeID: @escaping @Sendable () -> String,
    options: Options = Options()
  ) throws(StoreError) -> any SessionStore {
    try SQLiteStore(path: path(of: url), clock: clock, makeID: makeID, options: options)
  }

  /// The version of the SQLite library that was loaded, such as `3.40.1`.
  ///
  /// Versions 3.7.0 to 3.51.2 can lose committed writes when two connections write and checkpoint at the same moment
  /// (sqlite.org/wal.html#walresetbug; Debian 12 ships 3.40.1, without the repair). That is why every write and every
  /// checkpoint runs under one lock of our own beside the store.
  package static var sqliteVersion: String { String(cString: sqlite3_libversion()) }

  private static func path(of url: String) throws(StoreError) -> String {
    if url.hasPrefix("sqlite:") {
      let path = String(url.dropFirst("sqlite:".count))
      guard !path.isEmpty, !path.hasPrefix("//") else { throw .unknownURL(url) }
      return path
    }
    guard !url.isEmpty, !url.contains("://") else { throw .unknownURL(url) }
    return url
  }
}
