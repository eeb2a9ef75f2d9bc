import Glibc

/// A file without a name beside the store, for texts that are only looked through when a filter asks for them: they
/// stand in the kernel's cache instead of this process' memory, and are gone with the process.
///
/// What is in it stands in the store as well, in a folder with the same permissions.
final class SpillFile {
  private let file: Int32
  private(set) var end: Int64 = 0

  /// - Returns: nil where nothing can be written.
  init?(folder: String) {
    let path = "\(folder)/.curfew-search-\(UInt64.random(in: .min ... .max))"
    file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    unlink(path)
  }

  deinit { close(file) }

  /// - Returns: where it stands; nil where it could not be written.
  func append(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        file, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(end) + off_t(done))
      guard count > 0 else { return nil }
      done += count
    }
    defer { end += Int64(bytes.count) }
    return end
  }

  /// - Returns: whether all of `bytes` was read.
  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = pread(
        file, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + off_t(done))
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}

/// Where the texts of an index stand: in memory as far as that may go, then in a file.
final class TextPlace {
  private var memoryLeft: Int
  private let folder: String
  private lazy var file = SpillFile(folder: folder)
  private(set) var inMemory = 0

  /// - Parameter memory: in bytes.
  init(memory: Int, folder: String) {
    memoryLeft = memory
    self.folder = folder
  }

  /// - Returns: where a block was put; nil to keep it in memory, which also happens where no file can be made.
  func put(_ block: [UInt8]) -> Int64? {
    if block.count <= memoryLeft {
      memoryLeft -= block.count
    } else if let offset = block.withUnsafeBytes({ file?.append($0) }) {
      return offset
    }
    inMemory += block.count
    return nil
  }

  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SearchProblem) {
    guard let file, file.read(bytes, at: offset) else { throw .outOfStep }
  }
}
