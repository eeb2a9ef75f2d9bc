import CCurses
import Glibc

/// What one look at the terminal's input gave.
package enum InputRead: Hashable, Sendable {
  case bytes([UInt8])
  case nothing
  /// The terminal is gone.
  case ended
}

extension CursesScreen {
  /// The most that one read takes.
  package static var readBytesMax: Int { 65_536 }

  /// Takes what is waiting on a terminal, without waiting for more. Call it again until `.nothing`:
  /// input is drained before a frame is drawn.
  package static func readInput(_ descriptor: Int32 = STDIN_FILENO) -> InputRead {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = poll(&waiting, 1, 0)
    guard ready > 0 else { return .nothing }
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, used in
      count = read(descriptor, buffer.baseAddress, buffer.count)
      used = max(0, count)
    }
    if count > 0 { return .bytes(bytes) }
    let mayTryAgain = count < 0 && (errno == EINTR || errno == EAGAIN)
    return mayTryAgain ? .nothing : .ended
  }

  /// Puts text into the terminal's clipboard (OSC 52). Only ever on the operator's own key.
  ///
  /// - Returns: false if it is longer than terminals take (74,994 bytes).
  package func copyToClipboard(_ text: SafeText) -> Bool {
    let bytes = Array(text.string.utf8)
    guard bytes.count <= 74_994 else { return false }
    let sequence = Array("\u{1B}]52;c;\(base64(bytes))\u{07}".utf8)
    cc_send(handle, sequence, sequence.count)
    return true
  }

  /// Lines that were written to standard error since the screen was opened; at most 64 KiB.
  package func capturedStandardError() -> [SafeText] {
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, used in
      used = cc_captured_stderr(handle, 0, buffer.baseAddress, buffer.count)
    }
    return bytes.split(separator: UInt8(ascii: "\n")).map { SafeText(bytes: $0) }
  }
}

/// RFC 4648, with padding.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let value = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
    for place in 0..<4 {
      text.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}

/// Puts the terminal back where no code of ours runs any more.
package enum CrashRestore {
  /// Restores the terminal on SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT and SIGFPE, then hands on to the
  /// handler that was there before, so that Swift's backtrace prints on a sane terminal.
  package static func install() { cc_crash_install() }

  /// Restores the terminal of the open screen at once. Async-signal-safe; does nothing if none is open.
  package static func restoreNow() { cc_crash_restore() }
}
