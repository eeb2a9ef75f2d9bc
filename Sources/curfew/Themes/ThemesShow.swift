import ArgumentParser
import Foundation
import Glibc
import Terminal

struct ThemesShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a sample of every role, in colour on a terminal without NO_COLOR.")

  @Argument(help: ArgumentHelp("A theme's name or file.", valueName: "theme"))
  var name: String

  func run() throws {
    let theme: Theme
    do throws(ThemeError) {
      theme = try ThemesCommand.catalog.load(name)
    } catch {
      throw Failure(error.message)
    }
    let depth = isatty(STDOUT_FILENO) == 1 ? Self.depth(ProcessInfo.processInfo.environment) : .mono
    let output = Output()
    let description: SafeText = theme.description.isEmpty ? "" : ": \(SafeText(theme.description))"
    try output.line(SafeText(theme.name) + description)
    for role in Role.allCases {
      let sample = SafeText(role.name).padded(to: 14)
      let look = Self.look(of: theme[role])
      try output.verbatim("  \(Self.painted(sample, theme.pen(Style(role), at: depth), depth))  \(look)\n")
    }
    try output.flush()
  }

  /// What the terminal says that it can. Without colour nothing but text is sent.
  static func depth(_ environment: [String: String]) -> ColorDepth {
    let terminal = environment["TERM"] ?? ""
    if environment["NO_COLOR"].map({ !$0.isEmpty }) == true || ["", "dumb"].contains(terminal) {
      return .mono
    }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return .direct }
    return terminal.contains("256color") ? .indexed256 : .eight
  }

  /// In the sequences of ECMA-48 (SGR) and, for many colours, of ISO 8613-6 as xterm takes them.
  static func painted(_ text: SafeText, _ pen: Pen, _ depth: ColorDepth) -> String {
    guard depth != .mono else { return text.string }
    let attributes: [(Attributes, String)] = [(.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7")]
    let codes =
      ["0"] + attributes.filter { pen.attributes.contains($0.0) }.map(\.1)
      + code(pen.foreground, base: 30, depth) + code(pen.background, base: 40, depth)
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text.string)\u{1B}[0m"
  }

  private static func code(_ number: Int, base: Int, _ depth: ColorDepth) -> [String] {
    switch (number, depth) {
    case (..<0, _): []
    case (0..<8, _): ["\(base + number)"]
    case (_, .direct): ["\(base + 8);2;\(number >> 16);\(number >> 8 & 0xFF);\(number & 0xFF)"]
    default: ["\(base + 8);5;\(number)"]
    }
  }

  private static func look(of paint: Paint) -> String {
    let attributes: [(Attributes, String)] = [
      (.bold, "bold"), (.underline, "underline"), (.reverse, "reverse"), (.dim, "dim"),
    ]
    let colors = "\(paint.foreground.name) on \(paint.background.name)"
    return ([colors] + attributes.filter { paint.attributes.contains($0.0) }.map(\.1)).joined(separator: ", ")
  }
}
