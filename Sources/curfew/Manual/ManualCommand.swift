import ArgumentParser

struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page, made from the commands and the console's own table.",
    discussion: """
      Examples:
        curfew manual | man -l -
        curfew manual > /usr/local/share/man/man1/curfew.1
      """)

  func run() throws {
    let output = Output()
    let dump = try CommandDump(Curfew._dumpHelp())
    try output.verbatim(ManualPage.text(dump, version: Curfew.configuration.version))
    try output.flush()
  }
}
