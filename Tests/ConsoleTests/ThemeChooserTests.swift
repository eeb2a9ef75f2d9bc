import Terminal
import Testing

@testable import Console

/// `C`: the chooser of themes, which shows each at once.
@Suite struct ThemeChooserTests {
  private static let choices = [
    ThemeChoice(name: "default", description: "Dark"), ThemeChoice(name: "light", description: "Light"),
    ThemeChoice(name: "mono", description: "No \u{1B}[31mcolour"),
  ]

  private static func desk() -> Desk {
    var desk = Desk.open([row(key(1))])
    let asked = desk.press("C")
    #expect(asked == [.theme(.list)])
    desk.send(.themesListed(choices))
    desk.look()
    return desk
  }

  @Test func `it lists the themes with what they say, cleaned, and stands on the one that shows`() {
    let desk = Self.desk()
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("default           Dark  now"))
    #expect(text.contains("mono              No \u{241B}[31mcolour"))
    #expect(
      desk.model.drawn.choice == .theme(ThemeChoice(name: "default", description: "Dark", isCurrent: true)))
  }

  @Test func `moving shows, Enter keeps`() {
    var desk = Self.desk()
    #expect(desk.press("j") == [.theme(.preview("light"))])
    #expect(desk.press("G") == [.theme(.preview("mono"))])
    #expect(desk.press("Enter") == [.setTheme("mono")])
    #expect(desk.model.overlay == nil)
    desk.send(.themed("mono"))
    #expect(desk.statusLine.contains("theme `mono`"))
  }

  @Test func `Esc gives back the one before`() {
    var desk = Self.desk()
    desk.press("j")
    #expect(desk.press("Esc") == [.theme(.goBack)])
    #expect(desk.model.overlay == nil)
    #expect(desk.model.settings.themeName == "default")
  }

  @Test func `a name behind the command takes that theme at once`() {
    var desk = Desk.open([row(key(1))])
    desk.press(":")
    desk.write("theme light")
    #expect(desk.press("Enter") == [.setTheme("light")])
  }

  @Test func `themes that come when something else is open stay away`() {
    var desk = Desk.open([row(key(1))])
    desk.press("C", "?")
    desk.send(.themesListed(Self.choices))
    #expect(desk.model.overlay == .help(top: 0))
  }
}
