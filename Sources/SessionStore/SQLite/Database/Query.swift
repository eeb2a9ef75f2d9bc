import GRDB
import GRDBSQLite

/// A value to bind, or nothing.
enum SQLValue {
  case null
  case int(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  static func int(_ value: Int64?) -> SQLValue { value.map(SQLValue.int) ?? .null }
  static func text(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
  static func blob(_ value: [UInt8]?) -> SQLValue { value.map(SQLValue.blob) ?? .null }
}

/// A prepared statement in use: values go in by position from 1, columns come out by position from 0.
///
/// A thin layer over SQLite's own calls, because a row of GRDB's costs more than the work on it does here. It is
/// reset when it leaves scope; GRDB keeps and finalises the statement itself.
struct Query: ~Copyable {
  private let statement: Statement
  private let handle: OpaquePointer

  init(_ db: Database, _ sql: String) throws(StoreError) {
    do {
      statement = try db.cachedStatement(sql: sql)
    } catch {
      throw StoreError(database: error)
    }
    handle = statement.sqliteStatement
  }

  deinit {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  func bind(_ position: Int32, _ value: Int64) { sqlite3_bind_int64(handle, position, value) }

  func bind(_ position: Int32, _ value: Int64?) {
    if let value { sqlite3_bind_int64(handle, position, value) } else { sqlite3_bind_null(handle, position) }
  }

  func bind(_ position: Int32, _ value: String) {
    var value = value
    _ = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), copied)
      }
    }
  }

  func bind(_ position: Int32, _ value: [UInt8]) {
    _ = value.withUnsafeBytes {
      sqlite3_bind_blob(handle, position, $0.baseAddress, Int32($0.count), copied)
    }
  }

  func bind(_ position: Int32, _ value: SQLValue) {
    switch value {
    case .null: sqlite3_bind_null(handle, position)
    case .int(let value): bind(position, value)
    case .real(let value): sqlite3_bind_double(handle, position, value)
    case .text(let value): bind(position, value)
    case .blob(let value): bind(position, value)
    }
  }

  func bind(all values: [SQLValue]) {
    for (index, value) in values.enumerated() { bind(Int32(index + 1), value) }
  }

  /// - Returns: whether there is a row to read.
  func step() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw StoreError(connection: sqlite3_db_handle(handle))
    }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next values.
  func run() throws(StoreError) {
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  /// Makes the statement ready for other values.
  func reset() { sqlite3_reset(handle) }

  func type(_ column: Int32) -> Int32 { sqlite3_column_type(handle, column) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
  func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Gives `body` the bytes of a text or a blob, without copying them.
  func withBytes<T, E: Error>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T
  {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}

/// SQLite copies what is bound (`SQLITE_TRANSIENT`, which C defines as the address -1).
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension Database {
  /// A query with its values bound.
  func query(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Query {
    let query = try Query(self, sql)
    query.bind(all: values)
    return query
  }

  func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
    try query(sql, values).run()
  }

  /// The first column of the first row; nil when there is no row, or no value.
  func int(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Int64? {
    let query = try query(sql, values)
    return try query.step() ? query.optionalInt(0) : nil
  }

  func text(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> String? {
    let query = try query(sql, values)
    return try query.step() ? query.optionalText(0) : nil
  }

  /// Runs several statements, which give no rows.
  func script(_ sql: String) throws(StoreError) {
    guard sqlite3_exec(sqliteConnection, sql, nil, nil, nil) == SQLITE_OK else {
      throw StoreError(connection: sqliteConnection)
    }
  }
}
