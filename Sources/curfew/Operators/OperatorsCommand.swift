import ArgumentParser
import AuditTrail
import Delegation
import Digests
import SessionStore
import Terminal

struct OperatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operators",
    abstract: "List, add and remove the operators of a store.",
    discussion: """
      Operators are Ed25519 keys that the store knows by name. Who makes a store is its first one. Stopping takes no
      key; undoing and asking take the role operator, approving takes approver. Adding and removing take two people
      as soon as there are two.

      Examples:
        curfew operators keygen bob                       on bob's account: makes his key, prints its public half
        curfew operators add bob --key ed25519:… --reason "on call from Monday"
        curfew operators list
        curfew operators remove bob --reason "left the team"
      """,
    subcommands: [OperatorsList.self, OperatorsKeygen.self, OperatorsAdd.self, OperatorsRemove.self],
    defaultSubcommand: OperatorsList.self)
}

struct OperatorsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show who may undo, ask and approve, and what one person could do alone.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let operators = try store.operators()
    let output = Output()
    if json.json {
      for record in operators { try output.line(json: record.json) }
      return try output.flush()
    }
    var table = TextTable(["NAME", "ROLES", "ADDED", "BY", "KEY"])
    for record in operators {
      table.add([
        SafeText(record.name), SafeText(OperatorRole.text(record.roles)), SafeText(record.addedAt.utc),
        SafeText(record.addedBy), SafeText(KeyText.text(of: record.key)),
      ])
    }
    try table.write(to: output)
    try output.flush()
    if let warning = Self.warning(operators) { complain(warning) }
  }

  /// What a store with too few people cannot protect.
  static func warning(_ operators: [OperatorRecord]) -> String? {
    let approvers = operators.filter { $0.roles.contains(.approver) }
    let alone = operators.filter { record in
      record.roles.contains(.operator) && !approvers.contains { $0.name != record.name }
    }
    guard let first = alone.first else { return nil }
    return
      "`\(first.name)` can loosen a mode, apply a looser policy, reinstate after 30 s and remove operators alone: add a second operator who approves"
  }
}

struct OperatorsKeygen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make an operator's key for this store on this account, and print its public half.")

  @Argument(help: "The operator's name.")
  var name: String

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let key = try Surroundings.keys.makeOperatorKey(name, store: store.identity.id)
    let output = Output()
    try output.line(SafeText(KeyText.text(of: key)))
    try output.flush()
    let others = try store.operators().filter {
      $0.key != key && (try? Surroundings.keys.operatorKey($0.name, store: store.identity.id)) != nil
    }
    if let other = others.first {
      complain(
        "this account holds `\(other.name)`'s key too: whoever uses it can ask and approve alone; make keys on the accounts of those who use them"
      )
    }
  }
}

struct OperatorsAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Let the store know another operator's key.")

  @Argument(help: "The operator's name.")
  var name: String

  @Option(help: ArgumentHelp("The public half, as keygen prints it.", valueName: "key"))
  var key: String

  @Option(
    help: ArgumentHelp(
      "What they may do: operator, approver, auditor, with commas between.", valueName: "roles"))
  var roles = "operator,approver"

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws {
    try checkReason(reason)
    guard OperatorRole.roles(roles) != nil else {
      throw ValidationError(
        "`\(roles)`: expected operator, approver, auditor, each once, with commas between")
    }
    do throws(KeyText.Problem) {
      _ = try KeyText.publicKey(key)
    } catch .malformed(let expected) {
      throw ValidationError("`\(key)`: expected \(expected)")
    }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let added = try Waiting.unlessDone(
      try store.addOperator(
        name, key: try KeyText.publicKey(key), roles: OperatorRole.roles(roles) ?? [], reason: reason,
        by: acting.acting(in: store)))
    let output = Output()
    try output.line("\(added.name) is an operator: \(OperatorRole.text(added.roles))")
    try output.flush()
    if let warning = OperatorsList.warning(try store.operators()) { complain(warning) }
  }
}

struct OperatorsRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Let an operator's key count no more.")

  @Argument(help: "The operator's name.")
  var name: String

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let removed = try Waiting.unlessDone(
      try store.removeOperator(name, reason: reason, by: acting.acting(in: store)))
    let output = Output()
    try output.line("\(removed.name) is no operator any more")
    try output.flush()
    if let warning = OperatorsList.warning(try store.operators()) { complain(warning) }
  }
}

extension OperatorRecord {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("name", name)
      writer.member("key", KeyText.text(of: key))
      writer.member("roles", strings: roles.sorted().map(\.rawValue))
      writer.member("addedAt", raw: addedAt.seconds)
      writer.member("addedBy", addedBy)
    }
  }
}
