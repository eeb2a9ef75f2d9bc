import ArgumentParser
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
