import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

extension Alert {
  var json: String {
    JSONWriter.object { writer in
      writer.member("alert", raw: String(id))
      writer.member("kind", kind.rawValue)
      writer.member("state", state.rawValue)
      writer.member("subject", subject)
      writer.member("sessionKey", raw: sessionKey.map { JSONWriter.quoted($0.text) } ?? "null")
      writer.member("wallet", raw: wallet.map { JSONWriter.quoted($0.text) } ?? "null")
      writer.member("owner", raw: owner.map(JSONWriter.quoted) ?? "null")
      writer.member("count", raw: String(count))
      writer.key("peak")
      writer.object { object in
        object.member("score", raw: peak.text)
        object.member("band", RiskBand(peak).word)
      }
      writer.member("firstSeen", raw: openedAt.seconds)
      writer.member("lastSeen", raw: lastAt.seconds)
      writer.member("sequence", raw: String(sequence))
      writer.member("label", raw: label.map { JSONWriter.quoted($0.rawValue) } ?? "null")
      writer.member("acknowledgedBy", raw: acknowledgedBy.map(JSONWriter.quoted) ?? "null")
      writer.member("acknowledgedAt", raw: acknowledgedAt?.seconds ?? "null")
      writer.member("closedBy", raw: closedBy.map(JSONWriter.quoted) ?? "null")
      writer.member("closedAt", raw: closedAt?.seconds ?? "null")
      writer.member("revokedAt", raw: revokedAt?.seconds ?? "null")
      writer.member("effectiveAt", raw: effectiveAt?.seconds ?? "null")
    }
  }

  /// One line, as it comes.
  var line: SafeText {
    "\(openedAt.utc)  alert \(id)  \(kind.title)  \(subject)  peak \(peak.words)  owner \(owner ?? "nobody")"
  }

  /// `closed by amy, noise`
  var standing: String {
    let who = state == .closed ? closedBy : acknowledgedBy
    let by = state == .open ? "" : who.map { " by \($0)" } ?? ""
    return "\(state.rawValue)\(by)\(label.map { ", \($0.rawValue)" } ?? "")"
  }
}

/// Alerts as a table for a person.
struct AlertTableText {
  private var table = TextTable([
    "ALERT", "WHAT", "SUBJECT", "OWNER", "COUNT", "PEAK", "FIRST SEEN", "LAST SEEN", "STATE",
  ])

  mutating func add(_ alert: Alert) {
    table.add([
      SafeText(String(alert.id)), SafeText(alert.kind.title), SafeText(alert.subject),
      SafeText(alert.owner ?? "nobody"), SafeText(String(alert.count)), SafeText(alert.peak.words),
      SafeText(alert.openedAt.utc), SafeText(alert.lastAt.utc), SafeText(alert.standing),
    ])
  }

  func write(to output: Output) throws { try table.write(to: output) }
}
