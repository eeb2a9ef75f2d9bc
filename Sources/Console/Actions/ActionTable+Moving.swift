import Terminal

extension ActionTable {
  /// What moves about.
  static let moving: [Action] = [
    move(.down, [Key("j"), Key(.down)], "down", "Go to the next row.") { $0.move(by: 1) },
    move(.up, [Key("k"), Key(.up)], "up", "Go to the row before.") { $0.move(by: -1) },
    move(.pageDown, [Key(.pageDown), Key("f", .control)], "page down", "Go a page down.") {
      $0.move(by: max(1, $0.bodyRows - 1))
    },
    move(.pageUp, [Key(.pageUp), Key("b", .control)], "page up", "Go a page up.") {
      $0.move(by: -max(1, $0.bodyRows - 1))
    },
    move(.first, [Key("g"), Key(.home)], "first", "Go to the first row.") { $0.jump(to: .first) },
    move(.last, [Key("G"), Key(.end)], "last", "Go to the last row.") { $0.jump(to: .last) },
    section(
      .nextSection, Key(.tab), "next section", "Go to the next section of the screen Policy.", forward: true),
    section(
      .previousSection, Key(.tab, .shift), "section before",
      "Go to the section before, on the screen Policy.",
      forward: false),
  ]

  private static func section(
    _ id: ActionID, _ key: Key, _ title: String, _ help: String, forward: Bool
  ) -> Action {
    Action(
      id: id, keys: [key], title: title, help: help, risk: .read, moves: true,
      availability: { $0.sectionAvailability },
      run: { model, _ in model.moveSection(forward: forward) })
  }

  private static func move(
    _ id: ActionID, _ keys: [Key], _ title: String, _ help: String,
    _ run: @escaping @Sendable (inout Model) -> [Effect]
  ) -> Action {
    Action(id: id, keys: keys, title: title, help: help, risk: .read, moves: true) { model, _ in run(&model) }
  }

  /// What concerns the console itself.
  static let managing: [Action] = [
    Action(
      id: .back, keys: [Key(.escape)], title: "back",
      help:
        "Stop waiting for what takes long, else go back; on the first screen, leave the groups, clear the marks, then the filter.",
      risk: .read,
      availability: { $0.backAvailability },
      run: { model, _ in model.goBack() }),
    Action(
      id: .copy, keys: [Key("y")], title: "copy",
      help: "Copy the key of the session under the cursor to the terminal's clipboard (OSC 52).", risk: .read,
      availability: { $0.subject == nil ? .disabled("no session is chosen") : .enabled },
      run: { model, _ in model.copyKey() }),
    Action(
      id: .reload, keys: [Key("r")], title: "reload", help: "Read everything again.", risk: .read,
      run: { model, _ in model.reloadAll() }),
    Action(
      id: .theme, keys: [Key("C")], title: "colours",
      help: "Draw in the colours of another theme; without a name, choose one and see it at once.",
      risk: .read,
      argument: "NAME", run: { _, name in [name.map { .setTheme($0) } ?? .theme(.list)] }),
    Action(
      id: .dump, keys: [], title: "dump",
      help: "Write the screen into a new file, as text, or as a picture where its name ends in `.svg`.",
      risk: .read,
      argument: "FILE", needsArgument: true, run: { _, path in path.map { [.dump($0)] } ?? [] }),
    Action(
      id: .tour, keys: [], title: "tour", help: "Show what is where, and the keys for it, in six cards.",
      risk: .read, run: { model, _ in model.openTour() }),
    Action(
      id: .repaint, keys: [Key("l", .control)], title: "repaint", help: "Send the whole screen again.",
      risk: .read, run: { _, _ in [.repaint] }),
    Action(
      id: .suspend, keys: [Key("z", .control)], title: "suspend",
      help: "Give the terminal to the shell; `fg` comes back.", risk: .read, run: { _, _ in [.suspend] }),
  ]
}
