import Delegation
import Glibc
import IncidentResponse
import SessionStore

/// Who is asked in a live drill.
enum LivePoints {
  /// This process, and every other that decides on the store.
  static func all(of store: any SessionStore, commit: DrillCommit) throws(DrillTrouble) -> [any DrillPoint] {
    let own: any DrillPoint = ConnectionPoint("this process", on: store, records: false, commit: commit)
    do throws(StoreError) {
      return [own] + (try store.points()).map { asked($0, on: store, commit) }
    } catch {
      throw .failed("the enforcement points cannot be found: \(error.sentence)")
    }
  }

  /// Less than from one round of probes to the next.
  private static let timeout = Duration.milliseconds(150)

  private static func asked(
    _ point: EnforcementPoint, on store: any SessionStore, _ commit: DrillCommit
  ) -> any DrillPoint {
    AskedPoint(point.name, commit: commit) { requests in
      switch store.probe(requests, at: point, timeout: timeout) {
      case .decided(let decisions, let leaves, _): .decided(decisions, leaves: leaves)
      case .noAnswer, .problem: .unanswered
      case .gone: .gone
      }
    }
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
