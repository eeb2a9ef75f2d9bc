import GRDB

/// What SQLite itself takes to commit one row durably: the floor that a measurement of `authorize` is put beside.
package final class BareCommits {
  private let path: String
  private let connection: Connection
  private var count: Int64 = 0

  /// Makes a database of its own, `bare.db`, in an existing folder.
  /// - Throws: ``StoreError``.
  package init(folder: String) throws(StoreError) {
    path = "\(folder)/bare.db"
    connection = try Connection(path: path, .writing, label: "bare")
    try connection.useDurableJournal()
    try write("CREATE TABLE bare (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)", [])
  }

  /// Inserts one row and waits until it is on the disk.
  package func commit() throws(StoreError) {
    count += 1
    try write("INSERT INTO bare (id, at) VALUES (?, ?)", [count, count * 1000])
  }

  package func close() { connection.close() }

  private func write(_ sql: String, _ arguments: StatementArguments) throws(StoreError) {
    let path = path
    try connection.use { (database) throws(StoreError) in
      do {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
      } catch {
        throw StoreError(database: error, path: path)
      }
    }
  }
}
