import GRDB
import GRDBSQLite
import Glibc

extension StoreError {
  /// What went wrong last on a connection.
  init(connection: OpaquePointer?) {
    guard let connection else {
      self = .closed
      return
    }
    let path = sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? ""
    self.init(
      code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)),
      path: path)
  }

  /// An error of GRDB's.
  init(database error: any Error, path: String = "") {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      self.init(
        code: error.extendedResultCode.rawValue, message: error.message ?? "no message", path: path)
    default: self = .failed(code: SQLITE_ERROR, message: "\(error)")
    }
  }

  /// - Parameter code: SQLite's, extended or not; the kind is in its low byte.
  init(code: Int32, message: String, path: String) {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(holder: nil, holderName: nil)
    case SQLITE_FULL: self = .full(path: path)
    case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
    case SQLITE_CORRUPT: self = .corrupt(message: message)
    case SQLITE_NOTADB: self = .notAStore(path: path)
    case SQLITE_CANTOPEN: self = .cannotOpen(path: path, reason: message)
    default: self = .failed(code: code, message: message)
    }
  }

  /// A call of the system's that failed on `path`.
  init(errno code: Int32, path: String) {
    switch code {
    case EROFS: self = .readOnly(path: path)
    case ENOSPC, EDQUOT: self = .full(path: path)
    default: self = .cannotOpen(path: path, reason: systemMessage(code))
    }
  }

  var isBusy: Bool { if case .busy = self { true } else { false } }
}

/// The system's words for an error number, in lower case as all of ours are.
func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}
