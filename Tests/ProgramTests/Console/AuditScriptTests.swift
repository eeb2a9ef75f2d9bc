import Foundation
import Testing

/// The audit log in a console of one real store.
@Suite struct `the log in a console` {
  @Test func `entries and executions are proved, and the whole log is verified`() throws {
    let folder = try TemporaryFolder()
    let environment = ["CURFEW_OPERATOR": "alice", "CURFEW_KEYS": folder.keys]
    func run(_ arguments: [String], input: String = "") throws -> Program.Result {
      try Program.run(arguments + ["--store", folder.store], input: input, environment: environment)
    }
    #expect(try run(["sessions", "grant", "-"], input: Sample.envelope()).status == 0)
    #expect(try run(["authorize"], input: Sample.request(nonce: 1, value: "10") + "\n").status == 0)
    let tail = try run(["audit", "tail"]).output
    let script = try folder.file(
      "script.txt",
      """
      key 8
      wait until session.grant
      wait until as it was when the console opened
      expect held here
      key Enter
      wait until proved part of the signed log of
      expect Its members:
      key G
      expect The checkpoint that is signed:
      key Esc
      :mode guarded chain:1 --reason "odd swaps"
      wait until odd swaps
      key /
      type odd
      expect 1 of
      key Enter
      key Esc
      :prove 1
      wait until LEAF 1
      key Esc
      :verify-log
      wait until every table is as the log says
      expect VERIFICATION OF THE LOG
      key Esc
      wait until only grew from 20s
      """)
    let result = try run(["--script", script, "--script-size", "140x40"])
    #expect(result.status == 0, "\(result.error)\n\(tail)")
  }
}
