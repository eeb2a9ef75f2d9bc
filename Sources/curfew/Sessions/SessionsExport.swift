import ArgumentParser
import Delegation
import SessionStore

struct SessionsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the store's event log: replayed under the same policy it gives the same decisions.",
    discussion: """
      Example:
        curfew sessions export > events.ndjson
        curfew policy show --yaml > policy.yaml
        curfew replay --policy policy.yaml --events events.ndjson
      """)

  @Flag(inversion: .prefixedNo, help: "Include the executions.")
  var executions = true

  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    try store.forEachEvent(includingExecutions: executions) { event in try output.line(json: event.json) }
    try output.flush()
  }
}
