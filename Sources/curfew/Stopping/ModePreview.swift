import ArgumentParser
import Delegation
import Glibc
import PolicyEngine
import SessionStore
import Synchronization
import Terminal

struct ModePreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show what a mode would have denied of late, without setting it.",
    discussion: """
      Each execution of the window that was allowed is decided again as if the mode had begun with the window, beside
      the modes that were in force. Suspects are the keys that you name, and sessions with an open alert, revoked by
      secops or the policy plane, or with a risk of 70 and more. Risk counts as of now: its history is not kept.

      Examples:
        curfew mode preview guarded
        curfew mode preview lockdown --scope "chain:1 cap:swap.execute" --over 10m
        curfew mode preview denyFirst --suspect 0xBad1 0xBad2 --json
      """)

  @Argument(help: "guarded, denyFirst or lockdown.")
  var mode: PolicyMode

  @Option(
    help: ArgumentHelp("Which requests it would cover (default: all).", valueName: "words"),
    transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: ArgumentHelp("How far back, up to 24h (default: 30m).", valueName: "duration"))
  var over: DurationArgument?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Sessions known to be in the wrong hands.", valueName: "key"),
    transform: KeyArgument.read)
  var suspect: [KeyArgument] = []

  @Flag(help: "Suspect nobody but the keys that are named.")
  var namedOnly = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard mode != .normal else { throw ValidationError("`normal`: expected guarded, denyFirst or lockdown") }
    if let span = over?.span, span > ModePreviewQuery.spans.upperBound {
      throw ValidationError("--over: expected at most 24h")
    }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let query = ModePreviewQuery(
      mode: mode, scope: scope?.scope ?? .everything, over: over?.span ?? ModePreviewQuery.usualSpan,
      suspects: Set(suspect.map(\.identifier)), countsWatched: !namedOnly)
    let meter = ProgressMeter()
    let preview: ModePreview
    do {
      defer { meter.clear() }
      preview = try store.preview(query, progress: meter.show)
    }
    let output = Output()
    if json.json {
      try output.line(json: preview.json)
    } else {
      for line in preview.lines { try output.line(line) }
    }
    try output.flush()
  }
}

/// How far a long reading is, in one line of standard error, where that is a terminal.
private final class ProgressMeter: Sendable {
  private let shown = Atomic(-1)
  private let isShown = isatty(STDERR_FILENO) == 1

  /// - Returns: true: go on.
  var show: @Sendable (Double) -> Bool {
    { fraction in
      let percent = Int(fraction * 100)
      if self.isShown, self.shown.exchange(percent, ordering: .relaxed) != percent {
        self.write("\r\(percent) %")
      }
      return true
    }
  }

  func clear() { if shown.load(ordering: .relaxed) >= 0 { write("\r      \r") } }

  private func write(_ text: String) {
    let output = Output(descriptor: STDERR_FILENO)
    try? output.verbatim(text)
    try? output.flush()
  }
}
