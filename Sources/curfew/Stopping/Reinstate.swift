import ArgumentParser
import Delegation
import SessionStore
import Terminal

struct Reinstate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Withdraw a revocation: within 30 s by who revoked, later with a second operator.",
    discussion: """
      Takes the key of an operator. After 30 s, or of somebody else's revocation, it is asked of a second
      operator (curfew approvals).

      Example:
        curfew reinstate 0x91c4…full key… --reason "wrong key"
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @Option(
    help: ArgumentHelp("The revocation's id (default: the latest of this operator).", valueName: "id"))
  var revocationID: String?

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let result = try store.reinstate(
      key.identifier, revocationID: revocationID, reason: reason, by: acting.acting(in: store))
    switch result.outcome {
    case .refused(let refusals):
      try refuse(.reinstated(sessionKey: key.identifier, revocationID: revocationID ?? ""), refusals)
    case .waits(let request): throw Waiting.failure(request)
    case .reinstated(let id, _):
      let output = Output()
      try output.line("withdrew \(id) of \(key.identifier.text)")
      if result.stillRevoked { try output.line("the key is still revoked: other revocations stand") }
      try output.flush()
      if result.wasAlone { Waiting.complainOfBeingAlone() }
    }
  }
}
