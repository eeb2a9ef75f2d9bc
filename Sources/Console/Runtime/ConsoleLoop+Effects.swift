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

  func dump(_ path: String, _ screen: inout CursesScreen) {
    do throws(ScreenDump.Failure) {
      try ScreenDump.write(
        view(model).canvas, theme: wardrobe.kept, title: "curfew: \(SafeText(model.screen.title))", to: path)
      feed(.reported("the screen is in `\(path)`", isError: false), &screen)
    } catch {
      feed(.reported(error.sentence, isError: true), &screen)
    }
  }

  /// Gives the terminal to a program that shows a text, and takes it back; or writes the text into a new file.
  func show(_ text: String, _ use: JSONUse, _ screen: inout CursesScreen) {
    if case .file(let path) = use { return write(text, to: path, &screen) }
    let program = use == .pager ? settings.page : settings.look
    guard let program, !settings.isHeadless else {
      return feed(.reported("there is no terminal to give to another program", isError: true), &screen)
    }
    screen.suspend()
    var problem: String?
    do throws(EditFailure) {
      try program(text)
    } catch {
      problem = error.sentence
    }
    comeBack(&screen)
    if let problem { feed(.reported(problem, isError: true), &screen) }
  }

  private func write(_ text: String, to path: String, _ screen: inout CursesScreen) {
    do throws(ScreenDump.Failure) {
      try ScreenDump.write(text, to: path)
      feed(.reported("the JSON is in `\(path)`", isError: false), &screen)
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
