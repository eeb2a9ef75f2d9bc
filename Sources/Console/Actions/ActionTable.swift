import Terminal

/// Every action of the console, in the order in which hints give way when the screen is narrow.
package enum ActionTable {
  static let all: [Action] =
    acting + responding + looking + noticing + places + listing + recording + moving + auditing
    + choosing + managing

  private static let byID: [ActionID: Action] = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  private static let byName: [String: Action] = Dictionary(all.map { ($0.id.name, $0) }) { first, _ in first }

  static func action(_ id: ActionID) -> Action? { byID[id] }
  static func action(named name: String) -> Action? { byName[name] }

  /// The table of keys and commands for the documentation.
  package static var markdown: String {
    let head = """

      | key | command | what it does | risk |
      |---|---|---|---|

      """
    return bySubject.map { group in
      "## \(group.subject.heading)\n" + head + group.actions.map(row).joined()
    }.joined(separator: "\n")
  }

  private static func row(_ action: Action) -> String {
    let keys = action.keys.map { "`\($0)`" }.joined(separator: " ")
    let help = action.help.replacing("|", with: "\\|")
    return "| \(keys) | `:\(action.usage)` | \(help) | \(action.risk.rawValue) |\n"
  }
}
