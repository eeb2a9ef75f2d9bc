import ArgumentParser
import Delegation
import SessionStore
import Terminal

struct SessionsLogOut: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout",
    abstract: "Tell that a wallet's user logged out of its app; it ends no session by itself.",
    discussion: """
      A session key keeps its own life: end the wallet's sessions with revoke. What was told here is what
      curfew why compares an execution with.

      Example:
        curfew sessions logout 0x5e1f…full address… && curfew revoke --scope wallet:0x5e1f… --reason "logged out" --yes
      """)

  @Argument(help: "The wallet.", transform: KeyArgument.read)
  var wallet: KeyArgument

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    try store.logOut(wallet: wallet.identifier, by: acting.acting(in: store))
    let output = Output()
    try output.line(
      "noted the log-out of \(wallet.identifier.text); its sessions live on until they are revoked")
    try output.flush()
  }
}
