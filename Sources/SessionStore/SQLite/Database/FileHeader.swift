import Glibc

/// The first bytes of an SQLite file, read without SQLite, so that a file of somebody else's is never touched.
enum FileHeader {
  /// "Crfw": says in the file's own header that it is ours.
  static let applicationID: Int32 = 0x4372_6677

  enum Kind: Equatable, Sendable {
    /// Not there, or without a byte: a new store.
    case empty
    case ours
    case foreign
  }

  /// A file that this process has connections to is ours, and not opened once more.
  static func kind(of path: String) throws(StoreError) -> Kind {
    try FilesInUse.unlessInUse(path) { () throws(StoreError) in try read(path) } ?? .ours
  }

  private static func read(_ path: String) throws(StoreError) -> Kind {
    // Not to wait for the writer of a FIFO.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      if errno == ENOENT { return .empty }
      throw StoreError(errno: errno, path: path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw StoreError(errno: errno, path: path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw StoreError(errno: EISDIR, path: path) }
    // A device or a FIFO can hold no store, and would be asked to.
    guard status.st_mode & S_IFMT == S_IFREG else { return .foreign }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(file, &bytes, bytes.count, 0)
    if count < 0 { throw StoreError(errno: errno, path: path) }
    if count == 0 { return .empty }
    guard count == bytes.count, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return .foreign }
    // Offset 68 of the header holds `PRAGMA application_id`, big-endian (sqlite.org/fileformat.html).
    let id = bytes[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return id == UInt32(bitPattern: applicationID) ? .ours : .foreign
  }
}
