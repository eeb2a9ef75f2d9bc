import Delegation
import Dispatch
import Glibc

/// Lines from a stream, as many at a time as wait there; ends at end of input, on TERM and on INT, and
/// when nobody is left to read the answers.
final class RequestInput {
  private let descriptor: Int32
  private var splitter = LineSplitter()
  private var lines: [[UInt8]] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var isAtEnd = false
  private let stop: StopSignal

  /// Readable once TERM or INT came.
  var stopDescriptor: Int32 { stop.descriptor }

  init(descriptor: Int32) throws {
    self.descriptor = descriptor
    stop = try StopSignal()
    // More in flight shares a commit: ask for a larger pipe where the input is one; 1031 is F_SETPIPE_SZ.
    _ = fcntl(descriptor, 1031, 1 << 20)
  }

  /// Milliseconds without a line after which whoever reads is told.
  private static let quiet: Int32 = 1000

  /// Waits for at least one line, then takes what is there without waiting, up to `limit`.
  /// - Parameter whenQuiet: called once when no line has come for a second.
  /// - Returns: nil when the stream has ended.
  func nextLines(limit: Int, whenQuiet: () -> Void) throws -> [[UInt8]]? {
    var isQuiet = false
    while lines.count < limit, !isAtEnd {
      var waits = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
        // Asked for nothing, it still tells that the reader of a pipe is gone.
        pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
      ]
      let ready = poll(&waits, 3, lines.isEmpty ? (isQuiet ? -1 : RequestInput.quiet) : 0)
      if ready < 0 && errno == EINTR { continue }
      if ready == 0 && lines.isEmpty {
        isQuiet = true
        whenQuiet()
        continue
      }
      if waits[1].revents != 0 { return stopped() }
      if waits[2].revents & Int16(POLLERR) != 0 { throw OutputClosed() }
      if ready == 0 { break }
      try readChunk()
    }
    if lines.isEmpty { return nil }
    let batch = Array(lines.prefix(limit))
    lines.removeFirst(batch.count)
    return batch
  }

  /// What was handed over before the signal is still answered.
  private func stopped() -> [[UInt8]]? {
    defer { lines = [] }
    isAtEnd = true
    return lines.isEmpty ? nil : lines
  }

  private func readChunk() throws {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 {
      if errno == EINTR || errno == EAGAIN { return }
      throw Failure("cannot read standard input: \(systemMessage())")
    }
    if count == 0 {
      isAtEnd = true
      splitter.finish { lines.append(Array($0)) }
    } else {
      splitter.feed(buffer[..<count]) { lines.append(Array($0)) }
    }
  }
}

/// TERM and INT as a readable descriptor, so that a wait for input ends at once.
final class StopSignal {
  let descriptor: Int32
  private let writeEnd: Int32
  private var sources: [any DispatchSourceSignal] = []

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure("cannot make a pipe: \(systemMessage())") }
    descriptor = ends[0]
    let end = ends[1]
    writeEnd = end
    for number in [SIGTERM, SIGINT] {
      // The default action would end the process before the dispatch source is asked.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        var byte: UInt8 = 1
        _ = write(end, &byte, 1)
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
    close(descriptor)
    close(writeEnd)
  }
}
