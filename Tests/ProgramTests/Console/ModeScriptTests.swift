import Foundation
import Testing

/// The policy mode at two consoles of one real store: alice tightens and asks, bob answers.
@Suite struct `the mode in two consoles` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try must("alice", ["sessions", "grant", "-"], input: Sample.envelope())
    try must("alice", ["authorize"], input: Sample.request(nonce: 1, value: "10") + "\n")
  }

  private func addBob() throws {
    let key = try must("alice", ["operators", "keygen", "bob"]).lines[0]
    try must("alice", ["operators", "add", "bob", "--key", key, "--reason", "on call"])
  }

  @discardableResult
  private func must(
    _ who: String, _ arguments: [String], input: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try Program.run(
      arguments + ["--store", folder.store], input: input,
      environment: ["CURFEW_OPERATOR": who, "CURFEW_KEYS": folder.keys])
    #expect(result.status == 0, "\(who): \(result.error)", sourceLocation: sourceLocation)
    return result
  }

  private func play(
    _ who: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try folder.file("script-\(UUID().uuidString).txt", script)
    try must(who, ["--script", file, "--script-size", "140x40"], sourceLocation: sourceLocation)
  }

  private func modes() throws -> [String] { try must("alice", ["mode", "show", "--json"]).lines }

  @Test func `alice tightens with two keys and may not approve what she asks, bob may`() throws {
    try addBob()
    try play(
      "alice",
      """
      key m
      wait until of 1
      expect GUARDED for all is tighter than NORMAL: Enter sets it at once
      key Right
      key Right
      wait until 1 good (1 session, 10 USD), 0 bad
      key Enter
      wait until mode LOCKDOWN for all from
      expect was NORMAL
      expect LOCKDOWN
      """)
    #expect(try modes().count == 1)
    try play(
      "alice",
      """
      key m
      expect it is LOCKDOWN already
      key Enter
      expect nothing was changed
      key Left
      key Left
      key Left
      expect LOOSER than LOCKDOWN
      key Enter
      type the router is fixed
      key Enter
      wait until bob may approve it, alice may not
      expect REQUEST a-
      expect from LOCKDOWN to NORMAL
      expect the router is fixed
      expect is your own: another operator answers it
      key Esc
      key 5
      key a
      expect is your own
      """)
    #expect(try modes().count == 1)
    try play(
      "bob",
      """
      key 5
      expect NORMAL for all, was LOCKDOWN
      expect asked          mode.change by alice, until
      expect the router is fixed
      key a
      key Enter
      wait until is approved and done: NORMAL for all, was LOCKDOWN
      """)
    #expect(try modes().isEmpty)
    #expect(try must("bob", ["audit", "verify"]).status == 0)
  }

  @Test func `a request that bob denies changes nothing`() throws {
    try addBob()
    try play(
      "alice",
      """
      :mode denyFirst chain:1
      wait until mode DENY-FIRST for chain:1 from
      expect +1 scoped
      key :
      type mode guarded chain:1
      key Enter
      expect it is looser than what is in force: say why
      type over
      key Enter
      wait until may approve it, alice may not
      """)
    try play(
      "bob", "key 5\nexpect by alice\nkey d\ntype not yet\nkey Enter\nwait until nothing has changed\n")
    #expect(try modes().count == 1)
  }

  @Test func `without a second operator a loosening is done alone and says so`() throws {
    try play(
      "alice",
      """
      :mode lockdown cap:swap.execute --reason "router exploit"
      wait until mode LOCKDOWN for cap:swap.execute
      :mode normal cap:swap.execute --reason "over"
      wait until done alone: this store has no second operator
      """)
    #expect(try modes().isEmpty)
    let log = try must("alice", ["audit", "tail"]).output
    #expect(log.contains("router exploit"))
  }
}
