import AuditTrail
import IncidentResponse
import SessionStore

extension NextStep {
  /// What is next on the way from the facts to a notice that is out.
  init(noticeOf incident: Incident, _ reading: NoticeReading?, me: String, keys: Keymap, why: String) {
    guard let text = reading?.latest else {
      self.init(noticeOf: incident, why: why)
      return
    }
    switch text.standing {
    case .blocked:
      self.init(way: .run(.editNotice), text: "edit the notice", why: "\(text.blockingWords) blocks it")
    case .drafted:
      self.init(
        way: .run(.askApproval), text: "ask a second person to approve the notice",
        why: "`\(keys.name(of: .showNotice))` shows what they will read")
    case .denied(let who, let answer):
      self.init(way: .run(.editNotice), text: "edit the notice", why: "\(who) denied it: \(answer)")
    case .lapsed:
      self.init(
        way: .run(.askApproval), text: "ask for the approval again", why: "nobody answered in time")
    case .waits(let request) where request.ask.by == me:
      self.init(
        way: .key(.note), text: "wait for a second person, or write a note",
        why: "\(request.id) waits until \(UTC.time(request.ask.expiresAt))")
    case .waits(let request):
      self.init(
        way: .run(.approvals), text: "read the notice and answer \(request.id)",
        why: "\(request.ask.by) asked for it")
    case .approved:
      self.init(
        way: .command("export markdown \(incident.id).md"), text: "export the notice",
        why: "it is approved; `:post` says how to post it")
    case .out: self.init(finishing: incident)
    }
  }

  /// By the timeline alone, where the texts have not been read.
  private init(noticeOf incident: Incident, why: String) {
    let draft = incident.notices.last { $0.stage == .drafted }?.digest
    let isOut = incident.notices.contains {
      ($0.stage == .posted || $0.stage == .exported) && (draft == nil || $0.digest == draft)
    }
    if isOut {
      self.init(finishing: incident)
    } else if draft == nil {
      self.init(way: .run(.draft), text: "draft the notice", why: why)
    } else {
      let isApproved = incident.notices.contains { $0.stage == .approved && $0.digest == draft }
      self.init(
        way: .run(.showNotice), text: isApproved ? "export the notice" : "ask for the notice's approval",
        why: why)
    }
  }

  private init(finishing incident: Incident) {
    let result = StepResult(summary: "the notice is out")
    self.init(
      way: .order(.perform(incident.finishing(.notice, result), on: incident.id)), text: "finish notice",
      why: "the notice is out")
  }
}
