import ArgumentParser
import Delegation
import Glibc
import IncidentResponse
import PolicyEngine
import SessionStore

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "See whether a revocation holds: at every process that decides, and in what was tried since.",
    discussion: """
      Every process that decides on the store is asked what it would decide for the revoked sessions: by its own path,
      and nothing of it is recorded. What cannot be asked is said, and counts as not verified. Points that are first seen
      to refuse are entered into the audit log.

      Examples:
        curfew verify 0x91c4…full key…
        curfew verify 0x91c4…full key… --follow
        curfew verify --scope "chain:1 cap:swap.execute"
        curfew verify --leaf 4711 --json

      Exit status: 0 when all refuse, 1 when something cannot be asked or does not hold yet, 2 when something was allowed
      after the revocation or would be now.
      """)

  @Argument(
    help: ArgumentHelp("Revoked sessions, by their keys: the latest revocation of each.", valueName: "key"),
    transform: KeyArgument.read)
  var keys: [KeyArgument] = []

  @Option(
    help: ArgumentHelp("The latest revocation with exactly this scope.", valueName: "words"),
    transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: ArgumentHelp("A revocation by its number in the audit log.", valueName: "number"))
  var leaf: [Int64] = []

  @Option(
    help: ArgumentHelp("Count what was allowed in this time before the revocation too.", valueName: "time"))
  var before: DurationArgument?

  @Option(
    help: ArgumentHelp(
      "The time that must pass without an allow (default: the policy's response.quiet).", valueName: "time"))
  var quiet: DurationArgument?

  @Option(help: ArgumentHelp("How long a process may take to answer (default: 2s).", valueName: "time"))
  var timeout: DurationArgument?

  @Flag(help: "Stay, and print the board when it changes, until all refuse and it was quiet, or INT or TERM.")
  var follow = false

  @OptionGroup var acting: OperatorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard !keys.isEmpty || scope != nil || !leaf.isEmpty else {
      throw ValidationError("expected a session's key, --scope or --leaf")
    }
    guard keys.count + leaf.count <= 1000 else { throw ValidationError("expected at most 1,000 revocations") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    var round = VerifyRound(revocations: try revocations(keys.map(\.identifier), scope?.scope, in: store))
    if let before { round.before = before.span }
    if let timeout { round.timeout = .milliseconds(timeout.span.milliseconds) }
    let watch = VerifyWatch(
      store: store, round: round, quiet: try quiet?.span ?? store.policy().policy.response.quiet,
      acting: acting.acting(in: store),
      isJSON: json.json)
    let board = follow ? try watch.follow() : try watch.show()
    switch board.verdict {
    case .refusing: break
    case .open: throw Silent(status: 1)
    case .allowed: throw Silent(status: 2)
    }
  }

  /// Their numbers in the audit log.
  private func revocations(
    _ keys: [Identifier], _ scope: Scope?, in store: any SessionStore
  ) throws -> [Int64] {
    var numbers = leaf
    for key in keys {
      let records = try store.revocations(of: key)
      guard let latest = records.last(where: { $0.withdrawnAt == nil }) ?? records.last else {
        throw Failure("`\(key.text)` was never revoked")
      }
      numbers.append(latest.sequence)
    }
    if let scope {
      guard let number = try store.latestRevocation(scope: scope) else {
        throw Failure("nothing was ever revoked with the scope `\(scope.words)`")
      }
      numbers.append(number)
    }
    return numbers
  }
}

/// Looks once, or again and again.
struct VerifyWatch {
  let store: any SessionStore
  let round: VerifyRound
  let quiet: TimeSpan
  let acting: Operator
  let isJSON: Bool

  private static let everyMilliseconds: Int32 = 1000

  private func look() throws -> VerifyBoard { try round.look(at: store, quiet: quiet, by: acting) }

  private func print(_ board: VerifyBoard) throws {
    let output = Output()
    if isJSON { try output.line(json: board.json) } else { try VerifyText(board).write(to: output) }
    try output.flush()
  }

  func show() throws -> VerifyBoard {
    let board = try look()
    try print(board)
    return board
  }

  /// - Returns: the last board.
  func follow() throws -> VerifyBoard {
    let stop = try StopSignal()
    var shown: String?
    while true {
      let board = try look()
      let gist = VerifyText(board).gist
      let isDone = board.verdict == .refusing && board.isQuiet
      if gist != shown || isDone {
        try print(board)
        shown = gist
      }
      if isDone { return board }
      var wait = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, VerifyWatch.everyMilliseconds) > 0 { return board }
    }
  }
}
