import ArgumentParser
import Delegation
import SessionStore
import Terminal

struct ListsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists",
    abstract: "Import, list, remove and look into lists of known destinations.",
    discussion: """
      A destination on a list in force is evidence against the session that goes there, and a name for it. Lists are
      files: nothing is ever fetched. The form is told by the content, or by --format: ofac, forta-labels,
      forta-phishing, forta-contracts, revoke-exploits, revoke-whois, or plain (an address a line, then a label).

      Examples:
        curfew lists check sanctioned_addresses_ETH.json
        curfew lists import sanctioned_addresses_ETH.json --name ofac --reason "the weekly update"
        curfew lists list
        curfew lists show 0x91c4…full address… --chain 10
        curfew lists remove ofac --reason "replaced by our own"
      """,
    subcommands: [ListsList.self, ListsShow.self, ListsCheck.self, ListsImport.self, ListsRemove.self],
    defaultSubcommand: ListsList.self)
}

struct ListsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the lists in force, in the order in which they were imported.")

  @Flag(help: "Those that were replaced or removed too.")
  var all = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let lists = try store.lists().filter { all || $0.removedAt == nil }
    if json.json {
      for list in lists { try output.line(json: list.json) }
    } else if lists.isEmpty {
      try output.line("no list is in force")
    } else {
      var table = TextTable(["LIST", "ENTRIES", "IMPORTED", "BY", "STATE", "DIGEST"])
      for list in lists {
        table.add([
          SafeText(list.name), SafeText(String(list.entries)), SafeText(list.addedAt.utc),
          SafeText(list.addedBy), SafeText(list.removedAt.map { "removed \($0.utc)" } ?? "in force"),
          SafeText(list.digest),
        ])
      }
      try table.write(to: output)
    }
    try output.flush()
  }
}

extension DestinationListRecord {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("list", name)
      writer.member("digest", digest)
      writer.member("entries", raw: String(entries))
      writer.member("addedAt", raw: addedAt.seconds)
      writer.member("addedBy", addedBy)
      writer.member("removedAt", raw: removedAt?.seconds ?? "null")
    }
  }
}

struct ListsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what the lists in force say of a destination.")

  @Argument(help: "The destination\'s address.", transform: KeyArgument.read)
  var address: KeyArgument

  @Option(help: ArgumentHelp("On this chain.", valueName: "id"))
  var chain: UInt64 = 1

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws { try checkChain(chain) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let notes = try store.notes(on: address.identifier, chain: chain)
    if json.json {
      for note in notes { try output.line(json: JSONWriter.object(note.writeFields)) }
    } else if notes.isEmpty {
      try output.line("no list in force names \(address.identifier.text) on chain \(chain)")
    } else {
      for note in notes { try output.line(SafeText(note.words)) }
    }
    try output.flush()
  }
}

struct ListsRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a list out of force.")

  @Argument(help: "The list\'s name.")
  var name: String

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    guard try store.removeList(name, reason: reason, by: acting.acting(in: store)) else {
      throw Failure("`\(name)` is no list in force: expected a name that `curfew lists list` shows")
    }
    let output = Output()
    try output.line("removed the list \(name)")
    try output.flush()
  }
}

/// - Throws: a `ValidationError` unless `chain` can be a chain's id.
func checkChain(_ chain: UInt64) throws {
  guard (1...Read.largestInteger).contains(chain) else {
    throw ValidationError("`--chain \(chain)`: expected 1 to \(Read.largestInteger)")
  }
}
