import Terminal

/// The table of actions as documentation shows it.
package struct ActionReference: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// Such as `X`, `^C`; none for what only the command line has.
    package let keys: [String]
    /// As it is typed, such as `sort [ORDER]`.
    package let command: String
    package let help: String
  }

  /// What its rows are about.
  package let heading: String
  package let rows: [Row]
}

extension ActionTable {
  /// Every action, by subject.
  package static var reference: [ActionReference] {
    bySubject.map { group in
      ActionReference(
        heading: group.subject.heading,
        rows: group.actions.map {
          .init(keys: $0.keys.map(\.description), command: $0.usage, help: $0.help)
        })
    }
  }

  /// Words that the linear console knows besides the actions.
  package static var linearReference: [ActionReference.Row] {
    LinearWord.Own.allCases.map { .init(keys: [], command: $0.usage, help: $0.help) }
  }
}
