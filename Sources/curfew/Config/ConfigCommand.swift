import ArgumentParser
import Console
import Delegation
import Foundation
import Terminal

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check, show and begin the console's configuration: themes, stores, keys, columns, views.",
    discussion: """
      Examples:
        curfew config init                  # a commented file with every default; edit it
        curfew config check
        curfew config show --store /srv/curfew/prod.db
      """,
    subcommands: [ConfigCheck.self, ConfigShow.self, ConfigInit.self, ConfigPath.self])
}

struct ConfigCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say everything that is wrong with a configuration, with its line.")

  @Argument(help: "The file (default: the one that the console reads).")
  var file: String?

  @OptionGroup var json: JSONOption

  func run() throws {
    let options = try ConfigOptions.parse(file.map { ["--config", $0] } ?? [])
    let output = Output()
    guard var read = try options.read() else {
      if !json.json { try output.line("\(SafeText(options.path)): there is none, the defaults hold") }
      return try output.flush()
    }
    read.checkThemes(in: .ofProcess)
    for problem in read.problems {
      guard json.json else {
        complain(read.line(problem))
        continue
      }
      try output.line(
        json: JSONWriter.object {
          $0.member("file", read.path)
          if let place = problem.place {
            $0.member("line", raw: String(place.line))
            $0.member("column", raw: String(place.column))
          }
          $0.member("problem", problem.message)
        })
    }
    if read.problems.isEmpty, !json.json { try output.line("\(SafeText(read.path)): ok") }
    try output.flush()
    if !read.problems.isEmpty { throw Silent(status: 1) }
  }
}

struct ConfigShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is in force for a store, and where each setting comes from.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var options: ConfigOptions
  @OptionGroup var look: LookOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let resolved = ResolvedConfig(
      try options.readStrictly(), look, url: store.url, environment: ProcessInfo.processInfo.environment)
    let output = Output()
    var table = TextTable(["SETTING", "VALUE", "FROM"])
    for setting in resolved.config.settings {
      let origin = resolved.origin(of: setting.name)
      guard json.json else {
        table.add([SafeText(setting.name), SafeText(setting.value), SafeText(origin)])
        continue
      }
      try output.line(
        json: JSONWriter.object {
          $0.member("setting", setting.name)
          $0.member("value", setting.value)
          $0.member("from", origin)
        })
    }
    if !json.json { try table.write(to: output) }
    try output.flush()
  }
}

struct ConfigInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented configuration with every default; it must not exist yet.")

  @Argument(help: "The file to make (default: the one that the console reads).")
  var file: String?

  @Flag(help: "Print it instead.")
  var print = false

  func run() throws {
    if print {
      let output = Output()
      try output.verbatim(ConsoleConfig.starter)
      return try output.flush()
    }
    let path = try ConfigOptions.parse(file.map { ["--config", $0] } ?? []).path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure("cannot make the folder `\(folder)`")
    }
    try SmallFile.make(path, ConsoleConfig.starter)
    let output = Output()
    try output.line(SafeText(path))
    try output.flush()
  }
}

struct ConfigPath: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print where the console's configuration is looked for.")

  @OptionGroup var options: ConfigOptions

  func run() throws {
    let output = Output()
    try output.line(SafeText(options.path))
    try output.flush()
  }
}

extension ThemeCatalog {
  /// Where this process looks.
  static var ofProcess: ThemeCatalog {
    ThemeCatalog(
      environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executablePath,
      workingDirectory: FileManager.default.currentDirectoryPath)
  }
}
