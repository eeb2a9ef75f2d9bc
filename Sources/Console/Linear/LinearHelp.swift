import Terminal

/// What can be typed, from the console's own table.
enum LinearHelp {
  static func lines(_ text: String?, _ model: Model) -> [SafeText] {
    guard let text else { return overview(model) }
    if let subject = ActionSubject(rawValue: text.lowercased()) {
      return [SafeText(subject.heading)]
        + ActionTable.all.filter { $0.subject == subject }.map { line($0, model) }
    }
    let own = LinearWord.Own.allCases.filter { $0.rawValue == text }.map { line($0) }
    let found = ActionSearch.matches(text, model.keymap)
    guard !own.isEmpty || !found.isEmpty else {
      return ["nothing is called `\(text)`: `help` says what there is"]
    }
    let shown = found.prefix(8).map { line($0, model) }
    let more: [SafeText] = found.count > 8 ? ["and \(found.count - 8) more: type more of it"] : []
    return own + shown + more
  }

  private static func overview(_ model: Model) -> [SafeText] {
    let stop = model.name(.revoke)
    return [
      "Type a word and Enter. A session is named by its key, whole, or shortened as it is said: `\(stop) 0x91c4…0a7e`, or with dots: `\(stop) 0x91c4...0a7e`."
    ]
      + LinearWord.Own.allCases.map { line($0) }
      + ["Every action of the console has a name and a key; `help` with one of these words says them:"]
      + [SafeText(ActionSubject.allCases.map(\.rawValue).joined(separator: ", "))]
  }

  private static func line(_ own: LinearWord.Own) -> SafeText { "\(own.usage): \(own.help)" }

  private static func line(_ action: Action, _ model: Model) -> SafeText {
    let key: SafeText = model.keymap.keys(of: action.id).first.map { ", key \($0)" } ?? ""
    let refusal: SafeText = LinearActions.refusal(of: action).map { " Not here: \($0)." } ?? ""
    return "\(usage(action))\(key): \(SafeText(model.keymap.spelled(action.help)))" + refusal
  }

  private static func usage(_ action: Action) -> String {
    switch LinearActions.target(of: action) {
    case .session: action.id.name + " ID"
    case .alert: action.id.name + " NUMBER"
    default: action.usage
    }
  }
}
