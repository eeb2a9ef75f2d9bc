import Foundation
import Testing

/// An incident with a revoked session in a store of two operators, alice and bob, and what is said to the program.
struct IncidentNotice {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try must("alice", ["sessions", "grant", "-"], input: Sample.envelope())
    try must("alice", ["authorize"], input: Sample.request(nonce: 1, value: "10") + "\n")
    try must("alice", ["incident", "open", "--title", "odd swaps"])
    try must("alice", ["incident", "revoke", "--session", Sample.key, "--reason", "phished"])
    let key = try must("alice", ["operators", "keygen", "bob"]).lines[0]
    try must("alice", ["operators", "add", "bob", "--key", key, "--reason", "on call"])
  }

  func run(
    _ who: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Program.run(
      arguments + ["--store", folder.store], input: input,
      environment: ["CURFEW_OPERATOR": who, "CURFEW_KEYS": folder.keys].merging(environment) { $1 })
  }

  /// Expects status 0.
  @discardableResult
  func must(
    _ who: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try run(who, arguments, input: input, environment: environment)
    #expect(result.status == 0, "\(arguments): \(result.error)", sourceLocation: sourceLocation)
    return result
  }

  @discardableResult
  func draft(_ more: [String] = []) throws -> String {
    try must("alice", ["notice", "draft", "--incident", "INC-1", "--host", "wallet.example"] + more).output
  }

  /// Alice asks, bob approves the latest draft.
  func approve(_ more: [String] = []) throws {
    let asked = object(try must("alice", ["notice", "approve", "--json"] + more).output)
    try must("bob", ["approvals", "approve", try #require(asked["request"] as? String)])
  }

  var status: [[String: Any]] {
    get throws { try must("alice", ["notice", "status", "--incident", "INC-1", "--json"]).lines.map(object) }
  }

  func departures(_ stage: String) throws -> [String] {
    try status.flatMap { $0["departures"] as? [[String: Any]] ?? [] }
      .filter { $0["stage"] as? String == stage }.compactMap { $0["destination"] as? String }
  }
}
