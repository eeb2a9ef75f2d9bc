import ArgumentParser
import Console
import Foundation

/// Where the console's configuration is.
struct ConfigOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The console's configuration (default: $CURFEW_CONFIG, else $XDG_CONFIG_HOME/curfew/config.yaml).",
      valueName: "file"))
  var config: String?

  @Flag(help: "Go on without a configuration file.")
  var noConfig = false

  func validate() throws {
    guard config == nil || !noConfig else {
      throw ValidationError("`--config` and `--no-config` stand beside each other")
    }
  }

  /// The file that is named, or the usual one.
  var path: String { named ?? Surroundings.defaultConfigPath }

  /// Named by hand, so that it must be there.
  var named: String? {
    if let config { return Surroundings.expandingHome(config) }
    guard let path = ProcessInfo.processInfo.environment["CURFEW_CONFIG"], !path.isEmpty else { return nil }
    return Surroundings.expandingHome(path)
  }

  /// Reads the file, if there is to be one.
  /// - Throws: ``Failure`` when it cannot be read. What is wrong in it stands in the reading.
  func read() throws -> ConfigFile? {
    if noConfig { return nil }
    return try ConfigFile.read(path, mustExist: named != nil)
  }

  /// Reads the file for a console, which starts on a right one only.
  /// - Throws: ``Failure`` with the first thing that is wrong, and how to go on without.
  func readStrictly() throws -> ConfigFile? {
    guard let file = try read() else { return nil }
    guard let first = file.problems.first else { return file }
    let more = file.problems.count - 1
    let others = more == 0 ? "" : ", and \(more) more, which `curfew config check` says"
    throw Failure("\(file.sentence(first))\(others); `--no-config` goes on without the file")
  }
}

/// How the console looks and what it may do: what beats the configuration.
struct LookOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A theme's name or file (default: $CURFEW_THEME).", valueName: "theme"))
  var theme: String?

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Flag(help: "Refuse every action that changes something.")
  var readOnly = false
}
