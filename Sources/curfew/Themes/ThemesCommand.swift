import ArgumentParser
import Delegation
import Foundation
import Terminal

struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List, show and check the console's themes.",
    discussion: """
      A theme is a YAML file that gives each role of the screen its colours. Your own stand in
      $XDG_CONFIG_HOME/curfew/themes (by default ~/.config/curfew/themes) and hide others of the same name.

      Examples:
        curfew themes list
        curfew themes show solarised-dark
        curfew themes check                      every theme
        curfew themes check ./mine.yaml --json

      Exit status: 2 when a theme that was checked fails.
      """,
    subcommands: [ThemesList.self, ThemesShow.self, ThemesCheck.self],
    defaultSubcommand: ThemesList.self)

  static var catalog: ThemeCatalog {
    ThemeCatalog(
      environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executablePath,
      workingDirectory: FileManager.default.currentDirectoryPath)
  }
}

struct ThemesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show every theme, where it is from and what it says of itself.")

  @OptionGroup var json: JSONOption

  func run() throws {
    let entries = ThemesCommand.catalog.entries
    let output = Output()
    if json.json {
      for entry in entries { try output.line(json: entry.json) }
      return try output.flush()
    }
    var table = TextTable(["NAME", "FROM", "WHAT IT IS"])
    for entry in entries {
      table.add([SafeText(entry.name), SafeText(entry.paths.first ?? "built in"), SafeText(entry.words)])
    }
    try table.write(to: output)
    try output.flush()
    for entry in entries {
      guard let shadowed = entry.shadowed, let path = entry.paths.first else { continue }
      complain("note: `\(path)` hides `\(shadowed)`")
    }
  }
}

extension ThemeEntry {
  fileprivate var words: String {
    switch theme {
    case .success(let theme): theme.description
    case .failure(let error): error.message
    }
  }

  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("name", name)
      if let path = paths.first { writer.member("path", path) }
      if let shadowed { writer.member("hides", shadowed) }
      switch theme {
      case .success(let theme):
        writer.member("description", theme.description)
        writer.member("background", theme.ground.rawValue)
        writer.member("for", strings: theme.audience.map(\.rawValue).sorted())
      case .failure(let error): writer.member("error", error.message)
      }
    }
  }
}

struct ThemesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold themes to contrast and to being told apart, by every kind of eyes.",
    discussion: """
      Every role must be there; text needs a contrast of 4.5 (WCAG 2.2), borders and bars 3; the colours of the risk
      bands and of the modes must be 10 apart (CIEDE2000), also as they look with protanopia, deuteranopia and
      tritanopia. The latter is an error in a theme that is made for those eyes, and a warning in others.
      """)

  @Argument(help: ArgumentHelp("Themes by name or file; none checks all.", valueName: "theme"))
  var themes: [String] = []

  @OptionGroup var json: JSONOption

  func run() throws {
    let catalog = ThemesCommand.catalog
    let names = themes.isEmpty ? catalog.names : themes
    let output = Output()
    var hasFailed = false
    for name in names {
      let reading = ThemeReading(name, in: catalog)
      hasFailed = hasFailed || reading.isFailed
      if json.json { try output.line(json: reading.json) } else { try reading.write(to: output) }
    }
    try output.flush()
    if hasFailed { throw Silent(status: 2) }
  }
}

/// What a check found in one theme.
private struct ThemeReading {
  let name: String
  /// Why it does not load.
  let refusal: ThemeError?
  let findings: [ThemeFinding]

  init(_ name: String, in catalog: ThemeCatalog) {
    self.name = name
    do throws(ThemeError) {
      findings = ThemeCheck(try catalog.load(ThemeReading.path(name))).findings
      refusal = nil
    } catch {
      findings = []
      refusal = error
    }
  }

  /// A file of this folder may be named without a `/`.
  private static func path(_ name: String) -> String {
    name.hasSuffix(".yaml") && !name.contains("/") ? "./\(name)" : name
  }

  var isFailed: Bool { refusal != nil || findings.contains(where: \.isError) }

  func write(to output: Output) throws {
    let verdict = isFailed ? "fails" : findings.isEmpty ? "passes" : "passes with warnings"
    try output.line("\(SafeText(name)): \(SafeText(verdict))")
    if let refusal { try output.line("  error: \(SafeText(refusal.message))") }
    for finding in findings {
      try output.line("  \(finding.isError ? "error" : "warning"): \(SafeText(finding.sentence))")
    }
  }

  var json: String {
    let list = findings.map { finding in
      JSONWriter.object { writer in
        writer.member("level", finding.isError ? "error" : "warning")
        writer.member("roles", strings: finding.roles.map(\.name))
        writer.member("text", finding.sentence)
      }
    }
    return JSONWriter.object { writer in
      writer.member("theme", name)
      writer.member("passes", raw: isFailed ? "false" : "true")
      if let refusal { writer.member("error", refusal.message) }
      writer.member("findings", raw: "[\(list.joined(separator: ","))]")
    }
  }
}
