import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

/// What is to be done now in an incident, and the key that does it. Always one.
struct NextStep: Hashable, Sendable {
  enum Way: Hashable, Sendable {
    /// An action with a key of its own.
    case key(ActionID)
    /// `n` runs it, and so does a key of its own.
    case run(ActionID)
    /// `n` does it at once.
    case order(IncidentOrder)
    /// `n` opens the command line with this in it.
    case command(String)
    /// A command of the shell.
    case shell(String)
  }

  let way: Way
  /// A few words.
  let text: String
  let why: String

  /// The key, or the command.
  func key(in keymap: Keymap) -> String {
    switch way {
    case .key(let id): keymap.name(of: id)
    case .order, .command, .run: keymap.name(of: .next)
    case .shell(let command): command
    }
  }
}

extension NextStep {
  /// - Parameters:
  ///   - me: the operator's name, as incidents have it.
  ///   - hasSubject: there is a session that `X` would revoke.
  init(
    _ incident: Incident, _ response: ResponseSettings, board: BoardReading?, notice: NoticeReading? = nil,
    hasSubject: Bool, me: String, keys: Keymap = .standard
  ) {
    if let offer = incident.handOver, offer.to == me, !incident.isClosed {
      self.init(
        way: .key(.accept), text: "accept the command of \(offer.from)", why: "read the brief below first")
      return
    }
    // A notice that somebody drafted is gone on with, whether it was called for or not.
    if incident.isOnNotice(notice) {
      self.init(noticeOf: incident, notice, me: me, keys: keys, why: IncidentStep.notice.doneWhen)
      return
    }
    // There is always one.
    guard let action = Self.pressing(incident.nextActions(response)) else {
      self.init(way: .key(.note), text: "write a note", why: "nothing else is to be done")
      return
    }
    switch action.kind {
    case .start(let step), .finish(let step):
      if step == .notice {
        self.init(noticeOf: incident, notice, me: me, keys: keys, why: action.why)
      } else {
        self.init(step, of: incident, board, hasSubject, why: action.why)
      }
    case .skip(let step):
      self.init(
        way: .order(.perform([.stepSkipped(step, reason: action.why)], on: incident.id)),
        text: "skip \(step.rawValue)",
        why: action.why)
    case .answerHandOver(let name):
      self.init(way: .key(.note), text: "wait for \(name), or write a note", why: action.why)
    case .setSeverity(let severity):
      self.init(
        way: .order(.perform([.severitySet(severity, reason: action.why)], on: incident.id)),
        text: "raise the severity to \(severity.word)", why: action.why)
    case .assign(let role):
      self.init(way: .command("role \(role.rawValue) "), text: "name the \(role.rawValue)", why: action.why)
    case .attachEvidence: self.init(way: .command("evidence "), text: "attach evidence", why: action.why)
    case .close:
      self.init(
        way: .order(.perform([.closed(summary: incident.ownSummary)], on: incident.id)),
        text: "close the incident",
        why: action.why)
    case .finishFollowUp(let id, let owner):
      self.init(
        way: .command("follow-up-done \(id)"), text: "\(owner) finishes follow-up \(id)", why: action.why)
    case .report:
      self.init(
        way: .shell("curfew incident report \(incident.id)"), text: "make the report", why: action.why)
    }
  }

  /// The first; but an incident that can be closed is not kept open by roles that nobody needs any more.
  private static func pressing(_ actions: [NextAction]) -> NextAction? {
    guard let close = actions.first(where: { $0.kind == .close }) else { return actions.first }
    return actions.first { action in
      switch action.kind {
      case .assign, .attachEvidence, .close: false
      default: true
      }
    } ?? close
  }

  private init(
    _ step: IncidentStep, of incident: Incident, _ board: BoardReading?, _ hasSubject: Bool, why: String
  ) {
    let summary = incident.summary(of: step) ?? ""
    let finish = Way.order(.perform(incident.finishing(step, StepResult(summary: summary)), on: incident.id))
    switch step {
    case .revoke where incident.revocations.isEmpty && hasSubject:
      self.init(way: .key(.revoke), text: "revoke the session", why: why)
    case .revoke where incident.revocations.isEmpty:
      self.init(way: .key(.scope), text: "choose what to revoke", why: why)
    case .revoke:
      self.init(way: finish, text: "finish revoke", why: summary)
    case .tighten where incident.modes.isEmpty: self.init(way: .key(.mode), text: "choose a mode", why: why)
    case .tighten:
      self.init(way: finish, text: "finish tighten", why: summary)
    case .verify where board?.isDone == true:
      self.init(
        way: .order(.finishVerify(incident.id)), text: "finish verify",
        why: "every point refuses, and it has been quiet for long enough")
    case .verify: self.init(way: .key(.verify), text: "ask every enforcement point", why: board?.why ?? why)
    case .notice: self.init(noticeOf: incident, nil, me: "", keys: .standard, why: why)
    }
  }
}

extension Incident {
  /// A notice is drafted and has not gone out: the step's own, or an update after it.
  fileprivate func isOnNotice(_ reading: NoticeReading?) -> Bool {
    guard !isClosed, !notices.isEmpty else { return false }
    if currentStep == .notice { return true }
    guard currentStep == nil, case .done = state(of: .notice), let latest = reading?.latest else {
      return false
    }
    return !latest.isOut
  }

  /// What a close says when the operator says nothing.
  var ownSummary: String {
    IncidentStep.allCases.map { step in
      switch state(of: step) {
      case .done(_, _, let result): "\(step.rawValue): \(result.summary)"
      case .skipped(_, let reason): "\(step.rawValue) skipped: \(reason)"
      case .pending, .started: "\(step.rawValue) open"
      }
    }.joined(separator: "; ").shortened(to: IncidentLimits.note)
  }
}

extension String {
  /// Cut to so many code points.
  fileprivate func shortened(to limit: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
  }
}
