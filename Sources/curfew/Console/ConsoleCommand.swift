import ArgumentParser
import Console
import Foundation
import SessionStore
import Terminal

struct ConsoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console",
    abstract: "Browse live sessions and end one with one key; what curfew does without a command.",
    discussion: """
      Examples:
        curfew
        curfew --store /var/lib/curfew/curfew.db --read-only
        curfew console --theme light
        curfew --linear
        curfew --script tour.txt --script-size 120x40
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var look: ConsoleOptions

  @Flag(help: "Print the console's actions and keys as a table, and leave.")
  var printKeys = false

  func run() throws {
    if printKeys {
      let output = Output()
      try output.verbatim(
        "# Keys and commands\n\nWritten by `curfew console --print-keys`.\n\n" + ActionTable.markdown)
      return try output.flush()
    }
    try look.requireTerminal()
    // Before the store: what is wrong with the file is no reason to make one.
    let resolved = try look.resolved(for: store.url)
    let opened = try store.open()
    defer { opened.close() }
    try look.runConsole(
      on: opened, named: resolved.storeName ?? name(of: store.url), as: resolved,
      by: acting.acting(in: opened))
  }

  /// The file's name, so that two stores are told apart in the header.
  private func name(of url: String) -> String {
    url == Surroundings.defaultStoreURL ? "local store" : URL(fileURLWithPath: url).lastPathComponent
  }
}

/// How the console looks and what it may do.
struct ConsoleOptions: ParsableArguments {
  @OptionGroup var look: LookOptions
  @OptionGroup var config: ConfigOptions

  @Flag(help: "Lines instead of a screen, for screen readers and pipes: commands in, sentences out.")
  var linear = false

  @Option(
    help: ArgumentHelp(
      "Play keys and commands from a file, one step a line: key X, keys j Enter, type TEXT, :COMMAND, wait idle, wait until TEXT 10s, expect TEXT, expect-not TEXT, q. Without a terminal it plays on a screen that nobody sees.",
      valueName: "file"))
  var script: String?

  @Option(
    help: ArgumentHelp("The size of the screen that a script plays on unseen.", valueName: "columns x rows"))
  var scriptSize: ScreenSizeArgument?

  func validate() throws {
    guard scriptSize == nil || script != nil else {
      throw ValidationError("`--script-size` stands beside `--script` only")
    }
    guard !linear || script == nil else {
      throw ValidationError("`--linear` takes its commands from standard input, not from `--script`")
    }
  }

  /// - Throws: ``Failure`` when there is nothing to show the console on. A script and lines need no terminal.
  func requireTerminal() throws {
    guard isInteractive || linear || script != nil else {
      throw Failure(
        "the console needs a terminal: try `curfew --linear`, `curfew sessions list`, or `curfew --help`")
    }
  }

  /// What is in force for a store.
  /// - Throws: ``Failure`` when the configuration is wrong.
  func resolved(for url: String) throws -> ResolvedConfig {
    ResolvedConfig(
      try config.readStrictly(), look, url: url, environment: ProcessInfo.processInfo.environment)
  }

  /// Runs the console to its end; a signal's end becomes the exit status.
  func runConsole(
    on store: any SessionStore, named name: String, as resolved: ResolvedConfig, by acting: Operator? = nil,
    greeting: String? = nil
  ) throws {
    var settings = ConsoleSettings()
    resolved.apply(to: &settings)
    settings.greeting = greeting.map(settings.keymap.spelled)
    let catalog = ThemeCatalog.ofProcess
    settings.catalog = catalog
    settings.screen = CursesScreen.Options(environment: ProcessInfo.processInfo.environment)
    settings.edit = Editor.change
    settings.page = JSONViewing.page
    settings.look = JSONViewing.look
    settings.json = JSONViewing.describe
    // What a script shows must not hang on what somebody chose before, and changes nothing of it.
    settings.statePath = script == nil ? Surroundings.consoleState : nil
    settings.tour = ConsoleSettings.Tour(wasSeen: TourMarker.wasSeen, noteSeen: TourMarker.note)
    try prepareScript(&settings)
    do {
      settings.theme = try catalog.load(Surroundings.expandingHome(resolved.config.theme))
      settings.lockdownTheme = Surroundings.expandingHome(resolved.config.lockdownTheme)
      let exit = try run(
        store, name, acting ?? Operator(name: Surroundings.operatorName(nil)), settings)
      if case .scriptFailed(let failure) = exit { throw ScriptFile.failure(failure, in: script) }
      if exit.status != 0 { throw Silent(status: exit.status) }
    } catch let error as ThemeError {
      throw Failure(error.message)
    } catch let error as ScreenError {
      throw Failure(error.message)
    }
  }

  private func run(
    _ store: any SessionStore, _ name: String, _ acting: Operator, _ settings: ConsoleSettings
  ) throws -> ConsoleExit {
    if linear {
      return try ConsoleRuntime.runLinear(
        store: store, storeName: name, operator: acting, settings: settings)
    }
    return try ConsoleRuntime.run(store: store, storeName: name, operator: acting, settings: settings)
  }

  private func prepareScript(_ settings: inout ConsoleSettings) throws {
    guard let script else { return }
    settings.script = try ScriptFile.read(script)
    settings.isHeadless = scriptSize != nil || !isInteractive
    settings.screen.size = settings.isHeadless ? scriptSize?.size : nil
  }
}
