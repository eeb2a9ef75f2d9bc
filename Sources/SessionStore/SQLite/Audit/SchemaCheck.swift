import GRDB

/// The tables, indexes and views themselves: a trigger that somebody added would change what no row shows.
enum SchemaCheck {
  static func run(_ db: Database, _ findings: inout Findings) throws(StoreError) {
    let found = try objects(db)
    let expected = try expected()
    for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where found[name] != sql {
      findings.add("schema", name, found[name] == nil ? "missing" : "it is not as this build makes it")
    }
    for name in found.keys.sorted() where expected[name] == nil {
      findings.add("schema", name, "this build makes no such thing")
    }
    let problems = try db.query("PRAGMA integrity_check(10)")
    while try problems.step() {
      if problems.text(0) != "ok" { findings.add("file", "database", problems.text(0).lowercased()) }
    }
  }

  private static func objects(_ db: Database) throws(StoreError) -> [String: String] {
    let rows = try db.query(
      "SELECT type, name, ifnull(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    var objects: [String: String] = [:]
    while try rows.step() { objects["\(rows.text(0)) \(rows.text(1))"] = rows.text(2) }
    return objects
  }

  private static func expected() throws(StoreError) -> [String: String] {
    let connection: DatabaseQueue
    do {
      connection = try DatabaseQueue()
    } catch {
      throw StoreError(database: error)
    }
    let result: Result<[String: String], StoreError> = connection.inDatabase { db in
      Result { () throws(StoreError) in
        try db.script(Schema.script)
        return try objects(db)
      }
    }
    return try result.get()
  }
}
