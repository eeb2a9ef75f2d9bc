import Glibc
import Synchronization

/// A pipe whose bytes wake the loop: signal numbers, or 0 for mail.
final class WakePipe: Sendable {
  static let mail: UInt8 = 0

  let reading: Int32
  private let writing: Int32

  /// Nil when the system has no descriptor left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// A full pipe wakes as well, so that what is not written is not missed.
  func signal(_ byte: UInt8) {
    var byte = byte
    _ = write(writing, &byte, 1)
  }

  /// The signals that came, in their order, each once.
  func drain() -> [Int32] {
    var signals: [Int32] = []
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(reading, &bytes, bytes.count)
      guard count > 0 else { return signals }
      for byte in bytes[..<count] where byte != Self.mail && !signals.contains(Int32(byte)) {
        signals.append(Int32(byte))
      }
    }
  }

  /// While `body` runs, these signals only write their number into the pipe.
  func catching<Result>(_ numbers: [Int32], _ body: () throws -> Result) rethrows -> Result {
    signalDescriptor.store(writing, ordering: .releasing)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = noteSignal
    let before = numbers.map { number in
      var old = sigaction()
      sigaction(number, &action, &old)
      return (number, old)
    }
    defer {
      for (number, var old) in before { sigaction(number, &old, nil) }
      signalDescriptor.store(-1, ordering: .releasing)
    }
    return try body()
  }
}

/// Where the handler writes; a handler gets nothing but the signal's number.
private let signalDescriptor = Atomic<Int32>(-1)

/// Async-signal-safe: one `write`, with `errno` kept.
private func noteSignal(_ number: Int32) {
  let kept = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(signalDescriptor.load(ordering: .acquiring), &byte, 1)
  errno = kept
}
