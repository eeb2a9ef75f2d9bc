package import Delegation

/// What a newcomer learns, in order: one whole incident.
package enum WalkthroughTask: String, CaseIterable, Hashable, Sendable {
  /// Open an incident from the alert.
  case answer
  case revoke
  case tighten
  case verify
  case notice
  case close
}

/// How far a newcomer has come, told from what the incident holds: by whichever way they did it.
package struct WalkthroughProgress: Hashable, Sendable {
  package struct Done: Hashable, Sendable {
    package let task: WalkthroughTask
    package let at: Timestamp
    /// What came of it, or why it was skipped.
    package let words: String
    package let wasSkipped: Bool
  }

  /// In the order of the tasks; a task that another one comes before is told only with it.
  package let done: [Done]
  /// Nil when all is done.
  package var next: WalkthroughTask? { WalkthroughTask.allCases.dropFirst(done.count).first }

  /// - Parameter incident: nil while none was opened.
  package init(_ incident: Incident?) {
    var done: [Done] = []
    for task in WalkthroughTask.allCases {
      guard let incident, let one = WalkthroughProgress.done(task, in: incident) else { break }
      done.append(one)
    }
    self.done = done
  }

  private static func done(_ task: WalkthroughTask, in incident: Incident) -> Done? {
    switch task {
    case .answer:
      Done(
        task: task, at: incident.openedAt, words: "opened \(incident.id), \(incident.severity.word)",
        wasSkipped: false)
    case .revoke:
      linked(task, incident.revocations.first?.committedAt, in: incident) ?? settled(task, in: incident)
    case .tighten:
      linked(task, incident.modes.first?.committedAt, in: incident) ?? settled(task, in: incident)
    case .verify, .notice: settled(task, in: incident)
    case .close: closed(incident)
    }
  }

  /// What took effect counts from then on; the step itself may be ended later.
  private static func linked(_ task: WalkthroughTask, _ time: Timestamp?, in incident: Incident) -> Done? {
    guard let time, let step = IncidentStep(rawValue: task.rawValue) else { return nil }
    return Done(task: task, at: time, words: incident.summary(of: step) ?? "", wasSkipped: false)
  }

  private static func settled(_ task: WalkthroughTask, in incident: Incident) -> Done? {
    guard let step = IncidentStep(rawValue: task.rawValue) else { return nil }
    switch incident.state(of: step) {
    case .done(_, let ended, let result):
      return Done(task: task, at: ended.at, words: result.text, wasSkipped: false)
    case .skipped(let mark, let reason): return Done(task: task, at: mark.at, words: reason, wasSkipped: true)
    case .pending, .started: return nil
    }
  }

  private static func closed(_ incident: Incident) -> Done? {
    guard incident.isClosed else { return nil }
    let event = incident.events.last { if case .closed = $0.action { true } else { false } }
    guard let event, case .closed(let summary) = event.action else { return nil }
    return Done(task: .close, at: event.happenedAt, words: summary, wasSkipped: false)
  }
}

/// What the coach says before a task.
package struct WalkthroughLesson: Hashable, Sendable {
  package let title: String
  package let why: String
  /// Commands that do it, the usual one first.
  package let commands: [String]

  /// - Parameters:
  ///   - alert: the alert's number, and the key of the session that it is about.
  package init(_ task: WalkthroughTask, alert: Int64, session: Identifier) {
    switch task {
    case .answer:
      self.init(
        "answer the alert",
        "A session is critical. Look at it, then open an incident: from now on all is kept.",
        ["curfew risk \(session.text)", "curfew incident open --alert \(alert)"])
    case .revoke:
      self.init(
        "revoke", "Stop the key first, ask afterwards. It takes no second person, and holds from its commit.",
        ["curfew incident revoke --session \(session.text) --reason \"drains a wallet\""])
    case .tighten:
      self.init(
        "tighten",
        "If one key was stolen, others may be. Look at what is proposed; choose it, or say why not.",
        ["curfew incident tighten", "curfew incident skip tighten --reason \"one key only\""])
    case .verify:
      self.init(
        "verify",
        "Do not believe it: ask every process that decides, and wait until nothing was allowed for a while.",
        ["curfew incident verify --follow"])
    case .notice:
      self.init(
        "notice",
        "Say what users must know, and only what is known. Where few are affected, say why there is none.",
        [
          "curfew notice draft --facts FILE",
          "curfew incident skip notice --reason \"one wallet, told directly\"",
        ])
    case .close:
      self.init(
        "close", "Say in a sentence what it was. The report has all times and proofs.",
        ["curfew incident close --summary \"one key stolen, revoked\"", "curfew incident report"])
    }
  }

  private init(_ title: String, _ why: String, _ commands: [String]) {
    self.title = title
    self.why = why
    self.commands = commands
  }
}
