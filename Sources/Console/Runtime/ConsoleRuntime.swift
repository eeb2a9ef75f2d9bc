import Delegation
import Glibc
package import SessionStore
import Terminal

/// How the console ended.
package enum ConsoleExit: Hashable, Sendable {
  case quit
  /// This signal asked for it; a terminal that is gone counts as HUP.
  case signal(Int32)
  case scriptFailed(ScriptFailure)
  /// The input ended before all that it asked for was done.
  case unfinished

  /// For `exit`: 128 and the signal's number, as shells have it.
  package var status: Int32 {
    switch self {
    case .quit: 0
    case .signal(let number): 128 + number
    case .scriptFailed, .unfinished: 1
    }
  }
}

/// The console on a terminal: the only part of it that knows a clock, files, threads and the screen.
package enum ConsoleRuntime {
  /// Shows the console until the operator leaves or a signal ends it; then the terminal is as it was.
  ///
  /// Blocks the calling thread. Signals TERM, HUP, INT, QUIT, TSTP, CONT and WINCH are the console's meanwhile.
  /// What was written to standard error while it was open is written there afterwards.
  ///
  /// - Parameter storeName: as the header names it. Hostile until cleaned.
  /// - Throws: `ScreenError` without a usable terminal, ``StoreError`` if changes cannot be heard of.
  package static func run(
    store: any SessionStore, storeName: String, operator: Operator, settings: ConsoleSettings
  ) throws -> ConsoleExit {
    guard let wake = WakePipe() else {
      throw StoreError.failed(code: errno, message: "no descriptor is left for the console")
    }
    let mailbox = Mailbox(wake: wake)
    let kept = settings.statePath.map { KeptFile(path: $0) }
    let worker = StoreWorker(store: store, operator: `operator`, mailbox: mailbox, kept: kept)
    let subscription = try store.onChange { mailbox.postChange() }
    defer { subscription.cancel() }
    CrashRestore.install()
    let clock = ConsoleClock()
    return try wake.catching(caught) {
      var screen =
        try settings.isHeadless
        ? CursesScreen(headless: settings.screen, theme: settings.theme)
        : CursesScreen(settings.screen, theme: settings.theme)
      let loop = ConsoleLoop(
        model: model(
          storeName, `operator`, settings, size: screen.size, isUTF8: screen.isUTF8, now: clock.now),
        worker: worker,
        mailbox: mailbox, wake: wake, settings: settings, clock: clock)
      let exit = loop.run(&screen)
      let captured = screen.close()
      worker.finishWrites()
      report(captured + loop.lastWords())
      return exit
    }
  }

  /// The console as lines on the settings' input and output, which may be pipes: nothing is drawn over, no mode of a
  /// terminal is changed, and the input is lines. Ends with the input, on `quit`, or by TERM, HUP, INT or QUIT.
  ///
  /// Blocks the calling thread.
  ///
  /// - Parameter storeName: as it is said first. Hostile until cleaned.
  /// - Throws: ``StoreError`` if changes cannot be heard of.
  package static func runLinear(
    store: any SessionStore, storeName: String, operator: Operator, settings: ConsoleSettings
  ) throws -> ConsoleExit {
    guard let wake = WakePipe() else {
      throw StoreError.failed(code: errno, message: "no descriptor is left for the console")
    }
    let mailbox = Mailbox(wake: wake)
    let worker = StoreWorker(store: store, operator: `operator`, mailbox: mailbox)
    let subscription = try store.onChange { mailbox.postChange() }
    defer { subscription.cancel() }
    let clock = ConsoleClock()
    let isUTF8 = TextEncoding.isUTF8
    return wake.catching([SIGTERM, SIGHUP, SIGINT, SIGQUIT]) {
      var model = model(
        storeName, `operator`, settings, size: Linear.size, isUTF8: isUTF8, now: clock.now)
      (model.status, model.overlay) = (nil, nil)
      let isTyped = isatty(settings.screen.input) == 1 && isatty(settings.screen.output) == 1
      let loop = LinearLoop(
        linear: Linear(model: model, isTyped: isTyped), worker: worker, mailbox: mailbox, wake: wake,
        settings: settings, clock: clock, isUTF8: isUTF8)
      return loop.run()
    }
  }

  private static let caught = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH]

  private static func model(
    _ storeName: String, _ operator: Operator, _ settings: ConsoleSettings, size: ScreenSize, isUTF8: Bool,
    now: Timestamp
  ) -> Model {
    var shown = Settings()
    shown.storeName = storeName
    shown.operatorName = `operator`.qualifiedName
    shown.operatorPlainName = `operator`.name
    shown.isReadOnly = settings.isReadOnly
    shown.glyphs = settings.glyphs ?? (isUTF8 ? .unicode : .ascii)
    shown.themeName = settings.theme.name
    shown.lockdownTheme = settings.lockdownTheme
    shown.keymap = settings.keymap
    shown.confirm = settings.confirm
    shown.refresh = settings.refresh
    shown.columns = settings.columns
    shown.views = settings.views
    shown.showsTour = settings.showsTour
    var model = Model(settings: shown, size: size, now: now)
    if let greeting = settings.greeting { model.say(greeting) }
    readKept(settings, &model)
    // A display that nobody works at must not wait for a key, nor a script for a card.
    if settings.showsTour, settings.tour?.wasSeen == false, !settings.isReadOnly, settings.script == nil {
      model.overlay = .tour(0)
    }
    return model
  }

  /// A file that does not read keeps nobody from the console: it is said, and stays as it is.
  private static func readKept(_ settings: ConsoleSettings, _ model: inout Model) {
    model.columns = settings.columns
    guard let path = settings.statePath else { return }
    do throws(KeptFile.Failure) {
      model.kept = try KeptFile(path: path).read()
      model.columns = model.kept.columns ?? settings.columns
    } catch {
      model.say(error.sentence, .error)
    }
  }

  private static func report(_ lines: [SafeText]) {
    for line in lines {
      let bytes = Array((line.string + "\n").utf8)
      _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
  }
}
