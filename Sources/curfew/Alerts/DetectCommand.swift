import ArgumentParser
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find sessions with more context mismatches in the window than the policy lets pass.",
    discussion: """
      A context mismatch is an execution on another chain, or to another destination, than the session's envelope
      allows. The window slides: it is what the detection query gives at this moment. The policy's detection settings
      say how long it is and how many mismatches pass (30m and 3 unless set).

      Examples:
        curfew detect
        curfew detect --json
        curfew detect --follow

      Exit status: 2 when it found something, 0 when not.
      """)

  @Flag(help: "Stay, and print each newly found session and each new alert, until INT or TERM.")
  var follow = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let hasFound =
      follow
      ? try DetectionFollower(store: store, isJSON: json.json).run() : try show(try store.detect(), store)
    if hasFound { throw Silent(status: 2) }
  }

  /// - Returns: whether there was anything.
  private func show(_ found: [MismatchWindow.Found], _ store: any SessionStore) throws -> Bool {
    let output = Output()
    if json.json {
      for session in found { try output.line(json: session.json) }
    } else {
      let settings = try store.policy().policy.detection
      let rule =
        "more than \(settings.mismatchesOver) context mismatches within \(settings.window.policyText)"
      if found.isEmpty {
        try output.line("no session has \(rule)")
      } else {
        try output.line("\(found.count) \(found.count == 1 ? "session has" : "sessions have") \(rule):")
        var table = TextTable(["SESSION", "EXECUTIONS", "LAST SEEN"])
        for session in found {
          table.add([
            SafeText(session.sessionKey.text), SafeText(String(session.executions)),
            SafeText(session.lastSeen.utc),
          ])
        }
        try table.write(to: output)
      }
    }
    try output.flush()
    return !found.isEmpty
  }
}

extension MismatchWindow.Found {
  /// The three columns of the detection query.
  var json: String {
    JSONWriter.object { writer in
      writer.member("sessionKey", sessionKey.text)
      writer.member("executions", raw: String(executions))
      writer.member("lastSeen", raw: lastSeen.seconds)
    }
  }
}
