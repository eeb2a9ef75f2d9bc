import ArgumentParser
import Delegation
import RiskScoring
import SessionStore
import Terminal

/// A published file, and how it is to be read.
struct ListFileOptions: ParsableArguments {
  @Argument(help: "The file; - for standard input.")
  var file: String

  @Option(
    help: ArgumentHelp("Its form (default: told by the content).", valueName: "form"), transform: readWord)
  var format: DestinationListFormat?

  @Option(
    help: ArgumentHelp(
      "What a plain or ofac file holds, which does not say it itself: sanctioned, malicious, exploited, risky or known (default: malicious, and sanctioned).",
      valueName: "kind"), transform: readWord)
  var kind: DestinationListing.Kind?

  @Option(
    help: ArgumentHelp(
      "The chain of the entries where the file names none (default: every chain).", valueName: "id"))
  var chain: UInt64?

  func validate() throws { if let chain { try checkChain(chain) } }

  /// Reads the file, and says on standard error which entries are refused.
  func read() throws -> DestinationList {
    let bytes = try InputSource.contents(of: file, limit: DestinationListLimits.bytes)
    let list: DestinationList
    do throws(DestinationListProblem) {
      list = try readDestinationList(bytes, as: format, kind: kind, chainID: chain)
    } catch {
      throw Failure("`\(file)` is no list: \(error.sentence)")
    }
    if let kind, list.format != .plain, list.format != .addressArray {
      throw Failure(
        "`--kind \(kind.rawValue)`: a \(list.format.rawValue) file says itself what it holds: expected none",
        status: 64)
    }
    for refusal in list.refusals { complain("\(file): \(refusal.sentence)") }
    let more = list.refusedCount - list.refusals.count
    if more > 0 { complain("\(file): \(more) more entries are refused") }
    return list
  }
}

extension DestinationList {
  /// `3 malicious, 2 known`; kinds without entries are left out.
  fileprivate var kindWords: String {
    counts.isEmpty ? "nothing" : counts.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
  }

  private var counts: [(kind: DestinationListing.Kind, count: Int)] {
    DestinationListing.Kind.allCases.map { kind in (kind, listings.count { $0.kind == kind }) }
      .filter { $0.count > 0 }
  }

  fileprivate func writeCounts(_ writer: inout JSONWriter) {
    writer.member("format", format.rawValue)
    writer.key("kinds")
    writer.object { object in
      for (kind, count) in counts { object.member(kind.rawValue, raw: String(count)) }
    }
    writer.member("repeated", raw: String(repeatCount))
    writer.member("refused", raw: String(refusedCount))
  }
}

struct ListsCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read a list, count it, and name what is refused; nothing is imported.",
    discussion: "Exit status 1 when an entry was refused.")

  @OptionGroup var source: ListFileOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let list = try source.read()
    let output = Output()
    if json.json {
      try output.line(
        json: JSONWriter.object { writer in
          writer.member("file", source.file)
          writer.member("entries", raw: String(list.listings.count))
          list.writeCounts(&writer)
        })
    } else {
      try output.line(
        "\(source.file) is \(list.format.rawValue): \(list.kindWords); \(list.repeatCount) repeated, \(list.refusedCount) refused"
      )
    }
    try output.flush()
    if list.refusedCount > 0 { throw Silent(status: 1) }
  }
}

struct ListsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Put a list in force, in place of the one that had its name.",
    discussion: """
      Each refused entry is named on standard error and costs no other; exit status 1 when there was one. A file
      without any entry is refused whole: it would only take the list before it out of force.

      Examples:
        curfew lists import phishing_scams.csv --reason "first import"
        curfew lists import ours.txt --kind malicious --chain 1 --reason "INC-2026-0007"
      """)

  @OptionGroup var source: ListFileOptions

  @Option(help: "The list's name (default: the file's).")
  var name: String?

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    try checkReason(reason)
    guard (try? checkName(listName.utf8)) != nil else {
      let found = listName.isEmpty ? "`\(source.file)`" : "`\(listName)`"
      throw ValidationError(
        "\(found) names no list: expected --name with 1 to 128 printable characters without spaces")
    }
  }

  private var listName: String {
    if let name { return name }
    return source.file == "-" ? "" : source.file.split(separator: "/").last.map(String.init) ?? ""
  }

  func run() throws {
    let list = try source.read()
    guard !list.listings.isEmpty else {
      throw Failure("`\(source.file)` holds no entry that can be taken: nothing is imported")
    }
    let store = try store.open()
    defer { store.close() }
    let record = try store.importList(
      listName, list.listings, reason: reason, by: acting.acting(in: store))
    let output = Output()
    if json.json {
      try output.line(json: JSONWriter.object { writer in write(record, list, &writer) })
    } else {
      try output.line(
        "imported \(record.entries) entries as \(record.name), \(list.format.rawValue): \(list.kindWords); \(list.repeatCount) repeated, \(list.refusedCount) refused"
      )
    }
    try output.flush()
    if list.refusedCount > 0 { throw Silent(status: 1) }
  }

  private func write(_ record: DestinationListRecord, _ list: DestinationList, _ writer: inout JSONWriter) {
    writer.member("list", record.name)
    writer.member("digest", record.digest)
    writer.member("entries", raw: String(record.entries))
    list.writeCounts(&writer)
    writer.member("addedAt", raw: record.addedAt.seconds)
    writer.member("addedBy", record.addedBy)
  }
}
