import Delegation
import Glibc
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Coaches a newcomer through a whole incident on simulated traffic: says what to do and why, sees it done in the store,
/// by whichever way, and ends with the times.
final class Walkthrough {
  private let demo: DemoStore
  private let store: any SessionStore
  private let stop: StopSignal
  private let output = Output()
  private let startedAt: Timestamp
  private var told = 0

  /// Milliseconds from one look to the next.
  private static let pace: Int32 = 200

  static func run(seed: UInt64) throws {
    let stop = try StopSignal()
    let demo = try DemoStore(rate: 20, seed: seed, prepare: Walkthrough.prepare)
    defer { demo.close() }
    // The traffic's own connection: the newcomer's commands are other processes, and come and go.
    try Walkthrough(demo, demo.producing, stop).coach()
  }

  /// The policy plane would be quicker than a newcomer, and two minutes of quiet are long to wait for.
  private static func prepare(_ store: any SessionStore, _ acting: Operator) throws {
    let yaml = try store.policy().yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert")
      .replacing("quiet: 2m ", with: "quiet: 5s ")
    _ = try store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "a walkthrough's own store", by: acting)
  }

  private init(_ demo: DemoStore, _ store: any SessionStore, _ stop: StopSignal) {
    self.demo = demo
    self.store = store
    self.stop = stop
    startedAt = Surroundings.now()
  }

  private func coach() throws {
    try say(
      "DRILL: a walkthrough on a store of its own, with simulated traffic. ^C ends it, and the store with it."
    )
    try say("Work in another terminal, by the console (`curfew`) or by commands, on this store:")
    try say("  export CURFEW_STORE=\(demo.url) CURFEW_KEYS=\(demo.keys.path)")
    let alert = try waitForAlert()
    var lesson: WalkthroughTask?
    while true {
      let progress = WalkthroughProgress(try incident())
      for done in progress.done.dropFirst(told) { try tell(done) }
      told = progress.done.count
      guard let next = progress.next else { return try finish(progress) }
      if next != lesson { try teach(next, alert) }
      lesson = next
      if waited() { return try end(progress) }
    }
  }

  /// The worst whose session may still act.
  private func waitForAlert() throws -> (number: Int64, session: Identifier) {
    while true {
      let alerts = try store.alerts(AlertQuery(states: [.open])).alerts.sorted { $0.peak > $1.peak }
      for alert in alerts {
        guard let key = alert.sessionKey, let row = try store.session(key, executions: 0)?.row,
          row.life == .active
        else { continue }
        return (alert.id, key)
      }
      if waited() { throw Failure("the walkthrough was ended before there was an alert") }
    }
  }

  /// The first that was opened.
  private func incident() throws -> Incident? {
    do throws(DeskError) {
      return try IncidentDesk(store: store, operator: demo.acting).book().all.first
    } catch {
      throw Failure(error.sentence)
    }
  }

  /// - Returns: true when the process was told to end.
  private func waited() -> Bool {
    var signal = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&signal, 1, Walkthrough.pace) > 0
  }

  private func teach(_ task: WalkthroughTask, _ alert: (number: Int64, session: Identifier)) throws {
    let lesson = WalkthroughLesson(task, alert: alert.number, session: alert.session)
    let place = (WalkthroughTask.allCases.firstIndex(of: task) ?? 0) + 1
    try say("")
    try say("\(place) of \(WalkthroughTask.allCases.count): \(lesson.title). \(lesson.why)")
    for command in lesson.commands { try say("  \(command)") }
  }

  private func tell(_ done: WalkthroughProgress.Done) throws {
    let word = done.wasSkipped ? "skipped" : "done"
    try say(
      "\(word): \(done.task.rawValue), \(PlainText.span(done.at - startedAt)) after the alert: \(done.words)")
  }

  private func finish(_ progress: WalkthroughProgress) throws {
    try say("")
    try say("That was a whole incident. Your times, from the alert:")
    for done in progress.done {
      try say(
        "  \(done.task.rawValue)  \(PlainText.span(done.at - startedAt))\(done.wasSkipped ? ", skipped" : "")"
      )
    }
    let limit = DrillObjectives.standard.toRevokeP50
    guard let revoked = progress.done.first(where: { $0.task == .revoke }), !revoked.wasSkipped else {
      return try say("Nothing was revoked: next time stop the key first.")
    }
    let took = revoked.at - startedAt
    let verdict = took <= limit ? "within" : "over"
    try say("Revoked after \(PlainText.span(took)): \(verdict) the objective of \(PlainText.span(limit)).")
  }

  private func end(_ progress: WalkthroughProgress) throws {
    let left = WalkthroughTask.allCases.dropFirst(progress.done.count).map(\.rawValue)
    throw Failure("the walkthrough was ended, left to do: \(left.joined(separator: ", "))")
  }

  private func say(_ line: String) throws {
    try output.line(SafeText(line))
    try output.flush()
  }
}
