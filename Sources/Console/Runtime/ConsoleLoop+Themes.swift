import Terminal

/// The theme that is kept, whatever is tried on, and the one that comes back after lockdown.
struct Wardrobe: Sendable {
  var kept: Theme
  /// Nil when nothing is to come back: no lockdown, or the operator chose since.
  var beforeLockdown: Theme?
}

/// What the loop does about colours. A theme that does not load leaves the one before.
extension ConsoleLoop {
  func setTheme(_ name: String, _ screen: inout CursesScreen) {
    do throws(ThemeError) {
      let theme = try load(name)
      wardrobe = Wardrobe(kept: theme)
      screen.setTheme(theme)
      feed(.themed(theme.name), &screen)
    } catch {
      refuse(error, &screen)
    }
  }

  func carryOut(_ order: ThemeOrder, _ screen: inout CursesScreen) {
    switch order {
    case .list: feed(.themesListed(choices), &screen)
    case .goBack: screen.setTheme(wardrobe.kept)
    case .preview(let name):
      do throws(ThemeError) {
        screen.setTheme(try load(name))
      } catch {
        refuse(error, &screen)
      }
    case .lockdown(let name):
      do throws(ThemeError) {
        let theme = try load(name)
        guard theme.name != wardrobe.kept.name else { return }
        wardrobe = Wardrobe(kept: theme, beforeLockdown: wardrobe.kept)
        screen.setTheme(theme)
        feed(.lockdownThemed(theme.name, isOn: true), &screen)
      } catch {
        refuse(error, &screen)
      }
    case .lockdownLifted:
      guard let theme = wardrobe.beforeLockdown else { return }
      wardrobe = Wardrobe(kept: theme)
      screen.setTheme(theme)
      feed(.lockdownThemed(theme.name, isOn: false), &screen)
    }
  }

  private func load(_ name: String) throws(ThemeError) -> Theme {
    guard let catalog = settings.catalog else { throw .notFound(name: name, searched: []) }
    return try catalog.load(name)
  }

  private func refuse(_ error: ThemeError, _ screen: inout CursesScreen) {
    screen.setTheme(wardrobe.kept)
    feed(.reported(error.message, isError: true), &screen)
  }

  private var choices: [ThemeChoice] {
    let entries = settings.catalog?.entries ?? []
    return entries.map { entry in
      switch entry.theme {
      case .success(let theme): ThemeChoice(name: entry.name, description: theme.description)
      case .failure(let error): ThemeChoice(name: entry.name, description: error.message)
      }
    }
  }
}
