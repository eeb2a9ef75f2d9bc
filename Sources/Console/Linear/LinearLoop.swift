import Delegation
import Glibc
import SessionStore
import Terminal

/// Waits, hands lines and events to the conversation, does what it asks, and prints what it says.
final class LinearLoop {
  static let prompt: SafeText = "curfew> "
  /// What was typed before the terminal went away is carried out for so long.
  static let closingSpan = TimeSpan(seconds: 10)
  /// While more lines wait no others are read.
  static let queueMax = 256

  var linear: Linear
  private let worker: StoreWorker
  private let mailbox: Mailbox
  private let wake: WakePipe
  private let settings: ConsoleSettings
  private let clock: ConsoleClock
  private var reader: LineReader
  private let isUTF8: Bool
  /// It ends at once.
  private var exit: ConsoleExit?
  /// It ends once all that was typed is done, and at the latest then.
  private var closing: (exit: ConsoleExit, until: Timestamp?)?
  /// Lines wait that came together with those that were taken.
  private var isMidBurst = false
  private var showsPrompt = false
  private var isOutputGone = false

  init(
    linear: Linear, worker: StoreWorker, mailbox: Mailbox, wake: WakePipe, settings: ConsoleSettings,
    clock: ConsoleClock, isUTF8: Bool
  ) {
    self.isUTF8 = isUTF8
    self.linear = linear
    self.worker = worker
    self.mailbox = mailbox
    self.wake = wake
    self.settings = settings
    self.clock = clock
    reader = LineReader(settings.screen.input)
  }

  func run() -> ConsoleExit {
    linear.start(at: clock.now)
    while true {
      carryOut()
      print()
      if let exit = exit ?? ending { return finish(exit) }
      promptIfReady()
      wait()
      for signal in wake.drain() { note(signal) }
      // Before what comes is said: nobody has read it who typed these.
      readLines()
      for event in mailbox.take() { linear.feed(event, at: clock.now) }
      if clock.now >= linear.nextWake { linear.tick(at: clock.now) }
    }
  }

  // MARK: Ending

  /// A terminal that hangs up takes nothing back; the other signals end it at once.
  private func note(_ signal: Int32) {
    if signal == SIGHUP {
      close(.signal(signal))
    } else {
      exit = exit ?? .signal(signal)
    }
  }

  /// Reads no more. A script is carried out to its end; nobody waits for long behind a terminal that is gone.
  private func close(_ exit: ConsoleExit) {
    let isScript = exit == .quit && !linear.isTyped && !isOutputGone
    closing = (
      closing.map { $0.exit == .quit ? exit : $0.exit } ?? exit,
      closing?.until ?? (isScript ? nil : clock.now + Self.closingSpan)
    )
  }

  /// The operator leaves, or nobody types any more and all is answered.
  private var ending: ConsoleExit? {
    if linear.isOver { return .quit }
    if isOutputGone { close(.quit) }
    guard let closing else { return nil }
    if linear.isDone { return closing.exit }
    return closing.until.map { clock.now >= $0 } == true ? closing.exit : nil
  }

  private func finish(_ exit: ConsoleExit) -> ConsoleExit {
    // From here on no answer begins anything new.
    let undone = linear.abandon()
    let until = clock.now + Self.closingSpan
    var events: [Event] = []
    repeat {
      worker.finishWrites()
      events = mailbox.take()
      for event in events { linear.feed(event, at: clock.now) }
      carryOut()
    } while linear.writesBegun > 0 && !events.isEmpty && clock.now < until
    if showsPrompt { write("\n") }
    showsPrompt = false
    print()
    let isLost = !undone.isEmpty || linear.writesBegun > 0
    if linear.writesBegun > 0 {
      lastWord("the store did not answer: what was sent last may NOT have been done")
    }
    for line in undone { lastWord(line) }
    return exit == .quit && (isLost || linear.hasLost && !linear.isTyped) ? .unfinished : exit
  }

  /// Standard error is read where standard output is not.
  private func lastWord(_ line: SafeText) {
    let bytes = Array((line.string + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private var isReading: Bool {
    !reader.hasEnded && closing == nil && exit == nil && linear.queue.count < Self.queueMax
  }

  private func wait() {
    let wakeAt = min(linear.nextWake, closing?.until ?? linear.nextWake)
    let milliseconds = wakeAt.milliseconds - clock.now.milliseconds
    var watched = [
      pollfd(fd: isReading ? settings.screen.input : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
    ]
    _ = poll(&watched, 2, Int32(min(max(0, milliseconds), 60_000)))
  }

  /// Lines that wait together were pasted, or typed ahead of an answer: on a terminal nobody can have meant the second
  /// by what the first one said.
  private func readLines() {
    guard isReading else {
      isMidBurst = isMidBurst || linear.queue.count >= Self.queueMax
      return
    }
    let lines = reader.take()
    if !lines.isEmpty { showsPrompt = false }
    let isBurst = linear.isTyped && (lines.count > 1 || isMidBurst)
    isMidBurst = reader.wasLeftOff
    for line in lines where exit == nil {
      linear.take(line, isBurst: isBurst, at: clock.now)
      carryOut()
      print()
    }
    if reader.hasEnded { close(.quit) }
  }

  // MARK: Doing

  private func carryOut() {
    for step in linear.takeSteps() {
      switch step {
      case .find(let query): worker.find(query)
      case .console(let effect): carryOut(effect)
      }
    }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .edit(let edit): self.edit(edit)
    case .noteTour, .copy, .setTheme, .dump, .bell, .repaint, .suspend, .quit: break
    default:
      guard !worker.carryOut(effect) else { return }
      linear.feed(.reported("that is not possible here", isError: true), at: clock.now)
    }
  }

  private func edit(_ edit: NoticeEdit) {
    let outcome: EditOutcome
    do throws(EditFailure) {
      guard let editor = settings.edit, linear.isTyped else {
        throw EditFailure("there is no terminal to give to an editor")
      }
      outcome = .text(try editor(edit.text))
    } catch {
      outcome = .failed(error.sentence)
    }
    linear.feed(.edited(edit, outcome), at: clock.now)
    carryOut()
  }

  // MARK: Saying

  private func print() {
    let lines = linear.takeLines()
    if linear.news.takeRing(), linear.isTyped, showsPrompt { write("\u{7}") }
    guard !lines.isEmpty else { return }
    // News at once, while a line may be half typed: the terminal keeps what was typed, and Enter still sends it.
    if showsPrompt { write("\n") }
    write(lines.map { $0.string + "\n" }.joined())
    showsPrompt = false
  }

  private func promptIfReady() {
    guard linear.isTyped, linear.isReady, !showsPrompt else { return }
    write(Self.prompt.string)
    showsPrompt = true
  }

  /// A reader that went away ends the console; a signal ends the wait for a slow one.
  private func write(_ text: String) {
    // Nobody knows what other signs mean to a terminal that is not set to UTF-8.
    let bytes = isUTF8 ? Array(text.utf8) : text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : 0x3F }
    var written = 0
    while written < bytes.count, !isOutputGone {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(settings.screen.output, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN || errno == EINTR {
        for signal in wake.drain() {
          note(signal)
          if signal == SIGHUP { isOutputGone = true }
        }
        // What was drained may have been mail.
        wake.signal(WakePipe.mail)
        if exit != nil { return }
        var waiting = pollfd(fd: settings.screen.output, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, 1_000)
      } else {
        isOutputGone = true
      }
    }
  }
}

extension StoreWorker {
  /// Which sessions a shortened key may mean.
  func find(_ query: SessionQuery) {
    read(.list) { store throws(StoreError) in
      do throws(StoreError) { return .found(query, try store.list(query)) } catch {
        return .found(query, nil)
      }
    }
  }
}
