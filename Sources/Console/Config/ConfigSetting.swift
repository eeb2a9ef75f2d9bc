import SessionStore
import Terminal

/// A setting with its value, as a configuration file writes it.
package struct ConfigSetting: Hashable, Sendable {
  /// As ``ConfigReading/places`` has it: `theme`, `keys.down`.
  package let name: String
  /// One line of YAML.
  package let value: String
  /// What it is about, a line each.
  let comment: [String]
}

extension ConsoleConfig {
  /// Every setting, in the order of a file that ``starter`` writes. Show and starter come from here.
  package var settings: [ConfigSetting] {
    typealias Text = ConfigText
    let bounds = Self.refreshes
    let (least, most) = (ConfigValues.text(bounds.lowerBound), ConfigValues.text(bounds.upperBound))
    return [
      ConfigSetting(
        name: "theme", value: Text.scalar(theme),
        comment: ["A theme's name (curfew themes list) or file. CURFEW_THEME and --theme beat it."]),
      ConfigSetting(
        name: "lockdown-theme", value: Text.scalar(lockdownTheme),
        comment: ["Drawn while everything is locked down."]),
      ConfigSetting(
        name: "stores", value: Text.list(stores.map(Text.rule)),
        comment: [
          "What is different about stores; the first whose path or URL matches holds, * stands for anything:",
          "  - match: \"*/prod*.db\"", "    name: PRODUCTION       # shown in the header",
          "    theme: high-contrast", "    read-only: true",
        ]),
      ConfigSetting(
        name: "refresh", value: ConfigValues.text(refresh),
        comment: ["The least time between two reads of a store that keeps changing, \(least) to \(most)."]),
      ConfigSetting(
        name: "confirm", value: confirm.rawValue,
        comment: [
          "When \(keymap.name(of: .revoke)) shows a card first, which \(keymap.name(of: .fire)) fires: marks (where several sessions would end) or always."
        ]),
      ConfigSetting(
        name: "read-only", value: Text.flag(isReadOnly),
        comment: ["Refuse every action that changes something. --read-only holds whatever stands here."]),
      ConfigSetting(name: "ascii", value: Text.flag(isASCII), comment: ["Draw with ASCII only."]),
      ConfigSetting(
        name: "tour", value: Text.flag(showsTour), comment: ["Offer the tour to who has not seen it."]),
      ConfigSetting(
        name: "columns", value: Text.list(columns.map { Text.scalar($0.text) }),
        comment: [
          "The columns of the Sessions screen in their order, each with a width if wanted, such as \"wallet:16\";",
          "[] has those that fit. They are:",
          ColumnID.allCases.map(\.rawValue).joined(separator: " "),
        ]),
      ConfigSetting(
        name: "views", value: Text.list(views.map(Text.view)),
        comment: [
          "Saved views: name, and filter, sort, group and columns if wanted:",
          "  - {name: hot, filter: \"risk>=70\", sort: risk, group: wallet, columns: [risk, session]}",
          "sort is one of \(SessionSort.allCases.map(\.rawValue).joined(separator: ", "));",
          "group is one of \(SessionGrouping.allCases.map(\.rawValue).joined(separator: ", ")).",
        ]),
    ] + keySettings
  }

  private var keySettings: [ConfigSetting] {
    let map = keymap
    return ActionTable.all.map { action in
      ConfigSetting(
        name: "keys.\(action.id.name)",
        value: ConfigText.list(map.keys(of: action.id).map { ConfigText.scalar($0.description) }), comment: []
      )
    }
  }

  /// A commented file with every default.
  package static var starter: String {
    var text = """
      # The console's configuration. A setting that is left out has the default that stands here.
      # `curfew config check` says what is wrong with it, `curfew config show` what is in force and from where.

      """
    let (keys, others) = ConsoleConfig().settings.split { $0.name.hasPrefix("keys.") }
    for setting in others {
      text += "\n" + setting.comment.map { "# \($0)\n" }.joined() + "\(setting.name): \(setting.value)\n"
    }
    text += """

      # The keys of each action: they replace its own, [] takes them away. Every action can still be run by its name
      # behind the key of `palette`. Enter, Esc and ^C stay where they are. No two actions share a key, and what revokes
      # is never next to what moves.
      keys:

      """
    for setting in keys { text += "  \(setting.name.dropFirst("keys.".count)): \(setting.value)\n" }
    return text
  }
}

extension [ConfigSetting] {
  fileprivate func split(_ isFirst: (ConfigSetting) -> Bool) -> ([ConfigSetting], [ConfigSetting]) {
    (filter(isFirst), filter { !isFirst($0) })
  }
}

/// Values as YAML writes them.
enum ConfigText {
  static func flag(_ value: Bool) -> String { value ? "true" : "false" }
  static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  /// Plain where nothing in it means anything to YAML, else in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.unicodeScalars.first.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ?? false
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
      }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if isPlain, !words.contains(text.lowercased()) { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  static func rule(_ rule: StoreRule) -> String {
    map([
      ("match", scalar(rule.match)), ("name", rule.name.map(scalar)), ("theme", rule.theme.map(scalar)),
      ("read-only", rule.isReadOnly ? "true" : nil),
    ])
  }

  static func view(_ view: SavedView) -> String {
    map([
      ("name", scalar(view.name)), ("filter", view.filter.isEmpty ? nil : scalar(view.filter)),
      ("sort", view.sort.rawValue), ("group", view.grouping?.rawValue),
      ("columns", view.columns.map { list($0.map { scalar($0.text) }) }),
    ])
  }

  private static func map(_ fields: [(String, String?)]) -> String {
    "{" + fields.compactMap { name, value in value.map { "\(name): \($0)" } }.joined(separator: ", ") + "}"
  }
}
