import Glibc
import Terminal

/// Standard output, gathered into large writes.
final class Output {
  private var pending: [UInt8] = []
  private let descriptor: Int32
  /// Readable once the process was told to end: then a reader that takes nothing is waited for no longer.
  private let stop: Int32?

  /// How long a reader that takes nothing holds up the end of the process.
  private static let patience: Int32 = 2000

  init(descriptor: Int32 = STDOUT_FILENO, stop: Int32? = nil) {
    self.descriptor = descriptor
    self.stop = stop
  }

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

  func bytes(_ bytes: [UInt8]) throws {
    pending += bytes
    if pending.count >= 1 << 16 { try flush() }
  }

  func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    try pending.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        // Without a stop a write may block. With one it must not: a pipe that is writable takes 4 KiB at once.
        if stop != nil { try waitUntilWritable() }
        let size = stop == nil ? bytes.count - written : min(bytes.count - written, 4096)
        let count = write(descriptor, bytes.baseAddress?.advanced(by: written), size)
        if count >= 0 {
          written += count
        } else if errno == EPIPE {
          throw OutputClosed()
        } else if errno == EAGAIN {
          try waitUntilWritable()
        } else if errno != EINTR {
          throw Failure("cannot write: \(systemMessage())")
        }
      }
    }
  }
}

extension Output {
  /// - Throws: ``Failure`` when the process was told to end and the reader still takes nothing.
  private func waitUntilWritable() throws {
    var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard let stop else {
      _ = poll(&writable, 1, -1)
      return
    }
    while true {
      var waits = [writable, pollfd(fd: stop, events: Int16(POLLIN), revents: 0)]
      if poll(&waits, 2, -1) < 0 { continue }
      if waits[0].revents != 0 { return }
      if poll(&writable, 1, Output.patience) > 0 { return }
      throw Failure("ended by a signal before its last answers were read")
    }
  }
}

/// Whether a person sits at both ends.
var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }
