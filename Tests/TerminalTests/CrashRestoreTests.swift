import Glibc
import Testing

@testable import Terminal

/// Opens a screen on standard output, which is where the parent listens.
private func openOnStandardOutput() throws -> CursesScreen {
  var options = CursesScreen.Options()
  options.terminal = "xterm-256color"
  options.size = ScreenSize(rows: 5, columns: 20)
  options.requiresTerminal = false
  return try CursesScreen(options)
}

private func complain(_ text: String) { _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) } }

@Suite struct CrashRestoreTests {
  private func expectRestored(_ output: [UInt8]) {
    let text = String(decoding: output, as: UTF8.self)
    #expect(text.contains("\u{1B}[?1049h"))
    let end = "\u{1B}[?2004l\u{1B}[?1049l\u{1B}[23;0;0t\u{1B}[?12l\u{1B}[?25h"
    #expect(text.hasSuffix(end), "\(text.suffix(80).debugDescription)")
  }

  @Test func `an abort restores the terminal, gives standard error back and still kills`() async throws {
    let result = try await #require(
      processExitsWith: .signal(SIGABRT), observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      CrashRestore.install()
      var screen = try openOnStandardOutput()
      screen.draw(Canvas(rows: 5, columns: 20))
      complain("reason of the crash\n")
      let die: () -> Void = { abort() }
      die()
      screen.bell()  // a screen lives to its last use
    }
    expectRestored(result.standardOutputContent)
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("reason of the crash"))
  }

  @Test func `a bad access restores the terminal and still kills`() async throws {
    let result = try await #require(processExitsWith: .signal(SIGSEGV), observing: [\.standardOutputContent])
    {
      CrashRestore.install()
      var screen = try openOnStandardOutput()
      screen.draw(Canvas(rows: 5, columns: 20))
      let nowhere = UnsafeMutablePointer<Int>(bitPattern: 8)
      nowhere?.pointee = 1
      screen.bell()
    }
    expectRestored(result.standardOutputContent)
  }

  /// Swift's handler starts a reader of our memory, which must be able to catch its own faults.
  @Test func `the handler before ours runs with its signal unblocked when a bad access was only sent`() async
  {
    await #expect(processExitsWith: .exitCode(7)) {
      _ = signal(SIGSEGV) { _ in
        var blocked = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &blocked)
        _exit(sigismember(&blocked, SIGSEGV) == 0 ? 7 : 8)
      }
      CrashRestore.install()
      raise(SIGSEGV)
    }
  }

  @Test func `a trap of Swift restores the terminal and its message is not lost`() async throws {
    let result = try await #require(
      processExitsWith: .failure, observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      CrashRestore.install()
      var screen = try openOnStandardOutput()
      screen.draw(Canvas(rows: 5, columns: 20))
      let numbers = [Int](repeating: 0, count: CommandLine.arguments.isEmpty ? 1 : 0)
      complain("\(numbers[CommandLine.arguments.count])")
      screen.bell()
    }
    expectRestored(result.standardOutputContent)
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("Index out of range"))
  }

  @Test func `the restoration can be asked for by any signal handler, and acts once`() async throws {
    let result = try await #require(processExitsWith: .exitCode(7), observing: [\.standardOutputContent]) {
      let screen = try openOnStandardOutput()
      CrashRestore.restoreNow()
      CrashRestore.restoreNow()
      if screen.size.rows == 5 { _exit(7) }
      screen.bell()
    }
    expectRestored(result.standardOutputContent)
    let text = String(decoding: result.standardOutputContent, as: UTF8.self)
    #expect(text.split(separator: "\u{1B}[?1049l", omittingEmptySubsequences: false).count == 2)
  }

  @Test func `closing gives back what was written to standard error, cleaned`() async throws {
    await #expect(processExitsWith: .exitCode(9)) {
      let screen = try openOnStandardOutput()
      complain("library says\u{1B}[2J\nmore\n")
      let lines = screen.close()
      _exit(lines.map(\.string) == ["library says␛[2J", "more"] ? 9 : 1)
    }
  }
}
