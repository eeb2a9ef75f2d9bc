import Dispatch
import Glibc
import SessionStore
import Synchronization
import Terminal

@testable import Console

/// The real loop on a terminal of the test's own.
final class ConsoleOnPty: Sendable {
  enum Outcome: Sendable {
    case ended(ConsoleExit)
    case threw(String)
  }

  private let primary: Int32
  private let secondary: Int32
  private let written = Mutex<[UInt8]>([])
  private let outcome = Mutex<Outcome?>(nil)
  private let done = DispatchSemaphore(value: 0)
  private let modesBefore: termios
  private let isHungUp = Atomic(false)

  /// Nil when the system has no pseudo-terminal to give.
  init?(
    _ store: FakeStore, rows: UInt16 = 24, columns: UInt16 = 80, settings: ConsoleSettings = ConsoleSettings()
  ) {
    primary = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    var number: UInt32 = 0
    // TIOCSPTLCK and TIOCGPTN, which Glibc's module does not show.
    guard primary >= 0, ioctl(primary, 0x4004_5431, &locked) == 0, ioctl(primary, 0x8004_5430, &number) == 0
    else {
      return nil
    }
    secondary = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard secondary >= 0 else { return nil }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(primary, UInt(TIOCSWINSZ), &size)
    var modes = termios()
    tcgetattr(secondary, &modes)
    modesBefore = modes
    start(store, settings)
  }

  deinit {
    if !isHungUp.load(ordering: .relaxed) { close(primary) }
    close(secondary)
  }

  private func start(_ store: FakeStore, _ wanted: ConsoleSettings) {
    var settings = wanted
    settings.screen.input = secondary
    settings.screen.output = secondary
    settings.screen.terminal = "xterm-256color"
    settings.screen.capturesStandardError = false
    let chosen = settings
    DispatchQueue(label: "console").async { [self] in
      do {
        let exit = try ConsoleRuntime.run(
          store: store, storeName: "local store", operator: Operator(name: "alice"), settings: chosen)
        outcome.withLock { $0 = .ended(exit) }
      } catch {
        outcome.withLock { $0 = .threw("\(error)") }
      }
      done.signal()
    }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
  }

  /// Reads what is drawn until `text` is in it.
  /// - Returns: false after ten seconds without.
  func waits(for text: String) -> Bool {
    let wanted = Array(text.utf8)
    for _ in 0..<1_000 {
      if contains(wanted) { return true }
      guard read(patience: 10_000) else { return contains(wanted) }
    }
    return false
  }

  /// Whether `text` is in what was read up to here.
  func hasShown(_ text: String) -> Bool { contains(Array(text.utf8)) }

  /// Forgets what was drawn up to here.
  func forget() { written.withLock { $0 = [] } }

  private func contains(_ wanted: [UInt8]) -> Bool {
    written.withLock { written in
      guard written.count >= wanted.count else { return false }
      return (0...(written.count - wanted.count)).contains {
        written[$0..<$0 + wanted.count].elementsEqual(wanted)
      }
    }
  }

  /// - Returns: how many bytes were written within the time, and no longer waiting than that.
  func bytesWritten(withinMilliseconds milliseconds: Int32) -> Int {
    forget()
    while read(patience: milliseconds) {}
    return written.withLock(\.count)
  }

  /// Reads until nothing has come for so long: the answers to what was asked first are drawn.
  /// - Returns: false where it never stops, after far more writes than the first frames take.
  func settles(quietForMilliseconds milliseconds: Int32) -> Bool {
    for _ in 0..<200 {
      if !read(patience: milliseconds) { return true }
    }
    return false
  }

  private func read(patience milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(primary, &bytes, bytes.count)
    guard count > 0 else { return false }
    written.withLock { $0 += bytes[..<count] }
    return true
  }

  /// How the console ended; nil if it did not within ten seconds.
  func end() -> Outcome? {
    for _ in 0..<1_000 {
      if done.wait(timeout: .now() + .milliseconds(10)) == .success { break }
      // Somebody must read, or the console waits to write its last bytes.
      if !isHungUp.load(ordering: .relaxed) { _ = read(patience: 0) }
    }
    while !isHungUp.load(ordering: .relaxed), read(patience: 0) {}
    return outcome.withLock { $0 }
  }

  /// The terminal's modes are what they were, and the last word was to leave the alternate screen.
  var isRestored: Bool {
    var modes = termios()
    tcgetattr(secondary, &modes)
    let sameModes =
      modes.c_lflag == modesBefore.c_lflag && modes.c_iflag == modesBefore.c_iflag
      && modes.c_oflag == modesBefore.c_oflag
    return sameModes && contains(Array("\u{1B}[?1049l".utf8)) && contains(Array("\u{1B}[?2004l".utf8))
  }

  func hangUp() {
    isHungUp.store(true, ordering: .relaxed)
    close(primary)
  }

  func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(primary, UInt(TIOCSWINSZ), &size)
    kill(getpid(), SIGWINCH)
  }
}
