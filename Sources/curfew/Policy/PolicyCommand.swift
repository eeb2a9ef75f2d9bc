import ArgumentParser
import Delegation
import Foundation
import PolicyEngine
import SessionStore
import Terminal

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Write, check, test, apply and show the policy.",
    discussion: """
      The policy lives in the store, so that every process on it agrees. A capability is active only if its
      inline tests pass and cover destination, chain, expiry and over-limit.

      Examples:
        curfew policy init policy.yaml
        curfew policy check policy.yaml && curfew policy test policy.yaml
        curfew policy apply policy.yaml --reason "shorter swaps"
        curfew policy show --yaml > in-force.yaml
      """,
    subcommands: [PolicyInit.self, PolicyCheck.self, PolicyTest.self, PolicyApply.self, PolicyShow.self])
}

struct PolicyInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write the starter policy to a new file, or to standard output.")

  @Argument(help: "The file to make; it must not exist yet.")
  var file: String?

  func run() throws {
    guard let file else {
      let output = Output()
      try output.verbatim(StarterPolicy.yaml)
      return try output.flush()
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("cannot make `\(file)`: \(systemMessage())") }
    defer { close(descriptor) }
    let output = Output(descriptor: descriptor)
    try output.verbatim(StarterPolicy.yaml)
    try output.flush()
  }
}

struct PolicyCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Load a policy file and say every problem with its line.")

  @Argument(help: "The policy file.")
  var file: String

  @OptionGroup var json: JSONOption

  func run() throws {
    let yaml = try PolicyFile.text(file)
    guard json.json else {
      let policy = try PolicyFile.load(yaml: yaml, named: file)
      let output = Output()
      try output.line("\(file): ok, \(policy.capabilities.count) capabilities, \(policy.version.text)")
      return try output.flush()
    }
    let output = Output()
    do throws(PolicyLoadError) {
      let policy = try Policy.load(yaml: yaml)
      try? output.line(json: JSONWriter.object { $0.member("policy", policy.version.text) })
    } catch {
      for problem in error.problems {
        try output.line(
          json: JSONWriter.object {
            $0.member("line", raw: String(problem.line))
            $0.member("problem", problem.message)
          })
      }
      try output.flush()
      throw Silent(status: 1)
    }
    try output.flush()
  }
}

struct PolicyApply: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Put a policy file in force for every process on the store.",
    discussion: """
      A policy that lets nothing through that the one in force denies holds at once. Of a looser one each limit is
      said, and a second operator is asked (curfew approvals).
      """)

  @Argument(help: "The policy file.")
  var file: String

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let yaml = try PolicyFile.text(file)
    let policy = try PolicyFile.load(yaml: yaml, named: file)
    let store = try store.open()
    defer { store.close() }
    let before = try store.policy().policy.version
    let applied = try Waiting.unlessDone(
      try store.apply(policy, yaml: yaml, reason: reason, by: acting.acting(in: store)))
    let output = Output()
    if json.json {
      try output.line(
        json: JSONWriter.object {
          $0.member("policy", applied.policy.version.text)
          $0.member("before", before.text)
          $0.member("at", raw: applied.appliedAt.seconds)
        })
    } else if before == applied.policy.version {
      try output.line("\(applied.policy.version.text) was in force already")
    } else {
      try output.line("\(applied.policy.version.text) is in force")
    }
    try output.flush()
    if applied.wasAlone { Waiting.complainOfBeingAlone() }
  }
}

struct PolicyShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the policy in force.")

  @Flag(help: "Print the file's own text.")
  var yaml = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let stored = try store.policy()
    let output = Output()
    if yaml {
      try write(yaml: stored.yaml, to: output)
    } else if json.json {
      try output.line(
        json: JSONWriter.object {
          $0.member("policy", stored.policy.version.text)
          $0.member("appliedAt", raw: stored.appliedAt.seconds)
          $0.member("appliedBy", stored.appliedBy)
          $0.member("canonical", raw: stored.policy.canonicalForm)
        })
    } else {
      try describe(stored, to: output)
    }
    try output.flush()
  }

  /// As it was applied; on a terminal cleaned, because a comment may hold anything.
  private func write(yaml: String, to output: Output) throws {
    guard isatty(STDOUT_FILENO) == 1 else { return try output.verbatim(yaml) }
    for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
      try output.line(SafeText(String(line)))
    }
  }

  private func describe(_ stored: StoredPolicy, to output: Output) throws {
    let policy = stored.policy
    try output.line("policy    \(policy.version.text)")
    try output.line("applied   \(stored.appliedAt.utc) by \(stored.appliedBy)")
    try output.line(
      "defaults  maxTtl \(policy.defaults.maxTTL.policyText), hard ceiling \(policy.defaults.hardCeiling.policyText), inactivity \(policy.defaults.inactivity.policyText)"
    )
    var table = TextTable([
      "CAPABILITY", "CLASS", "TIER", "STATUS", "MAX TTL", "MAX VALUE", "INACTIVITY", "FAMILIES",
    ])
    for rule in policy.capabilities.values.sorted(by: { $0.id.text < $1.id.text }) {
      table.add([
        SafeText(rule.id.text), SafeText(rule.actionClass), SafeText(rule.tier.rawValue),
        rule.isActive ? "active" : "draft",
        SafeText((rule.maxTTL ?? policy.defaults.maxTTL).policyText),
        SafeText(rule.maxValue?.dollars ?? "-"),
        SafeText((rule.inactivity ?? policy.defaults.inactivity).policyText),
        SafeText(rule.families?.joined(separator: " ") ?? "-"),
      ])
    }
    try table.write(to: output)
  }
}
