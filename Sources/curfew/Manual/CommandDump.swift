import Foundation

/// What the argument parser says of the commands: as much of its dump as a page needs.
struct CommandDump: Decodable {
  let command: Command

  struct Command: Decodable {
    let commandName: String
    let shouldDisplay: Bool?
    let superCommands: [String]?
    let abstract: String?
    let discussion: String?
    let subcommands: [Command]?
    let arguments: [Argument]?

    var isShown: Bool { shouldDisplay ?? true }
    /// `curfew sessions grant`
    var fullName: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// Itself and all below it that are shown, but for the parser's own help.
    var all: [Command] {
      guard isShown, commandName != "help" else { return [] }
      return [self] + (subcommands ?? []).flatMap(\.all)
    }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool?
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let abstract: String?

    var isShown: Bool { shouldDisplay ?? true }
    /// Every command has them.
    var isCommon: Bool { (names ?? []).contains { $0.name == "help" || $0.name == "version" } }

    /// `--store <url>`, `<key> ...`
    var usage: String {
      let value = valueName.map { "<\($0)>" } ?? ""
      switch kind {
      case "positional": return value + (isRepeating ? " ..." : "")
      case "flag": return (names ?? []).map(\.text).joined(separator: ", ")
      default: return (names ?? []).map(\.text).joined(separator: ", ") + " " + value
      }
    }
  }

  init(_ json: String) throws { self = try JSONDecoder().decode(CommandDump.self, from: Data(json.utf8)) }
}
