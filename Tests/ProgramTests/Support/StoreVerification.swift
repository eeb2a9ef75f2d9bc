import Foundation

/// Opens a store again, through the program and without faults, and holds it to what was heard from it.
///
/// It returns problems as sentences rather than expecting, so that threads can use it.
struct StoreVerification {

  let folder: TemporaryFolder
  private let store: String
  let observations: Observations
  /// Sessions that were granted.
  let keys: [String]
  private(set) var problems: [String] = []

  /// - Parameter store: where it is; in the folder by default.
  init(_ folder: TemporaryFolder, _ observations: Observations, keys: [String], store: String? = nil) {
    self.folder = folder
    self.store = store ?? folder.store
    self.observations = observations
    self.keys = keys
    problems = observations.problems
  }

  /// One execution as `sessions show --json` has it.
  private struct Recorded {
    let id: String
    let micros: Int
    let isAllowed: Bool
    let object: [String: Any]
  }

  mutating func run() throws -> [String] {
    var recorded: [String: Recorded] = [:]
    for key in keys {
      for execution in try verifySession(key) {
        if recorded.updateValue(execution, forKey: execution.id) != nil {
          problems.append("\(execution.id) is recorded twice")
        }
      }
    }
    verifyAnswers(recorded)
    try verifyReplay(recorded)
    try verifyRevocations()
    try verifyAudit()
    return problems
  }

  private mutating func succeed(_ arguments: [String], input: [String] = []) throws -> [String] {
    let (ending, lines, error) = try RunningProgram.run(
      arguments + ["--store", store], input: input, in: folder)
    if ending != .exited(0) {
      problems.append("\(arguments) ended with \(ending): \(error)\(lines.prefix(3))")
    }
    return lines
  }

  /// A session's sums are those of its executions.
  private mutating func verifySession(_ key: String) throws -> [Recorded] {
    let lines = try succeed(["sessions", "show", key, "--json", "--executions", "1000000"])
    let session = object(lines.first ?? "")
    let recorded = (session["latestExecutions"] as? [[String: Any]] ?? []).map {
      Recorded(
        id: $0["requestId"] as? String ?? "?", micros: micros($0["valueUsd"]) ?? -1,
        isAllowed: $0["decision"] as? String == "allow", object: $0)
    }
    let allowed = recorded.filter(\.isAllowed)
    let spent = allowed.reduce(0) { $0 + $1.micros }
    if session["allowed"] as? Int != allowed.count
      || session["denied"] as? Int != recorded.count - allowed.count
      || session["executions"] as? Int != recorded.count
    {
      problems.append("\(key): \(session["executions"] ?? "no") executions, recorded \(recorded.count)")
    }
    if micros(session["spentUsd"]) != spent {
      problems.append("\(key): spent \(session["spentUsd"] ?? "nothing"), recorded \(spent) micro-dollars")
    }
    return recorded
  }

  /// Printed answers are recorded, and nothing is recorded that nobody asked for.
  private mutating func verifyAnswers(_ recorded: [String: Recorded]) {
    for (id, request) in observations.requests {
      guard let answer = request.answer, !request.isStale else { continue }
      guard let found = recorded[id] else {
        problems.append("\(id) was answered and is not recorded: \(answer)")
        continue
      }
      if found.isAllowed != request.isAllowed || found.object["reasons"] as? [String] != reasons(answer) {
        problems.append("\(id) is recorded as \(found.object), heard was \(answer)")
      }
    }
    for (id, execution) in recorded where observations.requests[id]?.micros != execution.micros {
      problems.append("\(id) was never asked for like this: \(execution.object)")
    }
  }

  /// The exported log gives the same decisions under the exported policy.
  private mutating func verifyReplay(_ recorded: [String: Recorded]) throws {
    let events = try succeed(["sessions", "export"]).joined(separator: "\n")
    let policy = try succeed(["policy", "show", "--yaml"]).joined(separator: "\n")
    let (ending, lines, error) = try RunningProgram.run(
      [
        "replay", "--policy", try folder.file("policy.yaml", policy), "--events",
        try folder.file("events.ndjson", events),
      ], in: folder)
    if ending != .exited(0) { problems.append("replay ended with \(ending): \(error)") }
    if lines.count != recorded.count {
      problems.append("replay decided \(lines.count), recorded \(recorded.count)")
    }
    for line in lines {
      let replayed = object(line)
      guard let id = replayed["requestId"] as? String, let execution = recorded[id]?.object else {
        problems.append("replay says \(line)")
        continue
      }
      for name in ["decision", "reasons", "mode", "policy", "at"]
      where !isEqual(replayed[name], execution[name]) {
        problems.append("replay says \(line), recorded is \(execution)")
      }
      if let request = observations.requests[id], let answer = request.answer, !request.isStale,
        answer != withoutNumber(line)
      {
        problems.append("replay says \(line), printed was \(answer)")
      }
    }
  }

  /// As `authorize` prints it: without the number of the log's line.
  private func withoutNumber(_ line: String) -> String {
    guard let comma = line.firstIndex(of: ","), line.hasPrefix("{\"line\":") else { return line }
    return "{" + line[line.index(after: comma)...]
  }

  private func isEqual(_ one: Any?, _ other: Any?) -> Bool {
    switch (one, other) {
    case (let one as NSObject, let other as NSObject): one == other
    default: false
    }
  }

  /// A revoke that said it was done holds.
  private mutating func verifyRevocations() throws {
    let keys = observations.revoked.sorted()
    if keys.isEmpty { return }
    let requests = keys.map { Sample.request($0, nonce: 1_000_000, value: "0") }
    for (key, line) in zip(keys, try succeed(["authorize", "--dry-run"], input: requests))
    where !reasons(line).contains("session_revoked") {
      problems.append("\(key) was revoked, and now: \(line)")
    }
  }

  private mutating func verifyAudit() throws {
    let lines = try succeed(["audit", "verify"])
    if lines.isEmpty { problems.append("`audit verify` said nothing") }
  }
}
