import Console

/// The manual page, from the tables that the program itself works by.
struct ManualPage {
  private var roff: Roff

  /// The page's source.
  static func text(_ dump: CommandDump, version: String) -> String {
    var page = ManualPage(
      roff: Roff(
        title: "CURFEW", date: ManualTables.date, source: "curfew \(version)", manual: "Curfew manual"))
    page.addHead(dump.command)
    page.addCommands(dump.command)
    page.addKeys()
    page.addLines()
    page.addSurroundings()
    return page.roff.text
  }

  private mutating func addHead(_ command: CommandDump.Command) {
    roff.section("NAME")
    roff.paragraph("curfew \\- operator console for wallet session keys".replacing("\\- ", with: "- "))
    roff.section("SYNOPSIS")
    roff.verbatim(["curfew [options]", "curfew command [options]"])
    roff.section("DESCRIPTION")
    roff.paragraph(command.abstract ?? "")
    addDiscussion(command.discussion)
  }

  // MARK: Commands

  private mutating func addCommands(_ root: CommandDump.Command) {
    roff.section("COMMANDS")
    roff.paragraph("Every command takes `--help`; `curfew help COMMAND` says the same.")
    for command in root.all.dropFirst() {
      roff.subsection(command.fullName)
      roff.paragraph(command.abstract ?? "")
      for argument in command.arguments ?? [] where argument.isShown && !argument.isCommon {
        roff.item(argument.usage, argument.abstract ?? "")
      }
      addDiscussion(command.discussion)
    }
  }

  /// Paragraphs; lines that are set in are examples.
  private mutating func addDiscussion(_ text: String?) {
    var words: [String] = []
    var examples: [String] = []
    func flush(_ roff: inout Roff) {
      if !words.isEmpty { roff.paragraph(words.joined(separator: " ")) }
      if !examples.isEmpty { roff.verbatim(examples) }
      (words, examples) = ([], [])
    }
    for line in (text ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  ") {
        examples.append(String(line.dropFirst(2)))
      } else if line.isEmpty {
        flush(&roff)
      } else {
        if !examples.isEmpty { flush(&roff) }
        words.append(String(line))
      }
    }
    flush(&roff)
  }

  // MARK: The console

  private mutating func addKeys() {
    roff.section("KEYS")
    roff.paragraph("Keys of the console, and what they are called in its command line, after `:`.")
    for group in ActionTable.reference {
      roff.subsection(group.heading)
      for row in group.rows {
        roff.item(([":" + row.command] + row.keys).joined(separator: "  "), row.help)
      }
    }
  }

  private mutating func addLines() {
    roff.section("LINES INSTEAD OF A SCREEN")
    roff.paragraph(
      "With `--linear` the console takes lines and answers with sentences, for screen readers and pipes. Besides the commands above, which are told what they act on (`X 0x91c4...0a7e`), it knows:"
    )
    for row in ActionTable.linearReference { roff.item(row.command, row.help) }
  }

  // MARK: Surroundings

  private mutating func addSurroundings() {
    roff.section("FILES")
    for (path, meaning) in ManualTables.files { roff.item(path, meaning) }
    roff.section("ENVIRONMENT")
    for (name, meaning) in ManualTables.environment { roff.item(name, meaning) }
    roff.section("EXIT STATUS")
    for (status, meaning) in ManualTables.statuses { roff.item(status, meaning) }
  }
}
