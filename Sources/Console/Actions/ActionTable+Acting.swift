import SessionStore
import Terminal

extension ActionTable {
  /// What acts on sessions.
  static let acting: [Action] = [
    Action(
      id: .revoke, keys: [Key("X")], title: "revoke",
      help: "Revoke the session under the cursor at once; `u` undoes it within 30 s.",
      risk: .write, argument: Action.sessionKey,
      availability: { $0.subject == nil ? .disabled("no session is chosen") : .enabled },
      run: { $0.revoke($1) }),
    Action(
      id: .undo, keys: [Key("u")], title: "undo",
      help: "Undo your latest revocation, within 30 s of its commit.", risk: .write,
      availability: { $0.undoAvailability },
      run: { model, _ in model.undo() }),
  ]

  /// What shows more, less, or in another way.
  static let looking: [Action] = [
    Action(
      id: .open, keys: [Key(.enter)], title: "details",
      help: "Show the session under the cursor: its envelope, executions and revocations.", risk: .read,
      argument: Action.sessionKey,
      availability: { $0.screen == .sessions ? .enabled : .disabled("a session is open already") },
      run: { $0.open($1) }),
    Action(
      id: .filter, keys: [Key("/")], title: "filter",
      help: "Show only sessions that match, such as `state:active spent>50% !chain:1 text`; fields: "
        + SessionFilter.fields.joined(separator: " ") + ".", risk: .read, opensText: true,
      argument: "TEXT",
      availability: { $0.screen == .sessions ? .enabled : .disabled("only the list has a filter") },
      run: { $0.beginFilter($1) }),
    Action(
      id: .sort, keys: [Key("s")], title: "sort",
      help: "Sort by the next order: newest, lastUsed, spent, expires, denied.", risk: .read,
      argument: "ORDER",
      availability: { $0.screen == .sessions ? .enabled : .disabled("only the list has an order") },
      run: { $0.changeSort($1) }),
    Action(
      id: .freeze, keys: [Key("z")], title: "freeze",
      help: "Freeze the order of rows, or let it go; values stay live.", risk: .read,
      availability: { $0.screen == .sessions ? .enabled : .disabled("only the list has an order") },
      run: { model, _ in model.toggleFreeze() }),
    Action(
      id: .palette, keys: [Key(":")], title: "commands",
      help: "Run any action by its name.", risk: .read, opensText: true,
      run: { model, _ in model.openPalette() }),
    Action(
      id: .help, keys: [Key("?"), Key(.function(1))], title: "keys",
      help: "List every key and command.", risk: .read,
      run: { model, _ in
        model.overlay = .help(top: 0)
        return []
      }),
    Action(
      id: .quit, keys: [Key("q"), Key("c", .control)], title: "quit",
      help: "Leave the console; nothing in the store changes.", risk: .read,
      run: { _, _ in [.quit] }),
  ]
}
