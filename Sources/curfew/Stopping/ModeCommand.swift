import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore
import Terminal

struct ModeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mode",
    abstract: "Show or set the policy mode: normal, guarded, denyFirst or lockdown.",
    discussion: """
      The tightest mode whose scope matches wins. Setting normal removes the scope's entry. A tighter mode holds
      at once; for a looser one a second operator is asked (curfew approvals).

      Examples:
        curfew mode show
        curfew mode preview guarded
        curfew mode set guarded --reason "odd swaps"
        curfew mode set lockdown --scope "chain:1 cap:swap.execute" --reason "router exploit"
      """,
    subcommands: [ModeShow.self, ModePreviewCommand.self, ModeSet.self], defaultSubcommand: ModeShow.self)
}

struct ModeShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the modes in force.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let entries = try store.modes()
    let output = Output()
    if json.json {
      for entry in entries { try output.line(json: entry.json) }
    } else if entries.isEmpty {
      try output.line("normal everywhere")
    } else {
      var table = TextTable(["MODE", "SCOPE", "SINCE"])
      for entry in entries.sorted(by: { $0.mode > $1.mode }) {
        table.add([SafeText(entry.mode.rawValue), SafeText(entry.scope.words), SafeText(entry.start.utc)])
      }
      try table.write(to: output)
    }
    try output.flush()
  }
}

struct ModeSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set the mode, everywhere or for a scope.")

  @Argument(help: "normal, guarded, denyFirst or lockdown.")
  var mode: PolicyMode

  @Option(
    help: ArgumentHelp("Which requests it covers (default: all).", valueName: "words"),
    transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let outcome = try store.change(
      mode: mode, scope: scope?.scope ?? .everything, reason: reason, by: acting.acting(in: store))
    let receipt = try Waiting.unlessDone(outcome)
    let output = Output()
    try output.line("mode \(receipt.before.rawValue) → \(receipt.after.rawValue) for \(receipt.scope.words)")
    try output.flush()
    if receipt.wasAlone { Waiting.complainOfBeingAlone() }
  }
}

extension ModeTable.Entry {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("mode", mode.rawValue)
      writer.member("scope", raw: scope.json)
      writer.member("start", raw: start.seconds)
    }
  }
}
