import Terminal

extension ActionTable {
  /// The screens, and what gives way on a narrow one.
  static let places: [Action] = [
    place(.sessions, [Key("1")], .sessions, "The sessions, what to stop first on top."),
    place(.alerts, [Key("2")], .alerts, "The alerts, newest first."),
    place(
      .metrics, [Key("3")], .metrics, "The metrics of the last seven days beside those of the seven before."),
    place(.incidents, [Key("4")], .incidents, "The incidents, open ones first."),
    place(
      .approvals, [Key("5")], .approvals,
      "What waits for a second operator, with exactly what is asked; Enter shows the whole text."),
    place(.drills, [Key("6")], .drills, "The live drills of this store, newest first; Enter shows a report."),
    place(
      .policy, [Key("7")], .policy,
      "The mode with every scope, the posture of policy and store, and the capabilities; Enter shows all of a row."
    ),
    place(
      .audit, [Key("8")], .audit,
      "The audit log, newest first, and how far it is signed; Enter proves an entry."),
    Action(
      id: .label, keys: [Key("L")], title: "label",
      help: "Label the alert under the cursor useful; pressed again, noise. It may be closed.", risk: .write,
      availability: { $0.alertAvailability },
      run: { model, _ in model.labelAlert() }),
    Action(
      id: .freeze, keys: [Key("z")], title: "freeze",
      help: "Freeze the order of rows, or let it go; values stay live.", risk: .read,
      availability: { $0.orderAvailability },
      run: { model, _ in model.toggleFreeze() }),
    Action(
      id: .quit, keys: [Key("q"), Key("c", .control)], title: "quit",
      help: "Leave the console; nothing in the store changes.", risk: .read,
      run: { _, _ in [.quit] }),
  ]

  private static func place(_ id: ActionID, _ keys: [Key], _ screen: Screen, _ help: String) -> Action {
    Action(
      id: id, keys: keys, title: id.name, help: help, risk: .read,
      opens: screen,
      availability: { $0.screen == screen ? .disabled("it is shown already") : .enabled },
      run: { model, _ in model.go(to: screen) })
  }
}
