package import Delegation

/// Feeds an event log to a fresh ledger, one line at a time, and writes what `curfew replay` prints.
///
/// The same policy and bytes always give the same output.
package struct WatchedReplay<Watch: LedgerWatch> {
  private var ledger: Ledger
  private var watch: Watch
  /// What stands behind a decision beside it, as members of its JSON object.
  private let addition: (inout Watch, Decision) -> (name: String, json: String)?
  private var line = 0

  /// - Parameter addition: a member for a decision, asked for after the decision was made.
  package init(
    policy: Policy, seed: UInt64 = 0, watch: Watch,
    addition: @escaping (inout Watch, Decision) -> (name: String, json: String)?
  ) {
    ledger = Ledger(policy: policy, seed: seed)
    self.watch = watch
    self.addition = addition
  }

  /// Takes the next line, without its LF.
  /// - Returns: a line of JSON for a decision or a refusal; nil for an event that was accepted.
  package mutating func consume(_ bytes: some Collection<UInt8>) -> String? {
    line += 1
    let logged: LoggedEvent
    do throws(MalformedLine) {
      logged = try LoggedEvent(bytes, line: line)
    } catch {
      return refusalLine(type: error.type, [.malformed], detail: error.sentence)
    }
    switch ledger.apply(logged, watchedBy: &watch) {
    case .accepted: return nil
    case .decided(let decision): return decision.json(line: line, adding: addition(&watch, decision))
    case .refused(let refusals, let detail):
      return refusalLine(type: logged.event.type, refusals, detail: detail)
    }
  }

  private func refusalLine(type: String?, _ refusals: [Refusal], detail: String) -> String {
    refusalJSON(line: line, type: type, refusals.map(\.rawValue), detail: detail)
  }
}

/// A replay that scores nothing.
package typealias Replay = WatchedReplay<Unwatched>

extension WatchedReplay where Watch == Unwatched {
  package init(policy: Policy, seed: UInt64 = 0) {
    self.init(policy: policy, seed: seed, watch: Unwatched()) { _, _ in nil }
  }
}

/// The line of JSON that says that a line of input was refused.
/// - Parameter type: the line's `type` as written, or nil.
package func refusalJSON(line: Int, type: String?, _ reasons: [String], detail: String) -> String {
  JSONWriter.object { writer in
    writer.member("line", raw: String(line))
    if let type { writer.member("rejected", type) } else { writer.member("rejected", raw: "null") }
    writer.member("reasons", strings: reasons)
    writer.member("detail", detail)
  }
}
