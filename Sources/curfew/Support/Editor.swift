import Console
import Foundation

/// The user's own editor.
struct Editor {
  /// The program and its first arguments.
  let words: [String]

  /// Split at spaces, and nothing else is read into it: no shell.
  /// - Throws: ``Failure`` where none is named.
  static func ofUser() throws -> Editor {
    let environment = ProcessInfo.processInfo.environment
    for name in ["VISUAL", "EDITOR"] {
      let words = (environment[name] ?? "").split(separator: " ").map(String.init)
      if !words.isEmpty { return Editor(words: words) }
    }
    throw Failure("expected $VISUAL or $EDITOR to name an editor")
  }

  /// Lets the user change `text`, in a file that nobody else can read.
  func edit(_ text: String) throws -> String {
    let folder = try ScratchFolder(named: "curfew-notice")
    defer { folder.remove() }
    let path = "\(folder.path)/notice.md"
    try SmallFile.make(path, text)
    switch try ChildProcess.run(words + [path]) {
    case .exited(0): break
    case .exited(let status):
      throw Failure("the editor ended with status \(status): nothing is recorded")
    case .killed(let signal): throw Failure("the editor was ended by signal \(signal): nothing is recorded")
    }
    let bytes = try InputSource.contents(of: path, limit: 1 << 18)
    guard let edited = String(validating: bytes, as: UTF8.self) else {
      throw Failure("the edited text is not UTF-8: nothing is recorded")
    }
    return edited
  }

  /// For the console, which has its own way to say what went wrong.
  @Sendable static func change(_ text: String) throws(EditFailure) -> String {
    do {
      return try ofUser().edit(text)
    } catch let failure as Failure {
      throw EditFailure(failure.sentence)
    } catch {
      throw EditFailure("the editor could not be run: nothing is recorded")
    }
  }
}
