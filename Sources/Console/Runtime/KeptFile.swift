import Glibc

/// The file that ``KeptState`` is in, readable by its owner only and never half written.
struct KeptFile: Sendable {
  let path: String

  struct Failure: Error, Hashable, Sendable {
    /// Lower case, without a full stop.
    let sentence: String
    /// The file is there and is not to be written over.
    var isDamaged = false
  }

  /// More is no state of ours.
  private static let bytesMax = 1 << 20

  /// What was kept; nothing where there is no file.
  func read() throws(Failure) -> KeptState {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return KeptState() }
      throw failure("be read")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= Self.bytesMax
    else { throw Failure(sentence: "`\(path)` is no file of the console's", isDamaged: true) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= Self.bytesMax {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw failure("be read")
      }
      bytes += buffer[..<count]
    }
    do throws(KeptProblem) {
      return try KeptState(json: bytes)
    } catch {
      throw Failure(sentence: "`\(path)` does not read: \(error.sentence)", isDamaged: true)
    }
  }

  /// Reads the file anew and changes one thing in it, so that two consoles do not forget what the other keeps. A damaged
  /// file is put aside first.
  /// - Returns: what was put aside, and where.
  func keep(_ change: KeptChange) throws(Failure) -> String? {
    var aside: String?
    var state: KeptState
    do throws(Failure) {
      state = try read()
    } catch {
      guard error.isDamaged else { throw error }
      aside = try putAside()
      state = KeptState()
    }
    state.apply(change)
    try write(state.json + "\n")
    return aside
  }

  /// - Returns: where the damaged file is now.
  private func putAside() throws(Failure) -> String {
    for number in 1...99 {
      let other = number == 1 ? path + ".bad" : "\(path).bad\(number)"
      // A link fails where there is something: nothing that was put aside before is lost.
      if link(path, other) == 0 {
        guard unlink(path) == 0 else { throw failure("be put aside") }
        return other
      }
      guard errno == EEXIST else { throw failure("be put aside") }
    }
    throw Failure(sentence: "`\(path)` is damaged, and 99 others stand beside it: remove some")
  }

  private func write(_ text: String) throws(Failure) {
    makeFolders()
    let name = "\(path).\(getpid()).new"
    // Of a process that had this number before and did not come to its end.
    unlink(name)
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("be written") }
    let isWritten = Self.writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten, rename(name, path) == 0 else {
      let problem = failure("be written")
      unlink(name)
      throw problem
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return false }
      rest = rest.dropFirst(max(0, count))
    }
    return true
  }

  /// Where they are missing; what is wrong with them is heard when the file is written.
  private func makeFolders() {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  private func failure(_ what: String) -> Failure {
    Failure(sentence: "`\(path)` could not \(what): \(String(cString: strerror(errno)).lowercased())")
  }
}
