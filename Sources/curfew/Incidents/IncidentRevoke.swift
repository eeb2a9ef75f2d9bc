import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct IncidentRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "End a session or a scope, and link it to the incident; or link one that was revoked already.",
    discussion: """
      The revocation is committed first. A scope shows what it covers and asks; off a terminal it needs --yes.

      Examples:
        curfew incident revoke --session 0x91c4…full key… --reason phished
        curfew incident revoke --scope "chain:1 dest:0xRouterA" --reason "router exploit"
        curfew incident revoke --like 0x91c4…full key… --by wallet --reason "stolen phone"
        curfew incident revoke --link 4711           the leaf of a session.revoke or scope.revoke
      """)

  @Option(help: ArgumentHelp("The key of a session.", valueName: "key"), transform: KeyArgument.read)
  var session: KeyArgument?

  @Option(help: ArgumentHelp("Which sessions to end.", valueName: "words"), transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(
    help: ArgumentHelp("Sessions that have something in common with this one; with --by.", valueName: "key"),
    transform: KeyArgument.read)
  var like: KeyArgument?

  @Option(
    help: ArgumentHelp("wallet, destination, domain, label.NAME or pattern.", valueName: "what"),
    transform: RelationArgument.read)
  var by: RelationArgument?

  @Option(help: ArgumentHelp("The leaf of a revocation that is to be linked.", valueName: "leaf"))
  var link: Int64?

  @Option(help: "Why; it is recorded.")
  var reason: String?

  @Flag(help: "End what the scope covers without asking.")
  var yes = false

  @OptionGroup var options: IncidentOptions

  func validate() throws {
    guard [session != nil, scope != nil, like != nil, link != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("expected one of --session, --scope, --like and --link")
    }
    guard (like == nil) == (by == nil) else { throw ValidationError("--like and --by go together") }
    guard link != nil || reason != nil else {
      throw ValidationError("missing expected argument `--reason <reason>`")
    }
    if let reason, reason.unicodeScalars.count > 1024 {
      throw ValidationError("--reason: expected at most 1,024 characters")
    }
  }

  func run() throws {
    try options.desk.atDesk { desk in
      // Nothing that is wrong with the incident may keep a session from being ended.
      let revocation = try revoke(desk)
      do {
        let before = try options.incident(at: desk)
        let after = try desk.link(revocation, to: before.id, makeID: Surroundings.makeID)
        try options.desk.show(after, since: before, desk)
      } catch {
        complain(
          "revoked, leaf \(revocation.sequence), but not linked: `curfew incident revoke --link \(revocation.sequence)`"
        )
        throw error
      }
    }
  }

  private func revoke(_ desk: IncidentDesk) throws -> IncidentRevocation {
    if let session {
      let order = RevocationOrder(sessionKey: session.identifier, reason: reason ?? "")
      let receipt = try desk.store.revoke(order, by: desk.operator)
      if !options.desk.json.json { try receipt.show(json: false) }
      return IncidentRevocation(receipt)
    }
    if link == nil { return try revokeMany(desk) }
    let leaf = link ?? 0
    guard let revocation = try desk.revocation(leaf: leaf) else {
      throw Failure(
        "leaf `\(leaf)` ended no session: expected the number of a session.revoke or scope.revoke")
    }
    return revocation
  }

  private func revokeMany(_ desk: IncidentDesk) throws -> IncidentRevocation {
    let which: MassRevocation.Which =
      if let like, let by { .like(like.identifier, by.related) } else { .scope(scope?.scope ?? .everything) }
    let mass = MassRevocation(
      store: desk.store, isJSON: false, reason: reason ?? "", acting: options.desk.acting)
    guard let receipt = try mass.run(which, onlyPreview: false, mayAsk: !yes) else {
      throw Failure("no live session is covered: nothing was revoked")
    }
    guard let revocation = try desk.revocation(leaf: receipt.sequence) else {
      throw Failure("leaf `\(receipt.sequence)` is not in the log")
    }
    return revocation
  }
}
