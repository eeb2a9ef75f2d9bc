import Delegation
import Terminal

/// What the loop does to the terminal, and to files, for the model.
extension ConsoleLoop {
  func copy(_ text: String, _ screen: inout CursesScreen) {
    let safe = SafeText(text)
    let done = screen.copyToClipboard(safe)
    let note = done ? "copied `\(safe.string)`" : "it is too long for the terminal's clipboard"
    feed(.reported(note, isError: !done), &screen)
  }

  func setTheme(_ name: String, _ screen: inout CursesScreen) {
    do throws(ThemeError) {
      guard let catalog = settings.catalog else { throw .notFound(name: name, searched: []) }
      let theme = try catalog.load(name)
      screen.setTheme(theme)
      self.theme = theme
      feed(.themed(theme.name), &screen)
    } catch {
      feed(.reported(error.message, isError: true), &screen)
    }
  }

  func dump(_ path: String, _ screen: inout CursesScreen) {
    do throws(ScreenDump.Failure) {
      try ScreenDump.write(
        view(model).canvas, theme: theme, title: "curfew: \(SafeText(model.screen.title))", to: path)
      feed(.reported("the screen is in `\(path)`", isError: false), &screen)
    } catch {
      feed(.reported(error.sentence, isError: true), &screen)
    }
  }

  /// Gives the terminal to the user's editor, and takes it back with what came of the text. Whatever is typed that the
  /// editor has not read is thrown away: it was not meant for the console.
  func edit(_ edit: NoticeEdit, _ screen: inout CursesScreen) {
    guard let editor = settings.edit, !settings.isHeadless else {
      feed(.edited(edit, .failed("there is no terminal to give to an editor")), &screen)
      return
    }
    screen.suspend()
    let outcome: EditOutcome
    do throws(EditFailure) {
      outcome = .text(try editor(edit.text))
    } catch {
      outcome = .failed(error.sentence)
    }
    comeBack(&screen)
    feed(.edited(edit, outcome), &screen)
  }
}
