import AuditTrail
import Delegation
import Glibc
import IncidentResponse
import SessionStore

/// Who is asked in a live drill.
enum LivePoints {
  /// This process, and every other that decides on the store.
  static func all(of store: any SessionStore, commit: DrillCommit) throws(DrillTrouble) -> [any DrillPoint] {
    [ConnectionPoint("this process", on: store, records: false, commit: commit)]
  }

  /// - Throws: ``DrillTrouble/stopped``, and ``DrillTrouble/failed(_:)`` when nobody answers in time.
  static func waitForEnter(stop: StopSignal, atMost limit: TimeSpan) throws(DrillTrouble) {
    var waits = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let end = ContinuousClock.now + .milliseconds(limit.milliseconds)
    while true {
      let left = (end - ContinuousClock.now).span.milliseconds
      guard left > 0 else { throw .failed("nobody answered the page within \(PlainText.span(limit))") }
      guard poll(&waits, 2, Int32(clamping: left)) > 0 else { continue }
      if waits[1].revents != 0 { throw .stopped }
      if waits[0].revents != 0 {
        _ = readLine()
        return
      }
    }
  }
}

/// Incidents that are open, as the audit log has them.
enum OpenIncidents {
  /// The id of one; nil when there is none.
  static func first(in store: any SessionStore) throws -> String? {
    var open: [String] = []
    for entry in try store.entries(limit: .max).reversed() {
      switch entry.action {
      case "incident.opened", "incident.reopened": open.append(entry.target)
      case "incident.closed": open.removeAll { $0 == entry.target }
      default: break
      }
    }
    return open.first
  }
}

extension AuditEntry {
  /// The report of a `drill.run`; nil where it does not read.
  var drillReport: DrillReport? {
    guard let detail, let value = try? parseJSON(Array(detail.utf8)) else { return nil }
    return try? DrillReport(value)
  }
}
