import Glibc

/// Whole files that are written at once.
enum SmallFile {
  /// Makes a file that only this account may read, where there was none.
  static func make(_ path: String, _ text: String) throws {
    try write(path, text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  }

  /// Writes over what is there.
  static func replace(_ path: String, _ text: String) throws {
    try write(path, text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  }

  private static func write(_ path: String, _ text: String, _ flags: Int32, _ mode: mode_t) throws {
    let descriptor = open(path, flags, mode)
    guard descriptor >= 0 else { throw Failure("cannot write `\(path)`: \(systemMessage())") }
    defer { close(descriptor) }
    do {
      let output = Output(descriptor: descriptor)
      try output.verbatim(text)
      try output.flush()
    } catch let failure as Failure {
      throw Failure("`\(path)`: \(failure.sentence)")
    }
  }
}
