import Delegation
import PolicyEngine
import SessionStore

extension Model {
  /// Opens the chooser on the theme that shows.
  mutating func themesListed(_ choices: [ThemeChoice]) -> [Effect] {
    // Something else was opened meanwhile: the list is not wanted any more.
    guard overlay == nil, !filter.isEditing else { return [] }
    let items = choices.map { choice in
      ThemeChoice(
        name: choice.name, description: choice.description, isCurrent: choice.name == settings.themeName)
    }
    let index = items.firstIndex(where: \.isCurrent) ?? 0
    overlay = .chooser(Chooser(purpose: .theme, items: items.map { .theme($0) }, index: index))
    return []
  }

  /// Draws in the theme under the cursor.
  func tryOn(_ chooser: Chooser) -> [Effect] {
    guard case .theme(let choice)? = chooser.chosen else { return [] }
    return [.theme(.preview(choice.name))]
  }

  /// Lockdown has come or gone. Only that changes the theme, so that what the operator chooses in between stays.
  func themeEffects(from old: Overview?, to new: Overview) -> [Effect] {
    guard let name = settings.lockdownTheme else { return [] }
    let was = HeaderView.mode(old).0 == .lockdown
    let isNow = HeaderView.mode(new).0 == .lockdown
    if was == isNow { return [] }
    return [.theme(isNow ? .lockdown(name) : .lockdownLifted)]
  }

  mutating func lockdownThemed(_ name: String, isOn: Bool) -> [Effect] {
    settings.themeName = name
    let text =
      isOn
      ? "lockdown holds: theme `\(name)` until it is lifted" : "lockdown is lifted: theme `\(name)` again"
    // What the operator's own act has led to stays to be read: the colours are said behind it.
    if let status, now - status.at < Self.themeNoteSpan, !status.text.hasPrefix("lockdown ") {
      say("\(status.text); \(text)", status.kind)
    } else {
      say(text)
    }
    return []
  }

  private static let themeNoteSpan = TimeSpan(seconds: 5)
}
