import Delegation
import PolicyEngine

@testable import IncidentResponse

/// Events that may or may not be rightly next: from a seed, hostile words and several operators among them.
struct EventMaker {
  var random: SeededRandom
  private var count = 0
  private var clock: Int64 = 0
  let incident: String

  private static let names = ["alice", "bob", "carol"]
  private static let words = ["seen in the log", hostileText, "", "é", "e\u{301}", " \n"]

  init(seed: UInt64, incident: String = "INC-1") {
    random = SeededRandom(seed: seed)
    self.incident = incident
  }

  mutating func event(_ action: IncidentAction) -> IncidentEvent {
    count += 1
    clock += Int64(random.next() % 30)
    let late = Int64(random.next() % 20) - 1
    return IncidentEvent(
      id: "e\(count)", incident: incident, happenedAt: at(clock - late), recordedAt: at(clock),
      who: random.pick(Self.names), sequence: random.next() % 2 == 0 ? nil : Int64(count), action: action)
  }

  mutating func next(after incident: Incident) -> IncidentEvent {
    // Often what is next, else few seeds would come to the end.
    if random.next() % 3 == 0, let step = incident.currentStep {
      if case .started = incident.state(of: step) {
        return event(random.next() % 2 == 0 ? link(step) : done(step))
      }
      return event(.stepStarted(step))
    }
    return event(anyAction(incident))
  }

  private mutating func anyAction(_ incident: Incident) -> IncidentAction {
    let (name, word) = (random.pick(Self.names), random.pick(Self.words))
    let step = random.pick(IncidentStep.allCases)
    switch random.next() % 21 {
    case 0: return .factsFound(IncidentFacts(exposedWallets: random.next() % 50))
    case 1: return .severitySet(random.pick(Severity.allCases), reason: word)
    case 2, 3: return .roleAssigned(random.pick(IncidentRole.allCases), to: name)
    case 4: return .noteAdded(word)
    case 5:
      return .detectionCorrected(from: incident.detectedAt, to: at(Int64(random.next() % 90)), reason: word)
    case 6: return .stepStarted(step)
    case 7: return done(step, word)
    case 8: return .stepSkipped(step, reason: word)
    case 9: return .steppedBack(to: step, reason: word)
    case 10: return .evidenceAttached(Evidence(title: word, sequence: Int64(random.next() % 9)))
    case 11: return .handOverOffered(to: name, brief: incident.brief(.standard))
    case 12, 13: return .handOverAccepted(offer: incident.handOver?.offer ?? "e0")
    case 14: return .handOverDeclined(reason: word)
    case 15: return .commandTaken(reason: word)
    case 16:
      return .followUpAgreed(FollowUp(id: "f\(random.next() % 3)", what: word, owner: name, dueAt: nil))
    case 18, 19: return link(step)
    case 17: return .followUpDone(id: "f\(random.next() % 3)")
    default:
      return incident.isClosed ? .reopened(from: step, reason: word) : .closed(summary: word)
    }
  }

  /// What a step needs, or one more of it.
  private mutating func link(_ step: IncidentStep) -> IncidentAction {
    let sequence = Int64(random.next() % 9)
    let digest = "sha256:\(random.next() % 3)"
    switch step {
    case .revoke:
      return .revoked(
        IncidentRevocation(
          sequence: sequence, target: .scope(Scope(chainID: 1)), sessions: random.next() % 50,
          committedAt: at(clock)))
    case .tighten:
      return .tightened(
        IncidentModeChange(
          sequence: sequence, mode: random.pick(PolicyMode.allCases), scope: .everything,
          committedAt: at(clock)))
    case .verify, .notice:
      let stage = random.pick(NoticeStage.Stage.allCases)
      return .noticeStaged(
        NoticeStage(
          stage: stage, kind: random.pick(NoticeKind.allCases), digest: digest,
          text: stage == .drafted ? random.pick(Self.words) : nil,
          destination: stage == .posted ? "hook" : nil))
    }
  }

  /// An incident that took some of `tries` events and refused the others.
  mutating func run(_ tries: Int, refused: (Incident, Incident) -> Void = { _, _ in }) throws -> Incident {
    var incident = try Incident(
      IncidentEvent(
        id: "e0", incident: incident, happenedAt: start, recordedAt: start, who: "alice", action: opening()))
    for _ in 0..<tries {
      let before = incident
      do throws(IncidentProblem) {
        _ = try incident.apply(next(after: incident))
      } catch {
        refused(before, incident)
      }
    }
    return incident
  }
}
