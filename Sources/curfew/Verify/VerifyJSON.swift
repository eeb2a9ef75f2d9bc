import Delegation
import IncidentResponse
import SessionStore

extension VerifyBoard {
  /// One line.
  var json: String {
    JSONWriter.object { writer in
      writer.member("at", raw: asOf.seconds)
      writer.member("verdict", verdict.word)
      writer.member("sessions", raw: String(attempts.sessions.count))
      writer.member("probed", raw: String(probed))
      writer.member("quietSince", raw: quietSince.seconds)
      writer.member("isQuiet", raw: String(isQuiet))
      writer.member("pending", strings: pendingPoints)
      writer.key("points")
      writer.array { for point in points { $0.object(point.writeFields) } }
      writer.key("attempts")
      writer.object(attempts.writeFields)
      writer.member("notes", strings: notes)
    }
  }
}

extension VerifyBoard.Verdict {
  fileprivate var word: String {
    switch self {
    case .allowed: "allowed"
    case .open: "open"
    case .refusing: "refusing"
    }
  }
}

extension VerifyBoard.Point {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("name", point.name)
    writer.member("process", raw: String(point.process))
    writer.member("startedAt", raw: point.startedAt.seconds)
    if let last = point.lastDecisionAt { writer.member("lastDecisionAt", raw: last.seconds) }
    writer.member("state", state.name)
    if let since = state.since { writer.member("since", raw: since.seconds) }
    if let seenLeaves { writer.member("seenLeaves", raw: String(seenLeaves)) }
    if let roundTrip {
      let (seconds, attoseconds) = roundTrip.components
      writer.member(
        "roundTripMicroseconds", raw: String(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }
  }
}

extension VerifyBoard.PointState {
  fileprivate var name: String {
    switch self {
    case .refusing: "refusing"
    case .allowing: "allowing"
    case .blind: "blind"
    case .otherwise: "otherwise"
    case .silent: "silent"
    case .unreadable: "unreadable"
    case .notProbed: "notProbed"
    }
  }
}

extension AttemptSummary {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.key("allowed")
    writer.object(allowed.writeFields)
    writer.key("denied")
    writer.object(denied.writeFields)
    writer.key("allowedBeforeEffective")
    writer.object(allowedBeforeEffective.writeFields)
    writer.key("allowedBefore")
    writer.object(allowedBefore.writeFields)
    if let lastAllowedAt { writer.member("lastAllowedAt", raw: lastAllowedAt.seconds) }
    if let lastAttemptAt { writer.member("lastAttemptAt", raw: lastAttemptAt.seconds) }
    for (name, rows) in [("after", after), ("before", before)] {
      writer.key(name)
      writer.array { for row in rows { $0.object(row.writeFields) } }
    }
    writer.key("stillPossible")
    writer.object(stillPossible.writeFields)
  }
}

extension AttemptCount {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("count", raw: String(count))
    writer.member("valueUsd", value.dollars)
  }
}

extension AttemptRow {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("destination", destination.text)
    writer.member("chainId", raw: String(chainID))
    writer.key("allowed")
    writer.object(allowed.writeFields)
    writer.key("denied")
    writer.object(denied.writeFields)
    writer.member("firstAt", raw: firstAt.seconds)
    writer.member("lastAt", raw: lastAt.seconds)
  }
}

extension StillPossible {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    let parts = [
      ("sameWallet", sameWallet), ("sameNonceDomain", sameNonceDomain), ("sameDestination", sameDestination),
      ("all", all),
    ]
    for (name, related) in parts {
      writer.key(name)
      writer.object {
        $0.member("sessions", raw: String(related.sessions))
        $0.member("remainingUsd", related.remaining.dollars)
      }
    }
  }
}
