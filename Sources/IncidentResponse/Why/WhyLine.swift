import AuditTrail
package import Delegation
import SessionStore

/// One line of what the log says of a session.
package struct WhyLine: Hashable, Sendable {
  package let at: Timestamp
  /// The leaf that says it; nil where no leaf of its own does.
  package let sequence: Int64?
  package let what: String
  /// The execution that was asked for.
  package let isAsked: Bool

  func write(_ writer: inout JSONWriter) {
    writer.object {
      $0.member("at", raw: at.seconds)
      if let sequence { $0.member("leaf", raw: String(sequence)) }
      $0.member("what", what)
      if isAsked { $0.member("asked", raw: "true") }
    }
  }
}

extension WhyLine {
  static func all(_ history: SessionHistory, around execution: ExecutionRecord) -> [WhyLine] {
    var lines = history.entries.map { entry in
      WhyLine(at: entry.at, sequence: entry.sequence, what: words(entry, history.row), isAsked: false)
    }
    let executions =
      history.executions.contains { $0.sequence == execution.sequence }
      ? history.executions : history.executions + [execution]
    lines += executions.map { record in
      WhyLine(
        at: record.decision.at, sequence: record.sequence, what: words(record),
        isAsked: record.sequence == execution.sequence)
    }
    lines.sort { ($0.sequence ?? 0) < ($1.sequence ?? 0) }
    if let seen = history.row?.firstRefusedAfterRevoke {
      let line = WhyLine(
        at: seen, sequence: nil, what: "first seen refused because of the revocation", isAsked: false)
      let place = lines.firstIndex { $0.at > seen } ?? lines.endIndex
      lines.insert(line, at: place)
    }
    return lines
  }

  private static func words(_ record: ExecutionRecord) -> String {
    let request = record.request
    let what =
      "\(request.value.dollars) USD, \(request.capability.text) to \(request.destination.text) on chain \(request.chainID)"
    let mode = record.decision.mode == .normal ? "" : ", mode \(record.decision.mode.rawValue)"
    return record.decision.isAllowed
      ? "allowed \(what)\(mode)"
      : "denied \(what)\(mode): \(record.decision.reasons.names.joined(separator: " "))"
  }

  private static func words(_ entry: AuditEntry, _ row: SessionRow?) -> String {
    let reason = (entry.reason ?? "").isEmpty ? "" : ": \(entry.reason ?? "")"
    func time(_ text: String?) -> String { text.flatMap { Timestamp(text: $0) }?.utc ?? "?" }
    switch entry.action {
    case "session.grant":
      let until = row.map { ", until \($0.envelope.expiresAt.utc)" } ?? ""
      let most = row.map { ", for at most \($0.envelope.maxValue.dollars) USD" } ?? ""
      return "granted by \(entry.who)\(until)\(most)"
    case "session.attest": return "attested by \(entry.who)"
    case "session.extend": return "extended by \(entry.who), until \(time(entry.after))"
    case "session.revoke":
      return "revoked by \(entry.who) (\(entry.plane.rawValue)), holds from \(time(entry.after))\(reason)"
    case "session.reinstate": return "given back by \(entry.who), revocation \(entry.result)\(reason)"
    case "user.logOut": return "log-out of wallet \(entry.target) told by \(entry.who)"
    default: return entry.action
    }
  }
}
