import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ConfigReadingTests {
  private static func read(_ yaml: String) -> ConsoleConfig {
    let reading = ConfigReading.read(yaml)
    #expect(reading.problems == [])
    return reading.config
  }

  @Test(arguments: ["", "# nothing", "{}", "---\n", "\u{FEFF}# nothing"])
  func `what says nothing has the defaults`(yaml: String) {
    #expect(Self.read(yaml) == ConsoleConfig())
  }

  @Test func `the starter checks clean, has every setting and is equal to the defaults`() {
    let reading = ConfigReading.read(ConsoleConfig.starter)
    #expect(reading.problems == [])
    #expect(reading.config.keymap == .standard)
    var config = reading.config
    config.keys = [:]
    #expect(config == ConsoleConfig())
    #expect(Set(reading.places.keys).subtracting(["keys"]) == Set(config.settings.map(\.name)))
    #expect(ConsoleConfig.starter.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }

  @Test func `everything that a file can say is read, and what show prints reads the same`() throws {
    let config = Self.read(
      """
      theme: light
      lockdown-theme: /themes/red.yaml
      stores:
        - match: "*/prod*.db"
          name: PRODUCTION
          theme: red-alert
          read-only: true
        - {match: sqlite:x}
      refresh: 2s
      confirm: always
      read-only: true
      ascii: true
      tour: false
      keys:
        down: [n, Down]
        next: []
        reload: ^R
        palette: [":", F2]
        sessions: 0
        revoke: [F8]
      columns: [risk, "wallet:16"]
      views:
        - {name: hot ones, filter: "risk>=70 !state:revoked", sort: spent, group: wallet, columns: [risk, session]}
        - {name: all}
      """)
    #expect(config.theme == "light")
    #expect(config.lockdownTheme == "/themes/red.yaml")
    #expect(
      config.stores == [
        StoreRule(match: "*/prod*.db", name: "PRODUCTION", theme: "red-alert", isReadOnly: true),
        StoreRule(match: "sqlite:x"),
      ])
    #expect(config.refresh == TimeSpan(seconds: 2))
    #expect(config.confirm == .always)
    #expect(config.isReadOnly && config.isASCII && !config.showsTour)
    #expect(config.keymap.names(of: .down) == "n Down")
    #expect(config.keymap.names(of: .next) == "")
    #expect(config.keymap.names(of: .reload) == "^R")
    #expect(config.keymap.names(of: .palette) == ": F2")
    #expect(config.keymap.names(of: .sessions) == "0")
    #expect(config.keymap.action(for: Key(.function(8)))?.id == .revoke)
    #expect(config.columns == [ColumnChoice(.risk), ColumnChoice(.wallet, width: 16)])
    #expect(
      config.views == [
        SavedView(
          name: "hot ones", filter: "risk>=70 !state:revoked", sort: .spent, grouping: .wallet,
          columns: [ColumnChoice(.risk), ColumnChoice(.session)]), SavedView(name: "all"),
      ])
    // Each setting as `config show` prints it, put together to a file again.
    let (keys, others) = (
      config.settings.filter { $0.name.hasPrefix("keys.") },
      config.settings.filter { !$0.name.hasPrefix("keys.") }
    )
    let again = Self.read(
      others.map { "\($0.name): \($0.value)\n" }.joined() + "keys:\n"
        + keys.map { "  \($0.name.dropFirst(5)): \($0.value)\n" }.joined())
    #expect(again.settings == config.settings)
  }

  @Test(arguments: [
    ("*/prod*.db", "/srv/prod-eu.db", true), ("*/prod*.db", "/srv/staging.db", false), ("*", "", true),
    ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("", "", true), ("", "a", false),
    ("/srv/a.db", "/srv/a.db", true), ("/srv/a.db", "/srv/a.dbx", false), ("*.db", "x.DB", false),
    ("**", "abc", true), ("?", "a", false),
  ])
  func `a star stands for anything`(pattern: String, text: String, expected: Bool) {
    #expect(StoreRule.matches(pattern, text) == expected)
  }

  @Test func `a pattern of stars takes no time`() {
    let pattern = String(repeating: "a*", count: 120) + "b"
    #expect(!StoreRule.matches(pattern, String(repeating: "a", count: 4_000)))
  }

  @Test func `a busy store is read no oftener than the configuration says`() {
    var desk = Desk.open((1...3).map { row(key($0)) })
    desk.model.settings.refresh = TimeSpan(seconds: 2)
    desk.now = desk.now + TimeSpan(milliseconds: 500)
    #expect(desk.send(.storeChanged).isEmpty)
    desk.wait(TimeSpan(seconds: 2))
    #expect(!desk.effects.isEmpty)
  }
}
