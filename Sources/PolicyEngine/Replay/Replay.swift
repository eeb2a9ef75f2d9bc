import Delegation

/// Feeds an event log to a fresh ledger, one line at a time, and writes what `curfew replay` prints.
///
/// The same policy and bytes always give the same output.
package struct Replay {
  private var ledger: Ledger
  private var line = 0

  package init(policy: Policy, seed: UInt64 = 0) { ledger = Ledger(policy: policy, seed: seed) }

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
    switch ledger.apply(logged) {
    case .accepted: return nil
    case .decided(let decision): return decision.json(line: line)
    case .refused(let refusals, let detail):
      return refusalLine(type: logged.event.type, refusals, detail: detail)
    }
  }

  private func refusalLine(type: String?, _ refusals: [Refusal], detail: String) -> String {
    refusalJSON(line: line, type: type, refusals.map(\.rawValue), detail: detail)
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
