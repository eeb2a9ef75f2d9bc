import Terminal

extension ActionTable {
  /// How tight the policy is held.
  static let tightening: [Action] = [
    Action(
      id: .mode, keys: [Key("m")], title: "mode",
      help:
        "Choose a mode and its scope, with what it would have denied; a tighter one holds at once, a looser one takes a reason and a second operator. As a command, such as `:mode guarded chain:1 --reason TEXT`.",
      risk: .write, argument: "MODE SCOPE", run: { $0.mode($1) })
  ]

  /// Keys of the list of modes.
  static let choosing: [Action] = [
    choose(.tighter, [Key(.right)], "tighter", "Choose the next tighter mode, in the list of scopes."),
    choose(.looser, [Key(.left)], "looser", "Choose the next looser mode, in the list of scopes."),
  ]

  private static func choose(_ id: ActionID, _ keys: [Key], _ title: String, _ help: String) -> Action {
    Action(
      id: id, keys: keys, title: title, help: help, risk: .read,
      availability: {
        if case .modes? = $0.overlay { return .enabled }
        return .disabled("no mode is being chosen: \($0.key(.mode)) does")
      },
      run: { _, _ in [] })
  }
}
