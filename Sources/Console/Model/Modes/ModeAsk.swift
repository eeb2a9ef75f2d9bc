import AuditTrail
import Delegation
import PolicyEngine
import SessionStore

/// The looser mode that a request asks for, read from the very text that is signed.
struct ModeAsk: Hashable, Sendable {
  let candidate: ModeCandidate
  let before: PolicyMode

  /// - Returns: nil where the request asks for something else, or its text does not read.
  init?(_ ask: Ask) {
    guard ask.action == "mode.change", let value = try? parseJSON(ask.what.utf8),
      var fields = try? ObjectReader(value), case .string(let mode)? = fields.take("mode"),
      case .string(let before)? = fields.take("before"), let scope = fields.take("scope"),
      let mode = PolicyMode(rawValue: mode), let before = PolicyMode(rawValue: before),
      let scope = try? Scope(scope, path: "scope")
    else { return nil }
    candidate = ModeCandidate(mode: mode, scope: scope)
    self.before = before
  }

  var words: String { "\(candidate.words), was \(Words.mode(before))" }
}
