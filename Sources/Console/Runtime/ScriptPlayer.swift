import Delegation
import Terminal

/// Plays a script: says at each turn what comes next. It knows no clock and no screen but those it is given.
struct ScriptPlayer: Sendable {
  /// A store that answers no more ends the script.
  static let idlePatience = TimeSpan(seconds: 60)

  enum Turn: Sendable {
    case press(Key)
    /// The screen is written down as it is, whatever covers it.
    case dump(String)
    /// The step in hand is done, with nothing to press: the next one follows at once.
    case again
    /// Look again when something has happened, or after a moment.
    case wait
    case ended
    case failed(ScriptFailure)
  }

  private var lines: ArraySlice<ConsoleScript.Line>
  /// Keys of the line in hand that were not pressed yet.
  private var keys: ArraySlice<Key> = []
  /// The line whose keys are being pressed.
  private var current: ConsoleScript.Line?
  /// Since when the step in hand waits.
  private var waitsSince: Timestamp?

  init(_ script: ConsoleScript) { lines = script.lines[...] }

  /// The next turn, on the console as it is: nothing is pressed, and nothing looked for, before the console is idle.
  mutating func next(_ model: Model, at now: Timestamp, isIdle: Bool, screen: @autoclosure () -> [String])
    -> Turn
  {
    let since = waitsSince ?? now
    waitsSince = since
    let waited = now - since
    guard isIdle else {
      guard waited >= Self.idlePatience else { return .wait }
      return fail(
        "the console was still reading or writing after \(Format.span(Self.idlePatience))", screen())
    }
    if let key = keys.popFirst() {
      waitsSince = nil
      return .press(key)
    }
    if let refusal = refusedCommand(model) { return fail(refusal, screen()) }
    guard let line = lines.first else { return .ended }
    if case .wait(let text, let patience) = line.step, !shows(text, screen()) {
      guard waited >= patience else { return .wait }
      current = line
      return fail("`\(text)` did not come on the screen within \(Self.words(patience))", screen())
    }
    lines = lines.dropFirst()
    current = line
    waitsSince = nil
    if let path = dumpedPath(line.step, model) { return .dump(path) }
    if let reason = whyNot(line.step, model) { return fail(reason, screen()) }
    return begin(line.step, model, screen: screen())
  }

  /// Text goes into a text field and a command into the command line, or nowhere: its letters are keys elsewhere.
  private func whyNot(_ step: ConsoleScript.Step, _ model: Model) -> String? {
    let isTyping = model.isTyping || model.helpSearch.isTyping
    switch step {
    case .type where !isTyping:
      return
        "no text field is open: `key \(model.keymap.name(of: .filter))` and `key \(model.keymap.name(of: .palette))` open one"
    case .command where isTyping: return "a text field is open: `key Enter` or `key Esc` ends it first"
    case .command where model.overlay != nil: return "a list is open: `key Esc` closes it first"
    default: return nil
    }
  }

  /// Where to write the screen as it is: the command line would cover it, and take away what the last line says.
  private func dumpedPath(_ step: ConsoleScript.Step, _ model: Model) -> String? {
    guard case .command(let text) = step, text.hasPrefix("dump "), model.overlay?.isPalette != true,
      !model.isTypingFilter
    else { return nil }
    return String(text.dropFirst("dump ".count).drop { $0 == " " })
  }

  private mutating func begin(_ step: ConsoleScript.Step, _ model: Model, screen: @autoclosure () -> [String])
    -> Turn
  {
    switch step {
    case .press(let all), .type(let all): keys = all[...]
    case .command(let text):
      keys =
        ([model.keymap.keys(of: .palette).first ?? Key(":")] + text.unicodeScalars.map { Key($0) } + [
          Key(.enter)
        ])[...]
    case .quit: keys = [model.keymap.keys(of: .quit).first ?? Key("c", .control)]
    case .waitIdle, .wait: return .again
    case .expect(let text): return check(text, isWanted: true, screen())
    case .expectNot(let text): return check(text, isWanted: false, screen())
    }
    return keys.popFirst().map { .press($0) } ?? .again
  }

  private func check(_ text: String, isWanted: Bool, _ screen: [String]) -> Turn {
    if shows(text, screen) == isWanted { return .again }
    return fail("expected \(isWanted ? "" : "no ")`\(text)` on the screen", screen)
  }

  /// A command that did not run leaves the command line open: what follows would be typed into it.
  private func refusedCommand(_ model: Model) -> String? {
    guard case .command(let text)? = current?.step, model.overlay?.isPalette == true else { return nil }
    return "`:\(text)` did not run: \(model.status?.text ?? "the command line is still open")"
  }

  private func fail(_ sentence: String, _ screen: [String]) -> Turn {
    .failed(
      ScriptFailure(line: current?.number ?? lines.first?.number ?? 0, sentence: sentence, screen: screen))
  }

  private static func words(_ span: TimeSpan) -> String {
    span < TimeSpan(seconds: 1) ? Format.duration(span) : Format.span(span)
  }

  private func shows(_ text: String, _ screen: [String]) -> Bool { screen.contains { $0.contains(text) } }
}
