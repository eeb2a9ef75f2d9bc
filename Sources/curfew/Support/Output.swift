import Glibc
import Terminal

/// Standard output, gathered into large writes.
final class Output {
  private var pending: [UInt8] = []
  private let descriptor: Int32

  init(descriptor: Int32 = STDOUT_FILENO) { self.descriptor = descriptor }

  /// Adds a line of JSON, whose hostile characters are escaped already.
  /// - Throws: ``OutputClosed`` when the reader is gone, ``Failure`` when writing fails.
  func line(json: String) throws {
    pending += Array(json.utf8)
    pending.append(0x0A)
    if pending.count >= 1 << 16 { try flush() }
  }

  /// Adds a line for a person.
  func line(_ text: SafeText) throws { try line(json: text.string) }

  /// Adds text that is our own, or a policy file as it was applied, as it is.
  func verbatim(_ text: String) throws {
    pending += Array(text.utf8)
    if pending.count >= 1 << 16 { try flush() }
  }

  func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    try pending.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno == EPIPE {
          throw OutputClosed()
        } else if errno != EINTR {
          throw Failure("cannot write: \(String(cString: strerror(errno)))")
        }
      }
    }
  }
}

/// Whether a person sits at both ends.
var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }
