import Delegation
import IncidentResponse
import Terminal

/// What happened, newest first: since the start, when it happened, when it was recorded where that is another time, and by
/// whom.
enum TimelineLines {
  static func title(_ incident: Incident, _ model: Model) -> SafeText {
    let evidence = incident.evidence.count
    let leaves = incident.evidence.suffix(4).map { String($0.sequence) }.joined(separator: " ")
    let base: SafeText = "TIMELINE  \(Format.count(incident.events.count)), newest first"
    return evidence == 0
      ? base + "   EVIDENCE none"
      : base + "   EVIDENCE \(Format.count(evidence)): \(evidence > 4 ? "latest leaves" : "leaves") \(leaves)"
  }

  static func lines(_ incident: Incident, from top: Int, rows: Int) -> [Strip] {
    incident.events.reversed().dropFirst(top).prefix(rows).map { line($0, incident) }
  }

  private static func line(_ event: IncidentEvent, _ incident: Incident) -> Strip {
    let offset = SafeText(PlainText.offset(incident.sinceStart(event.happenedAt)))
    var strip = Strip(offset.padded(to: 8, .trailing) + " ", .text)
    strip.add(SafeText(UTC.time(event.happenedAt)) + " ", Style(.muted))
    if isLate(event) {
      strip.add("recorded \(SafeText(UTC.time(event.recordedAt))) ", Style(.warning))
    }
    strip.add(SafeText(event.who).padded(to: 8) + " ", Style(.accent))
    strip.add(SafeText(event.action.text))
    return strip
  }

  /// Whether it was recorded at another second than it happened.
  private static func isLate(_ event: IncidentEvent) -> Bool {
    event.recordedAt.milliseconds / 1000 != event.happenedAt.milliseconds / 1000
  }
}
