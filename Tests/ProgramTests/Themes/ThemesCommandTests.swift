import Foundation
import Testing

@Suite struct `themes by command` {
  /// The folder above the program that has them: what is shipped.
  private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Themes")

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
  }

  private var own: String { folder.path + "/curfew/themes" }

  private func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Program.Result {
    let home = ["XDG_CONFIG_HOME": folder.path].merging(environment) { $1 }
    return try Program.run(["themes"] + arguments, environment: home)
  }

  /// Writes the shipped theme `name`, changed, among the user's own.
  private func write(_ name: String, as file: String, _ part: String = "", _ change: String = "") throws
    -> String
  {
    let text = try String(contentsOf: Self.shipped.appendingPathComponent(name + ".yaml"), encoding: .utf8)
    try #require(part.isEmpty || text.contains(part))
    return try folder.file("curfew/themes/\(file).yaml", text.replacing(part, with: change))
  }

  @Test(arguments: [
    // Line, and what is said of it.
    ("  danger: {", "  dangr: {", 14, "`dangr`"),
    ("\"#ff6f50\"", "\"#ff6f5\"", 14, "`#ff6f5`"),
    ("description: Dark", "background: grey\ndescription: Dark", 4, "expected one of dark, light"),
  ])
  func `a file that does not load fails with its path and line`(
    part: String, change: String, line: Int, words: String
  ) throws {
    let path = try write("default", as: "mine", part, change)
    for name in ["mine", path] {
      let result = try run(["check", name])
      #expect(result.status == 2 && result.error.isEmpty, "\(result.error)")
      #expect(result.lines.first == "\(name): fails")
      #expect(result.output.contains("error: theme file `\(path)`, line \(line): "), "\(result.output)")
      #expect(result.output.contains(words), "\(result.output)")
    }
    let shown = try run(["show", "mine"])
    #expect(shown.status == 1 && shown.output.isEmpty && shown.error.contains("line \(line): "))
    let listed = try run(["list"])
    #expect(listed.status == 0 && listed.output.contains("line \(line): "))
  }

  @Test func `a theme that nobody has is refused with where it was looked for`() throws {
    let result = try run(["check", "neon"])
    #expect(result.status == 2 && result.output.contains("`neon`") && result.output.contains(own))
  }

  @Test func `faint text and bands that look alike fail, one after the other, also in JSON`() throws {
    let bad = try write("default", as: "bad", "\"#ff6f50\"", "\"#f5cc62\"")
    let dark = try write("default", as: "dark", "\"#6cc7e6\"", "\"#303030\"")
    let result = try run(["check", bad, dark, "light"])
    #expect(result.status == 2)
    let lines = result.lines
    #expect(lines.first == "\(bad): fails" && lines.last == "light: passes")
    #expect(
      lines.contains(
        "  error: risk bands `warning` and `danger` are 0.00 apart, expected 10.00 or more (CIEDE2000)"))
    #expect(lines.contains { $0.hasPrefix("  error: role `info` has a contrast of 1.2") })
    let json = try run(["check", "--json", bad, dark, "light"])
    #expect(json.status == 2 && json.lines.count == 3)
    let readings = json.lines.map(object)
    #expect(readings.map { $0["passes"] as? Bool } == [false, false, true])
    #expect(readings.map { $0["theme"] as? String } == [bad, dark, "light"])
    let findings = readings[0]["findings"] as? [[String: Any]] ?? []
    #expect(findings.first?["level"] as? String == "error")
    #expect(findings.first?["roles"] as? [String] == ["warning", "danger"])
    #expect((readings[2]["findings"] as? [Any])?.isEmpty == true)
  }

  @Test func `bands that only some eyes confuse are a warning, which does not fail`() throws {
    let path = try write("default", as: "warm", "\"#ff6f50\"", "\"#e07a50\"")
    let text = try String(contentsOfFile: path, encoding: .utf8).replacing("\"#f5cc62\"", with: "\"#9aa028\"")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try run(["check", "warm"])
    #expect(result.status == 0 && result.lines.first == "warm: passes with warnings", "\(result.output)")
    #expect(result.output.contains("warning: risk bands `warning` and `danger`"))
    #expect(result.output.contains("apart with deuteranopia"))
  }

  @Test func `all that is shipped passes`() throws {
    let result = try run(["check"])
    #expect(result.status == 0)
    #expect(
      result.lines
        == [
          "colour-blind", "default", "deuteranopia", "high-contrast", "light", "mono", "red-alert",
          "solarised-dark", "solarised-light", "tritanopia",
        ].map { "\($0): passes" })
  }

  @Test func `a theme of one's own hides the shipped one, says what it is, and says it clean`() throws {
    let path = try write("light", as: "light", "Light background.", "\"Mine\\u202E \\e[31m.\"")
    let result = try run(["list"])
    #expect(result.status == 0 && isClean(result.output))
    #expect(result.output.contains(path))
    #expect(
      result.error.contains("note: `\(path)` hides `\(Self.shipped.path)/light.yaml`"), "\(result.error)")
    let entries = try run(["list", "--json"]).lines.map(object)
    #expect(entries.count == 10)
    let light = try #require(entries.first { $0["name"] as? String == "light" })
    #expect(light["path"] as? String == path && light["background"] as? String == "light")
    let blind = try #require(entries.first { $0["name"] as? String == "colour-blind" })
    #expect(blind["for"] as? [String] == ["deuteranopia", "protanopia", "tritanopia"])
  }

  @Test func `show has a line for every role, and no colour where no terminal is`() throws {
    let result = try run(["show", "red-alert"], ["TERM": "xterm-256color", "COLORTERM": "truecolor"])
    #expect(result.status == 0 && isClean(result.output))
    #expect(result.lines.first?.hasPrefix("red-alert: White on dark red") == true)
    #expect(result.lines.count == 25, "\(result.lines.count)")
    #expect(result.lines.contains("  danger          #ffffff on #5a0008, bold, underline"))
  }
}
