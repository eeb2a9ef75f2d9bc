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
    try ConsoleOptions.requireTerminal()
    let opened = try store.open()
    defer { opened.close() }
    try look.runConsole(on: opened, named: name(of: store.url), by: acting.acting(in: opened))
  }

  /// The file's name, so that two stores are told apart in the header.
  private func name(of url: String) -> String {
    url == Surroundings.defaultStoreURL ? "local store" : URL(fileURLWithPath: url).lastPathComponent
  }
}

/// How the console looks and what it may do.
struct ConsoleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A theme's name or file.", valueName: "theme"))
  var theme: String?

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Refuse every action that changes something.")
  var readOnly = false

  static func requireTerminal() throws {
    guard isInteractive else {
      throw Failure("the console needs a terminal: try `curfew sessions list`, or `curfew --help`")
    }
  }

  /// Runs the console to its end; a signal's end becomes the exit status.
  func runConsole(
    on store: any SessionStore, named name: String, by acting: Operator? = nil, greeting: String? = nil
  ) throws {
    var settings = ConsoleSettings()
    settings.greeting = greeting
    let environment = ProcessInfo.processInfo.environment
    let catalog = ThemeCatalog(
      environment: environment, executable: Bundle.main.executablePath,
      workingDirectory: FileManager.default.currentDirectoryPath)
    settings.catalog = catalog
    settings.isReadOnly = readOnly
    if ascii { settings.glyphs = .ascii }
    settings.screen = CursesScreen.Options(environment: environment)
    do {
      if let theme { settings.theme = try catalog.load(theme) }
      let exit = try ConsoleRuntime.run(
        store: store, storeName: name,
        operator: acting ?? Operator(name: Surroundings.operatorName(nil)), settings: settings)
      if exit.status != 0 { throw Silent(status: exit.status) }
    } catch let error as ThemeError {
      throw Failure(error.message)
    } catch let error as ScreenError {
      throw Failure(error.message)
    }
  }
}
