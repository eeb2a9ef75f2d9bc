import Foundation
import Testing

/// Something that is done with a store while the k-th of its writes fails.
struct Workload: CustomTestStringConvertible, Sendable {
  /// A run: where, and with what environment the process under test is started.
  struct Run {
    let folder: TemporaryFolder
    let environment: [String: String]
    var observations = Observations()
    /// What was heard and must not have been.
    var problems: [String] = []
    /// Sessions in the store afterwards.
    var keys: [String] = [Sample.key]
  }

  let testDescription: String
  /// Makes the store that every run starts from; nil: there is none.
  let prepare: (@Sendable (TemporaryFolder) throws -> Void)?
  let perform: @Sendable (inout Run) throws -> Void

  static let all = [creating, authorizing, revoking, changingMode]
}

extension Workload.Run {
  /// Runs the command under test; it says what went wrong, unless it was killed.
  /// - Returns: whether it said that it was done.
  mutating func command(_ arguments: [String], input: [String] = []) throws -> Bool {
    let (ending, lines, error) = try RunningProgram.run(
      arguments + ["--store", folder.store], environment: environment, input: input, in: folder)
    switch ending {
    case .exited(0):
      if lines.isEmpty { problems.append("\(arguments) said nothing") }
      return true
    case .exited(1):
      if !lines.isEmpty { problems.append("\(arguments) failed and said \(lines)") }
      checkSentence(error)
    case .killed(SIGKILL): break
    default: problems.append("\(arguments) ended with \(ending): \(error)")
    }
    return false
  }

  mutating func checkSentence(_ error: String) {
    let lines = error.split(separator: "\n")
    if lines.isEmpty || !lines.allSatisfy({ $0.hasPrefix("curfew: ") }) {
      problems.append("expected a sentence on standard error, found `\(error)`")
    }
  }

  /// Another process, which no fault is made for, finds the store usable.
  mutating func other(_ arguments: [String], input: [String] = []) throws -> [String] {
    let (ending, lines, error) = try RunningProgram.run(
      arguments + ["--store", folder.store], input: input, in: folder)
    if ending != .exited(0) {
      problems.append("another process, \(arguments), ended with \(ending): \(error)")
    }
    return lines
  }
}

extension Workload {
  private static let life = 1500

  private static func grant(_ keys: String...) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      for key in keys {
        let granted = try RunningProgram.run(
          ["sessions", "grant", "-", "--store", folder.store], input: [Sample.envelope(key, life: life)],
          in: folder)
        #expect(granted.ending == .exited(0), "\(granted.error)")
      }
    }
  }

  /// The first command ever makes the store.
  private static let creating = Workload(testDescription: "making a store", prepare: nil) { run in
    let envelope = Sample.envelope(life: life)
    let isGranted = try run.command(["sessions", "grant", "-"], input: [envelope])
    // Whoever was not told may try again; at worst it was done already.
    let again = try RunningProgram.run(
      ["sessions", "grant", "-", "--store", run.folder.store], input: [envelope], in: run.folder)
    let isThere = again.error.contains("duplicate_session")
    if again.ending != .exited(0) && !isThere { run.problems.append("a second grant: \(again.error)") }
    if isGranted && !isThere { run.problems.append("the first grant is lost") }
    let line = run.observations.ask("after", Sample.key, nonce: 1, micros: 1)
    run.observations.hear(
      try run.other(["authorize"], input: [line]).first ?? "", for: "after", expecting: [])
  }

  /// A running stream, with a revoke and a change of the mode by other processes in between.
  private static let authorizing = Workload(
    testDescription: "authorizing", prepare: grant(Sample.key, Sample.other)
  ) { run in
    run.keys = [Sample.key, Sample.other]
    let running = try RunningProgram(
      ["authorize", "--store", run.folder.store], environment: run.environment, in: run.folder)
    try run.say(running, [("r1", Sample.key, 1, "0xMarket", [])])
    try run.say(running, [("r2", Sample.key, 2, "0xElsewhere", ["destination_not_allowed"])])
    try run.say(
      running,
      [
        ("r3", Sample.key, 3, "0xMarket", []), ("r4", Sample.other, 1, "0xMarket", []),
        ("r5", Sample.key, 3, "0xMarket", ["nonce_replayed"]),
      ])
    if try !run.other(["revoke", Sample.other, "--reason", "meanwhile"]).isEmpty {
      run.observations.hearRevoked(Sample.other)
    }
    try run.say(
      running,
      [("r6", Sample.other, 2, "0xMarket", ["session_revoked"]), ("r7", Sample.key, 4, "0xMarket", [])])
    _ = try run.other(["mode", "set", "lockdown", "--reason", "meanwhile"])
    try run.say(running, [("r8", Sample.key, 5, "0xMarket", ["mode_lockdown"])])
    running.endInput()
    let ending = running.wait()
    let expected: Spawn.Ending = run.observations.staleCount == 0 ? .exited(0) : .exited(1)
    if ending != expected && ending != .killed(SIGKILL) { run.problems.append("ended with \(ending)") }
    if ending == .exited(1) { run.checkSentence(running.errorText) }
  }

  private static let revoking = Workload(testDescription: "revoking", prepare: grant(Sample.key)) { run in
    if try run.command(["revoke", Sample.key, "--reason", "phished"]) {
      run.observations.hearRevoked(Sample.key)
    }
    // Nobody stops at a failure: the next try must work.
    if try !run.other(["revoke", Sample.key, "--reason", "again"]).isEmpty {
      run.observations.hearRevoked(Sample.key)
    }
    let line = run.observations.ask("after", Sample.key, nonce: 1, micros: 1)
    run.observations.hear(
      try run.other(["authorize"], input: [line]).first ?? "", for: "after", expecting: ["session_revoked"])
  }

  private static let changingMode = Workload(
    testDescription: "tightening the mode", prepare: grant(Sample.key)
  ) {
    run in
    let isDone = try run.command(["mode", "set", "lockdown", "--reason", "odd"])
    let line = run.observations.ask("after", Sample.key, nonce: 1, micros: 1)
    let answer = try run.other(["authorize"], input: [line]).first ?? ""
    run.observations.hear(answer, for: "after", expecting: isDone ? ["mode_lockdown"] : nil)
  }
}

extension Workload.Run {
  /// Hands over requests in one write, so that they share a commit, and hears their answers.
  fileprivate mutating func say(
    _ running: RunningProgram,
    _ requests: [(id: String, key: String, nonce: Int, destination: String, expected: [String])]
  ) throws {
    let lines = requests.map {
      observations.ask($0.id, $0.key, nonce: $0.nonce, micros: 1_000_001, destination: $0.destination)
    }
    running.write(lines.joined(separator: "\n"))
    for request in requests {
      guard let line = try running.line() else { return }
      observations.hear(line, for: request.id, expecting: request.expected)
    }
  }
}
