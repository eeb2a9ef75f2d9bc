import Foundation
import Testing

@Suite struct `why by command` {
  private let store: WatchedStore

  init() throws {
    store = try WatchedStore()
    try store.authorize([Sample.request(nonce: 1, id: "first")])
    try store.succeed(["sessions", "logout", Sample.wallet])
    try store.authorize([
      Sample.request(nonce: 2, id: "second"), Sample.request(nonce: 3, id: "twice"),
      Sample.request(nonce: 4, id: "twice"),
    ])
    try store.succeed(["revoke", Sample.key, "--reason", "phished"])
    try store.authorize([Sample.request(nonce: 5, id: "last")])
  }

  private func leaf(of id: String) throws -> Int {
    let why = object(try store.succeed(["why", id, "--json"]).output)
    return try #require(why["leaf"] as? Int)
  }

  @Test func `what is no execution is a sentence, a log-out of two words wrong usage`() throws {
    for name in ["nobody", "999", "1"] {
      let result = try store.run(["why", name])
      #expect(result.status == 1 && result.output.isEmpty)
      #expect(
        result.error
          == "curfew: `\(name)` is no execution: expected the number of its leaf, or a request id\n")
    }
    #expect(try store.run(["why"]).status == 64)
    #expect(try store.run(["sessions", "logout", "two words"]).status == 64)
  }

  @Test func `an id of several executions lists them, each by its leaf`() throws {
    let result = try store.run(["why", "twice"])
    #expect(result.status == 1 && result.lines.count == 2)
    #expect(result.error == "curfew: `twice` names 2 executions: name one by its leaf\n")
    for line in result.lines {
      let leaf = try #require(line.split(separator: " ").dropFirst().first.map(String.init))
      let why = object(try store.succeed(["why", leaf, "--json"]).output)
      #expect(why["leaf"] as? Int == Int(leaf) && why["decision"] as? String == "allow")
    }
  }

  @Test(arguments: [
    ("first", "It acted before the log-out", "after_execution", "committed_later"),
    ("second", "Logging out at ", "before_execution", "committed_later"),
    ("last", "It did not act: this execution at ", "before_execution", "in_force"),
  ])
  func `the answer comes first, then what the log says, then what would have stopped it`(
    id: String, start: String, logOut: String, revocation: String
  ) throws {
    let text = try store.succeed(["why", "\(leaf(of: id))"])
    #expect(text.output.hasPrefix(start) && isClean(text.output), "\(text.output)")
    #expect(text.lines.filter { $0.hasPrefix("> ") }.count == 1)
    #expect(text.output.contains("What would have stopped it:") == (id != "last"))
    let json = object(try store.succeed(["why", id, "--json"]).output)
    #expect(json["logOut"] as? String == logOut && json["revocation"] as? String == revocation)
  }

  @Test func `an execution of no session is answered for too`() throws {
    try store.authorize([Sample.request(Sample.other, nonce: 1, id: "stray")])
    let text = try store.succeed(["why", "stray"]).output
    #expect(text.contains("no session had the key \(Sample.other)"))
  }
}
