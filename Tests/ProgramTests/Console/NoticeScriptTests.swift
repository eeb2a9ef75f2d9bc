import Foundation
import Testing

/// Two operators at two consoles of one real store, from the facts to a notice that is out.
@Suite struct `a notice in two consoles` {
  private let incident: IncidentNotice

  init() throws { incident = try IncidentNotice() }

  private func play(
    _ who: String, _ script: String, environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try incident.folder.file("script-\(UUID().uuidString).txt", script)
    let result = try incident.run(
      who, ["--script", file, "--script-size", "140x40"], environment: environment)
    #expect(result.status == 0, "\(who): \(result.error)", sourceLocation: sourceLocation)
  }

  /// Alice's, up to the request that waits.
  private static let asked = """
    key 4
    expect INC-1
    key Enter
    expect NEXT n  finish revoke
    key n
    :skip no other key can do the same
    :skip nobody decides on this store
    expect NOTICE
    expect nothing yet: D drafts it from the facts
    key l
    expect there is no draft yet
    key D
    expect which official host
    type wallet.example
    key Enter
    wait until initial notice drafted
    expect 0 E block
    key D
    expect Enter drafts anew
    expect :draft wallet.example
    key Esc
    expect NEXT n  ask a second person to approve the notice
    key l
    expect NOTICE of INC-1
    expect wallet.example
    key Esc
    :export markdown early.md
    expect it is not approved
    key n
    wait until waits for another operator until
    expect waits for approval a-
    key 5
    expect notice.publish
    expect is your own: another operator answers it
    key a
    expect is your own
    """

  @Test func `what is denied goes back to its author with the reason`() throws {
    try play("alice", Self.asked)
    try play(
      "bob",
      """
      key 5
      expect by alice
      key d
      type the cause is not known yet
      key Enter
      wait until is denied: nothing has changed
      expect Nothing waits for an approval.
      """)
    try play(
      "alice",
      """
      key 4
      key Enter
      expect denied by bob: the cause is not known yet
      expect NEXT n  edit the notice
      key e
      expect there is no terminal to give to an editor
      :post
      expect it is not approved
      """)
    #expect(try incident.status.count == 1)
  }

  @Test func `alice drafts and asks, bob reads and approves, alice exports`() throws {
    try play("alice", Self.asked)
    try play(
      "bob",
      """
      key 4
      key Enter
      expect NEXT n  read the notice and answer
      key n
      expect Approvals
      expect by alice
      key a
      expect approve a-
      key Enter
      expect was not read here: Enter shows it, nothing was approved
      key Enter
      expect REQUEST a-
      key G
      expect **Next update.**
      key a
      key Enter
      wait until is approved and done
      expect Nothing waits for an approval.
      """)
    let file = incident.folder.path + "/notice.md"
    try play(
      "alice",
      """
      key 4
      key Enter
      expect approved by bob, asked by alice
      expect NEXT n  export the notice
      :post
      expect curfew notice post --incident INC-1 --sha256 sha256:
      :export markdown \(file)
      wait until the notice is in
      expect exported by alice
      :export html \(file)
      wait until INC-1 was NOT given an export
      expect NEXT n  finish notice
      key n
      wait until ALL STEPS SETTLED
      expect exported by alice
      key D
      wait until update notice drafted
      expect drafted; a second person is to approve it
      expect NEXT n  ask a second person to approve the notice
      """)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let digest = try #require(try incident.status.first?["digest"] as? String)
    #expect(
      text == (try incident.must("alice", ["notice", "export", "--sha256", digest]).output))
    #expect(try incident.status.last?["kind"] as? String == "update")
    let first = try #require(try incident.status.first)
    #expect(first["author"] as? String == "alice" && first["approvedBy"] as? String == "bob")
    #expect(try incident.must("bob", ["audit", "verify"]).status == 0)
  }
}
