import Glibc
import Terminal

/// Writes a screen, or another text, into a file that must not be there yet, readable by its owner only.
enum ScreenDump {
  struct Failure: Error, Hashable, Sendable {
    let sentence: String
  }

  /// By the name's end: a picture in the colours of `theme`, or text.
  /// - Parameter title: what is shown.
  static func write(
    _ canvas: Canvas, theme: Theme = .builtIn, title: SafeText = "curfew", to path: String
  ) throws(Failure) {
    guard path.lowercased().hasSuffix(".svg") else {
      return try write(canvas.lines.joined(separator: "\n") + "\n", to: path)
    }
    let picture = ScreenPicture(canvas, theme: theme)
    let description: SafeText =
      "A terminal of \(canvas.columns) columns and \(canvas.rows) rows, in the theme \(SafeText(theme.name))."
    try write(picture.svg(title: title, description: description), to: path)
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
