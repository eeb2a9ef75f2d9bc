import GRDB
import GRDBSQLite

/// Compares a table with the rows that it must have, both in the order of the primary key.
struct TableComparison {
  let table: String
  let columns: [String]
  /// How many of the first columns name a row.
  let keyed: Int

  init(_ table: String, _ columns: String, keyed: Int = 1) {
    self.table = table
    self.columns = columns.split(separator: " ").map(String.init)
    self.keyed = keyed
  }

  /// - Parameters:
  ///   - expected: rows in key order.
  ///   - change: makes a stored row comparable.
  ///   - omitting: which stored rows say nothing.
  func run(
    _ db: Database, _ expected: some Sequence<[SQLValue]>, _ findings: inout Findings,
    change: ([SQLValue]) -> [SQLValue] = { $0 }, omitting: ([SQLValue]) -> Bool = { _ in false }
  ) throws(StoreError) {
    let keys = columns.prefix(keyed).joined(separator: ", ")
    let rows = try db.query("SELECT \(columns.joined(separator: ", ")) FROM \(table) ORDER BY \(keys)")
    var expected = expected.makeIterator()
    var wanted = expected.next()
    var found = try next(rows, change, omitting)
    while wanted != nil || found != nil {
      switch order(found, wanted) {
      case .same:
        if let found, let wanted { compare(found, wanted, &findings) }
        found = try next(rows, change, omitting)
        wanted = expected.next()
      case .extra:
        if let found { findings.add(table, name(found), "by the log there is no such row") }
        found = try next(rows, change, omitting)
      case .missing:
        if let wanted { findings.add(table, name(wanted), "missing") }
        wanted = expected.next()
      }
    }
  }

  private enum Order {
    case same
    case extra
    case missing
  }

  private func next(
    _ rows: borrowing Query, _ change: ([SQLValue]) -> [SQLValue], _ omitting: ([SQLValue]) -> Bool
  ) throws(StoreError) -> [SQLValue]? {
    while try rows.step() {
      let row = change(columns.indices.map { rows.value(Int32($0)) })
      if !omitting(row) { return row }
    }
    return nil
  }

  private func order(_ found: [SQLValue]?, _ wanted: [SQLValue]?) -> Order {
    guard let found else { return .missing }
    guard let wanted else { return .extra }
    for index in 0..<keyed where found[index] != wanted[index] {
      return found[index].isBefore(wanted[index]) ? .extra : .missing
    }
    return .same
  }

  private func compare(_ found: [SQLValue], _ wanted: [SQLValue], _ findings: inout Findings) {
    for index in columns.indices where found[index] != wanted[index] {
      findings.add(
        table, name(found),
        "`\(columns[index])` is \(found[index].words), by the log it is \(wanted[index].words)")
    }
  }

  private func name(_ row: [SQLValue]) -> String {
    zip(columns, row).prefix(keyed).map { "\($0) \($1.words)" }.joined(separator: " ")
  }
}

extension SQLValue: Equatable {
  static func == (a: SQLValue, b: SQLValue) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.int(let a), .int(let b)): a == b
    case (.real(let a), .real(let b)): a == b
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.blob(let a), .blob(let b)): a == b
    default: false
    }
  }

  /// SQLite's own order of integers and of texts.
  fileprivate func isBefore(_ other: SQLValue) -> Bool {
    switch (self, other) {
    case (.int(let a), .int(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.int, .text): true
    default: false
    }
  }

  /// For a finding; long ones are cut.
  var words: String {
    switch self {
    case .null: "nothing"
    case .int(let value): String(value)
    case .real(let value): String(value)
    case .text(let value): value.utf8.count > 80 ? "\(value.prefix(80))…" : value
    case .blob(let value): "\(value.count) bytes"
    }
  }
}

extension Query {
  func value(_ column: Int32) -> SQLValue {
    switch type(column) {
    case SQLITE_INTEGER: .int(int(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(withBytes(column) { Array($0) })
    default: .null
    }
  }
}
