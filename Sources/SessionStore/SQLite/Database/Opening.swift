import AuditTrail
import Delegation
import Digests
import Glibc
import GRDB
import PolicyEngine

/// Brings a file to the state in which it may be used, touching none that is not ours.
struct Opening {
  let path: String

  /// The file's real path, so that two names of one store share one lock; missing parent folders are made.
  /// A link that leads to no file yet is followed too: the lock must have its name before the file is there.
  static func resolve(_ path: String, creating: Bool) throws(StoreError) -> String {
    try resolve(path, creating: creating, links: 40)
  }

  private static func resolve(_ path: String, creating: Bool, links: Int) throws(StoreError) -> String {
    guard !path.isEmpty else { throw .cannotOpen(path: path, reason: "expected a path") }
    if let real = realPath(path) { return real }
    if let target = linkTarget(path) {
      guard links > 0 else { throw StoreError(errno: ELOOP, path: path) }
      return try resolve(target, creating: creating, links: links - 1)
    }
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    var folder = slash.map { String(path[..<$0]) } ?? "."
    if folder.isEmpty { folder = "/" }
    if creating { try makeFolders(folder) }
    guard let real = realPath(folder) else { throw StoreError(errno: errno, path: path) }
    return real == "/" ? "/" + name : real + "/" + name
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Where a symbolic link leads, seen from where `path` is seen from; nil for anything else.
  private static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let target = String(decoding: buffer[..<count], as: UTF8.self)
    guard !target.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return target }
    return path[...slash] + target
  }

  static func makeFolders(_ folder: String) throws(StoreError) {
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += (made.isEmpty || made == "/" ? "" : "/") + part
      if mkdir(made, 0o700) != 0, errno != EEXIST {
        // A folder that is there already may say EACCES or EROFS first.
        var status = stat()
        let code = errno
        if stat(made, &status) != 0 { throw StoreError(errno: code, path: folder) }
      }
    }
  }

  /// Checks that the file is ours, or that there is none yet.
  func check(mayBeNew: Bool) throws(StoreError) {
    switch try FileHeader.kind(of: path) {
    case .ours: return
    case .foreign: throw .notAStore(path: path)
    case .empty:
      if !mayBeNew { throw .cannotOpen(path: path, reason: "there is no store yet") }
    }
  }

  /// Makes the file, for its owner only. To be called under the lock.
  func createFile() throws(StoreError) {
    _ = try FilesInUse.unlessInUse(path) { () throws(StoreError) in
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        throw errno == EACCES ? StoreError.readOnly(path: path) : StoreError(errno: errno, path: path)
      }
      close(file)
    }
    guard access(path, W_OK) == 0 else { throw .readOnly(path: path) }
  }

  /// Refuses a schema that this build does not know.
  func checkVersion(_ connection: Connection) throws(StoreError) -> Int {
    let path = path
    return try connection.use { db throws(StoreError) in
      let version = Int(try db.int("PRAGMA user_version") ?? 0)
      guard version <= Schema.version else {
        throw .newerSchema(path: path, version: version, known: Schema.version)
      }
      guard version == 0 || version == Schema.version else {
        throw .olderSchema(path: path, version: version, known: Schema.version)
      }
      return version
    }
  }

  /// The writing connection to a store that is ready as it is, so that nothing is written by opening it and nobody's lock
  /// is waited for: who only reads, or must deny because the store is held, does so although another process holds it.
  /// - Returns: nil when the file must be made or changed first, which takes the lock.
  func readyWriter() throws(StoreError) -> Connection? {
    guard try FileHeader.kind(of: path) == .ours, access(path, W_OK) == 0 else { return nil }
    do throws(StoreError) {
      let reader = try Connection(path: path, .reading, label: "curfew.opening")
      defer { reader.close() }
      guard try checkVersion(reader) == Schema.version, try reader.hasDurableJournal() else { return nil }
      return try readyWriter(Connection(path: path, .writing, label: "curfew.writer"))
    } catch {
      // Somebody is just closing the file, under the lock: behind it, nobody is. And what a crash left half done, who only
      // reads cannot take back: SQLite calls that read-only too.
      if error.isBusy || error == .readOnly(path: path) { return nil }
      throw error
    }
  }

  private func readyWriter(_ writer: Connection) throws(StoreError) -> Connection {
    do throws(StoreError) {
      try writer.useDurableJournal()
      return writer
    } catch {
      // Closed here, it might checkpoint without the lock.
      SQLiteStore.abandon(writer)
      throw error
    }
  }

  /// Names the file as ours. While there is no WAL yet this goes straight into the file's header, where the next
  /// opener looks before it lets SQLite near it.
  func claim(_ connection: Connection) throws(StoreError) {
    try connection.use { db throws(StoreError) in
      if try db.int("PRAGMA application_id") == Int64(FileHeader.applicationID) { return }
      try db.script("PRAGMA application_id = \(FileHeader.applicationID)")
    }
  }
}
