import Foundation
import Glibc
import Testing

/// The real program on a terminal of the test's own, which knows when it has nothing more to do.
final class LiveConsole {
  struct NeverShown: Error, CustomStringConvertible {
    let wanted: String
    let screen: [String]
    var description: String { "`\(wanted)` never came on the screen:\n" + screen.joined(separator: "\n") }
  }

  private let primary: Int32
  /// Held open, to see the terminal's modes and to read what is written last.
  private let secondary: Int32
  private let spawned: Spawn
  private var ending: Spawn.Ending?
  private let modesBefore: [tcflag_t]
  private(set) var terminal: Emulator
  /// All that was ever written.
  private(set) var raw: [UInt8] = []

  init(
    _ arguments: [String], environment: [String: String] = [:], rows: Int = 30, columns: Int = 110
  ) throws {
    let primary = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: UInt32 = 0
    // TIOCSPTLCK and TIOCGPTN, which Glibc's module does not show.
    try #require(primary >= 0 && ioctl(primary, 0x4004_5431, &locked) == 0)
    try #require(ioctl(primary, 0x8004_5430, &number) == 0)
    let name = "/dev/pts/\(number)"
    self.primary = primary
    secondary = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(secondary >= 0)
    terminal = Emulator(rows: rows, columns: columns)
    Self.set(primary, rows: rows, columns: columns)
    modesBefore = Self.modes(secondary)
    var surroundings = Program.surroundings(
      adding: ["TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 })
    for (name, value) in environment where value.isEmpty { surroundings[name] = nil }
    spawned = try Spawn(Program.path, arguments, environment: surroundings, terminal: name)
  }

  deinit {
    if ending == nil {
      kill(spawned.process, SIGKILL)
      _ = spawned.wait()
    }
    close(primary)
    close(secondary)
  }

  var screen: [String] { terminal.lines }
  var text: String { screen.joined(separator: "\n") }
  var process: pid_t { spawned.process }

  // MARK: The hand

  /// Writes bytes at once, as a paste or a flood would.
  func type(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(primary, $0.baseAddress, min($0.count, 1_024)) }
      if count > 0 { rest = rest.dropFirst(count) }
      pump(0)
    }
  }

  func type(_ text: String) { type(Array(text.utf8)) }

  /// Types keys as a hand does: one after the other, each when the one before has been seen to.
  func press(_ keys: String) throws {
    for letter in keys.unicodeScalars {
      type(String(letter))
      try settle()
    }
  }

  func resize(rows: Int, columns: Int) {
    pump(0)
    terminal.resize(rows: rows, columns: columns)
    Self.set(primary, rows: rows, columns: columns)
  }

  func signal(_ number: Int32) { kill(spawned.process, number) }

  // MARK: The eye

  /// Takes what was written, for as long as nothing comes for `milliseconds`.
  private func pump(_ milliseconds: Int32) {
    var waiting = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while poll(&waiting, 1, milliseconds) > 0 {
      let count = read(primary, &bytes, bytes.count)
      guard count > 0 else { return }
      raw += bytes[..<count]
      terminal.feed(bytes[..<count])
    }
  }

  /// Waits until the program has nothing to do: all that was typed is taken, all that was written is read, and none of
  /// its threads has run meanwhile.
  func settle(seconds: Double = 20) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    var (before, quiet) = ("", 0)
    while Date() < end {
      let size = raw.count
      pump(2)
      guard let now = work() else { return }
      quiet = now == before && !now.isEmpty && raw.count == size && untaken == 0 ? quiet + 1 : 0
      if quiet == 3 { return }
      before = now
    }
    throw NeverShown(wanted: "rest", screen: screen)
  }

  /// Bytes that were typed and not read.
  private var untaken: Int32 {
    var count: Int32 = 0
    _ = ioctl(secondary, UInt(FIONREAD), &count)
    return count
  }

  /// How often each thread was put to sleep; empty while one runs, nil when the program is gone.
  private func work() -> String? {
    let folder = "/proc/\(spawned.process)/task"
    guard !hasEnded, let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    var text = ""
    for thread in threads.sorted() {
      let status = (try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8)) ?? ""
      let lines = status.split(separator: "\n")
      guard let state = lines.first(where: { $0.hasPrefix("State:") }),
        state.contains("S") || state.contains("T")
      else { return "" }
      text += thread + lines.filter { $0.contains("ctxt_switches") }.joined()
    }
    return text
  }

  @discardableResult
  func wait(for text: String, seconds: Double = 30) throws -> [String] {
    try wait(text, seconds) { $0.contains { $0.contains(text) } }
  }

  @discardableResult
  func wait(_ wanted: String, _ seconds: Double = 30, _ holds: ([String]) -> Bool) throws -> [String] {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      pump(5)
      if holds(screen) { return screen }
      if hasEnded { pump(5) }
      if hasEnded, !holds(screen) { break }
    }
    throw NeverShown(wanted: wanted, screen: screen)
  }

  // MARK: The end

  var hasEnded: Bool {
    if ending != nil { return true }
    var information = siginfo_t()
    return waitid(P_PID, id_t(spawned.process), &information, WEXITED | WNOWAIT | WNOHANG) == 0
      && information.si_signo == SIGCHLD
  }

  /// Waits for its end, which must be near.
  func end(seconds: Double = 30) throws -> Spawn.Ending {
    let end = Date(timeIntervalSinceNow: seconds)
    while !hasEnded {
      guard Date() < end else { throw NeverShown(wanted: "the end", screen: screen) }
      pump(5)
    }
    pump(5)
    let found = ending ?? spawned.wait()
    ending = found
    return found
  }

  /// Whether it is stopped, as by `^Z`.
  var isStopped: Bool {
    let status = (try? String(contentsOfFile: "/proc/\(spawned.process)/status", encoding: .utf8)) ?? ""
    return status.contains("State:\tT")
  }

  /// The terminal is as it was before the program: its modes, the screen, the cursor, and pastes.
  var isRestored: Bool {
    pump(5)
    return Self.modes(secondary) == modesBefore && !terminal.isAlternate && terminal.showsCursor
      && !terminal.bracketsPaste
  }

  private static func modes(_ descriptor: Int32) -> [tcflag_t] {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  private static func set(_ descriptor: Int32, rows: Int, columns: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }
}
