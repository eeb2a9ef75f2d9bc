import Foundation
import Testing

/// The program in a real terminal: a tmux server of its own, whose pane is read as text.
final class Tmux {
  struct NeverShown: Error, CustomStringConvertible {
    let wanted: String
    let screen: String
    var description: String { "`\(wanted)` never came on the screen:\n\(screen)" }
  }

  private let socket = "curfew-" + UUID().uuidString.prefix(8)

  /// Starts a shell in a pane, and in it `command`; when the command ends the shell says so with its status.
  init(columns: Int = 100, rows: Int = 30, _ command: [String], environment: [String: String] = [:]) throws {
    let line = command.map(Tmux.quoted).joined(separator: " ")
    let setting = environment.map { "\($0.key)=\(Tmux.quoted($0.value)) " }.joined()
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "exec env -u TMUX PS1='shell> ' bash --norc --noprofile -i")
    try wait("the shell") { $0.contains("shell>") }
    try tmux("send-keys", "-l", "clear; \(setting)\(line); echo \"ended with $?\"")
    try tmux("send-keys", "Enter")
  }

  deinit { _ = try? tmux("kill-server") }

  /// Sends keys by tmux's names (`Enter`, `Escape`, `Down`, `C-z`) or as themselves.
  func send(_ keys: String...) throws {
    for key in keys { try tmux("send-keys", key) }
  }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

  /// Pastes as a terminal does: bracketed where the program asked for it.
  func paste(_ text: String) throws {
    try tmux("set-buffer", text)
    try tmux("paste-buffer", "-p")
  }

  func resize(columns: Int, rows: Int) throws {
    try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  /// The pane as text, one line a row, without trailing spaces.
  func screen() throws -> String { try tmux("capture-pane", "-p") }

  /// What the terminal is set to: `1` in the alternate screen, and whether the cursor shows.
  func modes() throws -> String {
    try tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// The id of the process that the pane shows.
  func foregroundProcess(named name: String) throws -> Int32 {
    let shell = try tmux("display-message", "-p", "#{pane_pid}").trimmingCharacters(
      in: .whitespacesAndNewlines)
    let found = try Tmux.run("/usr/bin/env", ["pgrep", "-P", shell, "-x", name])
    return try #require(Int32(found.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  @discardableResult
  func wait(for text: String, seconds: Double = 20) throws -> String {
    try wait(text, seconds) { $0.contains(text) }
  }

  @discardableResult
  func wait(until gone: String, seconds: Double = 20) throws -> String {
    try wait("no \(gone)", seconds) { !$0.contains(gone) }
  }

  /// Looks until `holds`: the program writes when it is ready, and nothing tells us but the screen.
  @discardableResult
  func wait(_ wanted: String, _ seconds: Double = 20, _ holds: (String) -> Bool) throws -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    var screen = ""
    while Date() < end {
      screen = try self.screen()
      if holds(screen) { return screen }
      poll(nil, 0, 30)
    }
    throw NeverShown(wanted: wanted, screen: screen)
  }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    try Tmux.run("/usr/bin/env", ["tmux", "-L", String(socket)] + arguments)
  }

  private static func run(_ path: String, _ arguments: [String]) throws -> String {
    let folder = try TemporaryFolder()
    return try Program.collect(path, arguments, input: "", environment: Program.surroundings(), in: folder)
      .output
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
