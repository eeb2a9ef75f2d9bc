import Glibc
import Terminal

/// Writes a screen, or another text, into a file that must not be there yet, readable by its owner only.
enum ScreenDump {
  struct Failure: Error, Hashable, Sendable {
    let sentence: String
  }

  static func write(_ canvas: Canvas, to path: String) throws(Failure) {
    try write(canvas.lines.joined(separator: "\n") + "\n", to: path)
  }

  static func write(_ text: String, to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else {
        let failure = failure(path)
        close(descriptor)
        throw failure
      }
      written += max(0, count)
    }
    guard close(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> Failure {
    let reason = errno == EEXIST ? "it exists already" : String(cString: strerror(errno)).lowercased()
    return Failure(sentence: "`\(path)` could not be written: \(reason)")
  }
}
