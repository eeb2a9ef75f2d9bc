import ArgumentParser
import Foundation
import IncidentResponse
import SessionStore
import Terminal

struct NoticeEditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Open the latest draft in $VISUAL or $EDITOR, and record what it became.",
    discussion: """
      The text is held to the facts that it was drafted from. What the lint finds is said on standard error; a text
      that a rule blocks is recorded, so that no work is lost, and cannot be approved (exit status 2). A text that
      did not change is not recorded again.
      """)

  @OptionGroup var which: NoticeTextOptions
  @OptionGroup var options: NoticeOptions

  func run() throws {
    let editor = try Editor.ofUser()
    try options.atDesk { desk, incident in
      let before = try which.text(desk, of: incident)
      let text = try editor.edit(before.text)
      let output = Output()
      // By bytes: the same letters spelt otherwise are another text.
      if text.utf8.elementsEqual(before.text.utf8) {
        try output.line("nothing has changed")
        return try output.flush()
      }
      guard text.contains(where: { !$0.isWhitespace }), text.unicodeScalars.count <= NoticePublication.textMax
      else {
        throw Failure(
          "expected a text of at most \(NoticePublication.textMax) characters: nothing is recorded")
      }
      let after = try desk.draft(text, before.kind, before.form, facts: before.facts, on: incident.id)
      let blocking = after?.lint() ?? 0
      try output.line("draft \(after?.shortDigest ?? "") of \(incident.id) is recorded")
      try output.flush()
      if blocking > 0 { throw Silent(status: 2) }
    }
  }
}

/// The user's own editor.
private struct Editor {
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
}
