import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract:
      "Say in plain words why an execution acted, or did not: the answer to a user who had logged out.",
    discussion: """
      EXECUTION is the number of its leaf, as `curfew sessions show` and `audit tail` give it, or its request id; where
      several have that id they are listed. Looking for an id reads all executions.

      Examples:
        curfew why 4711
        curfew why r-2026-11-22-17 --json
      """)

  @Argument(help: "The execution\'s leaf number, or its request id.")
  var execution: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let record = try find(in: store, output)
    let key = record.request.sessionKey
    let answer = WhyAnswer(record, in: try store.history(of: key, around: record.sequence))
    if json.json { try output.line(json: answer.json) } else { try show(answer, output) }
    try output.flush()
  }

  private static let listed = 50

  private func find(in store: any SessionStore, _ output: Output) throws -> ExecutionRecord {
    if let sequence = Int64(execution), let record = try store.execution(sequence) { return record }
    let records = try store.executions(requestID: execution, limit: WhyCommand.listed + 1)
    if records.count == 1 { return records[0] }
    if records.isEmpty {
      throw Failure("`\(execution)` is no execution: expected the number of its leaf, or a request id")
    }
    for record in records.prefix(WhyCommand.listed) { try output.line(line(of: record)) }
    try output.flush()
    let count = records.count > WhyCommand.listed ? "more than \(WhyCommand.listed)" : "\(records.count)"
    throw Failure("`\(execution)` names \(count) executions: name one by its leaf")
  }

  private func line(of record: ExecutionRecord) -> SafeText {
    let decision = record.decision
    return SafeText(
      "leaf \(record.sequence)  \(decision.at.utc)  \(decision.isAllowed ? "allow" : "deny")  "
        + record.request.sessionKey.text)
  }

  private func show(_ answer: WhyAnswer, _ output: Output) throws {
    for sentence in answer.answer { try output.line(SafeText(sentence)) }
    try output.line("")
    try output.line("What the log says of \(SafeText(answer.sessionKey.text)):")
    for line in answer.timeline {
      let leaf = line.sequence.map(String.init) ?? "-"
      let padding = String(repeating: " ", count: max(0, 8 - leaf.utf8.count))
      try output.line(
        SafeText("\(line.isAsked ? ">" : " ") \(padding)\(leaf)  \(line.at.utc)  \(line.what)"))
    }
    if answer.prevention.isEmpty { return }
    try output.line("")
    try output.line("What would have stopped it:")
    for sentence in answer.prevention { try output.line(SafeText("- \(sentence)")) }
  }
}
