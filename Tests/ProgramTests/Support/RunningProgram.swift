import Foundation
import Glibc
import Synchronization

/// The program as a running process that is written to and read from, line by line.
///
/// Sendable without the compiler's proof: one thread writes and reads, others only send signals and wait for the end.
final class RunningProgram: @unchecked Sendable {
  enum Trouble: Error {
    /// Nothing came for a minute: the process hangs.
    case hangs(arguments: [String])
  }

  /// Far more than anything takes on a loaded machine: only what hangs takes longer.
  static let patienceMilliseconds: Int32 = 60_000

  private let arguments: [String]
  private let input: PipeEnds
  private let output: PipeEnds
  private let errors: String
  private let spawned: Spawn
  private let ending = Mutex<Spawn.Ending?>(nil)
  private var buffer: [UInt8] = []
  private var start = 0

  /// - Parameters:
  ///   - environment: added to the usual one.
  ///   - folder: where its standard error and its keys are kept: a copy of a store that goes another way has a copy of
  ///     the keys, whose memory of what they signed would tell.
  init(_ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder) throws {
    self.arguments = arguments
    // A process that has died is written to: that is an answer, not the end of the tests.
    Glibc.signal(SIGPIPE, SIG_IGN)
    input = try PipeEnds()
    output = try PipeEnds()
    errors = folder.path + "/errors-" + UUID().uuidString
    let file = open(errors, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    spawned = try Spawn(
      Program.path, arguments,
      environment: Program.surroundings(adding: environment.merging(["CURFEW_KEYS": folder.keys]) { $1 }),
      input: input.readEnd, output: output.writeEnd, error: file)
    input.closeRead()
    output.closeWrite()
  }

  /// No process outlives its test.
  deinit {
    signal(SIGKILL)
    _ = wait()
  }

  var process: pid_t { spawned.process }

  /// What it wrote to standard error so far.
  var errorText: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

  /// - Returns: false when nobody reads any more.
  @discardableResult
  func write(_ line: String) -> Bool {
    var bytes = Array(line.utf8)
    bytes.append(0x0A)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(input.writeEnd, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return false }
      written += count
    }
    return true
  }

  /// The next whole line; nil when the process is gone. A line that is not whole was not heard.
  func line() throws -> String? {
    while true {
      if let end = buffer[start...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return String(decoding: buffer[start..<end], as: UTF8.self)
      }
      buffer.removeFirst(start)
      start = 0
      if try !fill() { return nil }
    }
  }

  /// All the lines to the end.
  func lines() throws -> [String] {
    var lines: [String] = []
    while let line = try line() { lines.append(line) }
    return lines
  }

  private func fill() throws -> Bool {
    var readable = pollfd(fd: output.readEnd, events: Int16(POLLIN), revents: 0)
    let ready = poll(&readable, 1, RunningProgram.patienceMilliseconds)
    if ready < 0 { return true }
    guard ready > 0 else {
      signal(SIGKILL)
      throw Trouble.hangs(arguments: arguments)
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(output.readEnd, &chunk, chunk.count)
    if count < 0 { return errno == EINTR }
    buffer += chunk[..<count]
    return count > 0
  }

  func endInput() { input.closeWrite() }

  func signal(_ number: Int32) {
    // Once it was waited for, its number may be another process's.
    ending.withLock { if $0 == nil { kill(spawned.process, number) } }
  }

  /// Waits for its end, which must be near: after the end of input, or a signal that ends it. What still runs after a
  /// minute hangs and is killed.
  @discardableResult
  func wait() -> Spawn.Ending {
    let end = monotonicNanoseconds() + UInt64(RunningProgram.patienceMilliseconds) * 1_000_000
    while !hasEnded {
      if monotonicNanoseconds() > end { signal(SIGKILL) }
      poll(nil, 0, 1)
    }
    return ending.withLock { ending in
      if let ending { return ending }
      let found = spawned.wait()
      ending = found
      return found
    }
  }

  /// Looks without taking the end away, so that a signal may be sent meanwhile.
  var hasEnded: Bool {
    ending.withLock { ending in
      if ending != nil { return true }
      var information = siginfo_t()
      return waitid(P_PID, id_t(spawned.process), &information, WEXITED | WNOWAIT | WNOHANG) == 0
        && information.si_signo == SIGCHLD
    }
  }
}

extension RunningProgram {
  /// Runs a command to its end; what hangs is killed after a minute.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], input: [String] = [],
    in folder: TemporaryFolder
  ) throws -> (ending: Spawn.Ending, lines: [String], error: String) {
    let running = try RunningProgram(arguments, environment: environment, in: folder)
    for line in input where !running.write(line) { break }
    running.endInput()
    let lines = try running.lines()
    return (running.wait(), lines, running.errorText)
  }
}
