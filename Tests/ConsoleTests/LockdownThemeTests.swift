import OneScreen
import Delegation
import Foundation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

private func lockdown(_ scope: Scope = .everything, _ mode: PolicyMode = .lockdown) -> [ModeTable.Entry] {
  [ModeTable.Entry(scope: scope, mode: mode, start: start)]
}

/// The colours that show while lockdown holds: what is asked for.
@Suite struct LockdownThemeTests {
  private static func desk(_ theme: String?) -> Desk {
    var desk = Desk()
    desk.model.settings.lockdownTheme = theme
    return desk
  }

  private static func orders(_ effects: [Effect]) -> [ThemeOrder] {
    effects.compactMap { if case .theme(let order) = $0 { order } else { nil } }
  }

  @Test(arguments: [
    (nil, lockdown()), ("red-alert", lockdown(.everything, .denyFirst)),
    ("red-alert", lockdown(Scope(chainID: 1))), ("red-alert", []),
  ])
  func `no theme of its own, no lockdown or one of a part changes no colour`(
    theme: String?, modes: [ModeTable.Entry]
  ) {
    var desk = Self.desk(theme)
    #expect(Self.orders(desk.send(.overviewed(overview(modes: modes)))) == [])
    #expect(Self.orders(desk.send(.overviewed(overview()))) == [])
  }

  @Test func `lockdown is dressed once when it comes, or is met, and undressed once when it is lifted`() {
    var desk = Self.desk("red-alert")
    for _ in 1...2 {
      #expect(Self.orders(desk.send(.overviewed(overview(modes: lockdown())))) == [.lockdown("red-alert")])
      #expect(Self.orders(desk.send(.overviewed(overview(modes: lockdown())))) == [])
      #expect(Self.orders(desk.send(.overviewed(overview()))) == [.lockdownLifted])
      #expect(Self.orders(desk.send(.overviewed(overview()))) == [])
    }
  }

  @Test func `the status line says both`() {
    var desk = Self.desk("red-alert")
    desk.send(.lockdownThemed("red-alert", isOn: true))
    desk.look()
    #expect(desk.statusLine.contains("lockdown holds: theme `red-alert` until it is lifted"))
    #expect(desk.model.settings.themeName == "red-alert")
    desk.send(.lockdownThemed("light", isOn: false))
    desk.look()
    #expect(desk.statusLine.contains("lockdown is lifted: theme `light` again"))
    #expect(desk.model.settings.themeName == "light")
  }

  @Test func `what an act has just led to is not written over`() {
    var desk = Self.desk("red-alert")
    desk.model.say("mode LOCKDOWN for all")
    desk.send(.lockdownThemed("red-alert", isOn: true))
    desk.look()
    #expect(desk.statusLine.contains("mode LOCKDOWN for all; lockdown holds: theme"))
    desk.now = desk.now + seconds(6)
    desk.send(.lockdownThemed("light", isOn: false))
    desk.look()
    #expect(!desk.statusLine.contains("LOCKDOWN"))
  }
}

/// The same on a terminal, with the themes that are shipped.
@Suite(.serialized, .oneScreen, .timeLimit(.minutes(2))) struct LockdownColorTests {
  private static let catalog = ThemeCatalog(
    environment: [:], executable: nil,
    workingDirectory: URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)

  private let store = FakeStore([row(key(1))])

  private func console(lockdownTheme: String) throws -> ConsoleOnPty {
    var settings = ConsoleSettings()
    settings.catalog = Self.catalog
    settings.lockdownTheme = lockdownTheme
    let console = try #require(ConsoleOnPty(store, settings: settings))
    #expect(console.waits(for: "0x0001"))
    return console
  }

  private func set(_ modes: [ModeTable.Entry]) { store.change { $0.modes = modes } }

  /// What a terminal of 256 colours is told for the background of plain text.
  private func ground(_ name: String) throws -> String {
    let number = try Self.catalog.load(name).pen(.text, at: .indexed256).background
    return "48;5;\(number)m"
  }

  @Test func `a theme that is not there leaves the colours, and the reason is said`() throws {
    let console = try console(lockdownTheme: "neon")
    set(lockdown())
    #expect(console.waits(for: "no theme `neon`"))
    console.type("q")
    _ = console.end()
  }

  @Test func `the screen turns with lockdown and back`() throws {
    let console = try console(lockdownTheme: "red-alert")
    let red = try ground("red-alert")
    #expect(!console.hasShown(red))
    set(lockdown())
    #expect(console.waits(for: "lockdown holds: theme `red-alert` until it is lifted"))
    #expect(console.hasShown(red))
    set([])
    #expect(console.waits(for: "lockdown is lifted: theme `default` again"))
    // A whole frame, and nothing of those before it.
    console.forget()
    console.type("\u{0C}")
    #expect(console.waits(for: " NORMAL "))
    #expect(!console.hasShown(red))
    console.type("q")
    _ = console.end()
  }

  @Test func `what the operator chooses during lockdown stays when it is lifted`() throws {
    let console = try console(lockdownTheme: "red-alert")
    set(lockdown())
    #expect(console.waits(for: "lockdown holds"))
    console.type("C")
    #expect(console.waits(for: "the screen shows the one under the cursor"))
    // Past `mono`.
    console.type("kk")
    // Enter takes only what a frame has shown.
    _ = console.bytesWritten(withinMilliseconds: 300)
    console.type("\r")
    #expect(console.waits(for: "theme `light`"))
    console.forget()
    set([])
    #expect(console.waits(for: " NORMAL "))
    // A whole frame, so that what is looked for is in one piece.
    console.type("C\u{0C}")
    #expect(console.waits(for: "Light background.  now"))
    #expect(!console.hasShown("lifted"))
    console.type("qq")
    _ = console.end()
  }
}
