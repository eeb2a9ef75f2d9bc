import Delegation
import Glibc
import PolicyEngine
import Traffic

/// Writes traffic as an event log, and what it was beside it.
struct TrafficLog {
  let policy: Policy
  let options: TrafficOptions

  /// - Parameter labels: where the sessions' labels go; nil: nowhere.
  func write(events: String, labels: String?) throws {
    let output = try TrafficLog.open(events)
    var sessions = SessionLabels()
    for step in TrafficGenerator(options, policy: policy) {
      sessions.note(step)
      try output.line(json: step.logged.json)
    }
    try output.flush()
    guard let labels else { return }
    let file = try TrafficLog.open(labels)
    for session in sessions.sessions { try file.line(json: session.json) }
    try file.flush()
  }

  /// A file of its own; one that is there is written over, so that a run can be repeated.
  private static func open(_ path: String) throws -> Output {
    if path == "-" { return Output() }
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("cannot write `\(path)`: \(systemMessage())") }
    return Output(descriptor: descriptor)
  }
}
