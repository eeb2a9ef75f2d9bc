import ArgumentParser

/// How the console looks and what it may do.
struct ConsoleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A theme's name or file.", valueName: "theme"))
  var theme: String?

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Refuse every action that changes something.")
  var readOnly = false
}
