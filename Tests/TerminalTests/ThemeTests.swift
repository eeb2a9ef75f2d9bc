import Foundation
import Testing

@testable import Terminal

@Suite struct ThemeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Themes")
  static let catalog = ThemeCatalog(environment: [:], executable: nil, workingDirectory: folder.path)

  private static func yaml(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name + ".yaml"), encoding: .utf8)
  }

  @Test(arguments: [
    (
      "danger: { foreground: \"#ff6f50\", bold: true }", "dangr: {}",
      ThemeError.unknownRole(line: 14, role: "dangr")
    ),
    (
      "danger: { foreground: \"#ff6f50\", bold: true }", "danger: { foreground: reddish }",
      .badColor(line: 14, role: "danger", value: "reddish")
    ),
    (
      "danger: { foreground: \"#ff6f50\", bold: true }", "danger: { bold: yes }",
      .badSwitch(line: 14, role: "danger", key: "bold")
    ),
    (
      "danger: { foreground: \"#ff6f50\", bold: true }", "danger: { blink: true }",
      .unknownKey(line: 14, key: "blink", expected: "foreground, background, bold, underline, reverse or dim")
    ),
    ("danger: { foreground: \"#ff6f50\", bold: true }", "danger: red", .expectedMap(line: 14, of: "danger")),
    ("  danger: { foreground: \"#ff6f50\", bold: true }\n", "", .missing(line: 6, what: "danger")),
    ("name: default\n", "", .missing(line: 1, what: "name")),
    (
      "name: default", "name: default\nauthor: x",
      .unknownKey(line: 4, key: "author", expected: "name, description, background, for or roles")
    ),
    (
      "name: default", "name: default\nfor: everybody",
      .badWord(
        line: 4, key: "for", value: "everybody",
        expected: "one of protanopia, deuteranopia, tritanopia, mono")
    ),
    (
      "name: default", "name: default\nbackground: grey",
      .badWord(line: 4, key: "background", value: "grey", expected: "one of dark, light")
    ),
  ])
  func `a wrong theme is refused with its line and role`(part: String, wrong: String, error: ThemeError)
    throws
  {
    let text = try Self.yaml("default")
    let broken = text.replacing(part, with: wrong)
    #expect(broken != text)
    #expect(throws: error) { try ThemeLoader.theme(yaml: broken) }
  }

  @Test(arguments: [
    "", "[]", "a: [", "x: &a [*a]", "name: a\nname: b", "name: x\nroles: { text: {}, text: {} }", "\t",
    "\u{0}",
  ])
  func `what is no theme is refused`(yaml: String) {
    #expect(throws: ThemeError.self) { try ThemeLoader.theme(yaml: yaml) }
  }

  @Test func `aliases that multiply as a key are refused before they are looked at`() {
    let bomb =
      "a0: &a0 [x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
      + "? *a40\n: 1\n"
    let error = #expect(throws: ThemeError.self) { try ThemeLoader.theme(yaml: bomb) }
    #expect(error?.message == "line 4: not YAML: more than four aliases")
  }

  @Test func `a role given twice is named`() {
    let error = #expect(throws: ThemeError.self) {
      try ThemeLoader.theme(yaml: "name: x\nroles:\n  text: {}\n  text: {}\n")
    }
    #expect(error?.message.contains("given twice: `text`") == true)
  }

  @Test func `the built-in theme says what Themes/default.yaml says`() throws {
    #expect(try ThemeLoader.theme(yaml: Self.yaml("default")) == Theme.builtIn)
  }

  @Test func `every theme of the folder loads by its own name`() throws {
    let names = Self.catalog.names
    #expect(
      names == [
        "colour-blind", "default", "deuteranopia", "high-contrast", "light", "mono", "red-alert",
        "solarised-dark", "solarised-light", "tritanopia",
      ])
    for name in names { #expect(try Self.catalog.load(name).name == name) }
  }

  @Test func `a theme is looked for by path, in the settings, then beside the program`() throws {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("themes-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    let own = home.appendingPathComponent("curfew/themes")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    let mine = try Self.yaml("light").replacing("name: light", with: "name: mine")
    try mine.write(to: own.appendingPathComponent("light.yaml"), atomically: true, encoding: .utf8)

    let program = Self.folder.deletingLastPathComponent().appendingPathComponent("a/b/curfew").path
    let catalog = ThemeCatalog(
      environment: ["XDG_CONFIG_HOME": home.path], executable: program, workingDirectory: "/")
    #expect(try catalog.load("light").name == "mine")
    #expect(try catalog.load("mono").name == "mono")
    let entry = try #require(catalog.entries.first { $0.name == "light" })
    #expect(entry.paths.first == own.path + "/light.yaml")
    #expect(entry.shadowed?.hasSuffix("Themes/light.yaml") == true)
    #expect(try catalog.load(own.path + "/light.yaml").name == "mine")
    #expect(throws: ThemeError.unreadable(path: "/nowhere/x.yaml")) { try catalog.load("/nowhere/x.yaml") }
    #expect(throws: ThemeError.notFound(name: "neon", searched: catalog.folders)) { try catalog.load("neon") }
    let empty = ThemeCatalog(environment: [:], executable: nil, workingDirectory: "/")
    #expect(try empty.load("default") == Theme.builtIn)
  }

  @Test(arguments: [
    ("default", -1, -1, -1, -1), ("red", 1, 1, 1, 1), ("bright-red", 1, 9, 9, 0xFF0000),
    ("203", 1, 9, 203, 0xFF5F5F),
    ("#ff5f5f", 1, 9, 203, 0xFF5F5F), ("#000000", 0, 0, 16, 8), ("#808080", 7, 8, 244, 0x808080),
    ("#f2c14e", 3, 11, 215, 0xF2C14E), ("#2f4f7f", 4, 4, 24, 0x2F4F7F), ("#b3123b", 1, 1, 125, 0xB3123B),
    ("#ffffff", 7, 15, 231, 0xFFFFFF),
  ])
  func `a colour degrades to what the terminal has`(
    name: String, eight: Int, sixteen: Int, many: Int, direct: Int
  ) throws {
    let color = try #require(Color(name))
    #expect(color.number(at: .eight) == eight)
    #expect(color.number(at: .sixteen) == sixteen)
    #expect(color.number(at: .indexed256) == many)
    #expect(color.number(at: .direct) == direct)
    #expect(color.number(at: .mono) == -1)
  }

  @Test(arguments: ["#5b6470", "#8a8f98", "#e6e9ef"])
  func `among eight colours a grey on the terminal's own background takes its own foreground`(name: String)
    throws
  {
    let grey = try #require(Color(name))
    let theme = Theme(
      name: "grey", paints: [.border: Paint(grey), .banner: Paint(grey, on: .rgb(0, 0, 238))])
    #expect(theme.pen(Style(.border), at: .eight).foreground == -1)
    #expect(theme.pen(Style(.border), at: .sixteen).foreground >= 0)
    #expect(theme.pen(Style(.banner), at: .eight).foreground >= 0)
  }

  @Test func `a mistake in a theme's file names the file`() throws {
    let path = "/tmp/curfew-theme-\(UInt32.random(in: 0 ... .max)).yaml"
    try Data("name: x\nroles: 3\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let catalog = ThemeCatalog(environment: [:], executable: nil, workingDirectory: "/")
    let error = #expect(throws: ThemeError.self) { try catalog.load(path) }
    #expect(error?.message == "theme file `\(path)`, line 2: expected a map for `roles`")
  }

  @Test(arguments: [
    "", "256", "-1", "#fff", "#gggggg", "#+12345", "#-00000", "Red", "bright-", "bright-pink", "rgb(1,2,3)",
    "١",
  ])
  func `what is no colour is refused`(name: String) {
    #expect(Color(name) == nil)
  }

  @Test(arguments: [
    (-1, ColorDepth.direct), (0, .mono), (2, .mono), (8, .eight), (16, .sixteen), (88, .sixteen),
    (256, .indexed256),
    (1 << 24, .indexed256),
  ])
  func `the depth follows terminfo, and NO_COLOR wins`(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors, noColor: false) == depth)
    #expect(ColorDepth(colors: colors, noColor: true) == .mono)
  }

  @Test(arguments: catalog.names)
  func `without colour the selection, the alarms and the modes still stand out`(name: String) throws {
    let theme = try Self.catalog.load(name)
    let plain = theme.pen(.text, at: .mono).attributes
    for role in [Role.selection, .critical, .danger, .badge, .banner, .modeLockdown, .key] {
      let pen = theme.pen(Style(role), at: .mono)
      #expect(pen.foreground == -1 && pen.background == -1)
      #expect(pen.attributes != plain, "\(role)")
    }
  }
}
