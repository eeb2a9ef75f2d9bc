import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

extension Model {
  // MARK: Whether

  var inIncident: Availability {
    guard let incident = shownIncident else { return .disabled("no incident is shown here") }
    return incident.isClosed ? .disabled("\(incident.id) is closed: `:reopen` goes on with it") : .enabled
  }

  /// Also of a closed one.
  var onIncident: Availability {
    shownIncident == nil ? .disabled("no incident is shown here") : .enabled
  }

  /// Of a step that must be the one in hand.
  func inStep(_ step: IncidentStep) -> Availability {
    guard inIncident == .enabled, let incident = shownIncident else { return inIncident }
    switch incident.currentStep {
    case step: return .enabled
    case _ where incident.reaches(step): return .enabled
    case let current? where current < step:
      return .disabled("the step \(current.rawValue) comes first: do it, or `:skip` it with a reason")
    default:
      return .disabled("the step \(step.rawValue) is behind: `:step-back \(step.rawValue)` goes back to it")
    }
  }

  var joinAvailability: Availability {
    switch screen {
    case .incident, .incidents: .disabled("an incident is shown: `:incident TITLE` opens another by hand")
    case .alerts: alerts.cursorAlert == nil ? .disabled("no alert is chosen") : .enabled
    default: subject == nil ? .disabled("no session is chosen") : .enabled
    }
  }

  var nextAvailability: Availability {
    guard let next = nextStep else { return .disabled("no incident is shown here") }
    switch next.way {
    case .order, .command: return .enabled
    case .run(let id):
      guard let action = ActionTable.action(id) else { return .enabled }
      return action.availability(self)
    case .key: return .disabled("the next is `\(next.key(in: keymap))`, \(next.text)")
    case .shell: return .disabled("the next is `\(next.key(in: keymap))` in a shell, \(next.text)")
    }
  }

  var acceptAvailability: Availability {
    if screen == .approvals { return answerAvailability }
    guard inIncident == .enabled else { return inIncident }
    guard let offer = shownIncident?.handOver else { return .disabled("no hand-over waits for an answer") }
    return offer.to == settings.operatorPlainName
      ? .enabled
      : .disabled("the hand-over was offered to \(offer.to), you are \(settings.operatorPlainName)")
  }

  // MARK: Doing

  /// Opens an incident from what the last frame showed under the cursor, or joins one.
  mutating func joinIncident(_ title: String?) -> [Effect] {
    if let title { return send(.open(.hand(title))) }
    if screen == .alerts {
      switch alertTarget() {
      case .failure(let refusal): return refuse(refusal.reason)
      case .success(let alert): return send(.join(.alert(alert)))
      }
    }
    switch target(named: nil) {
    case .failure(let refusal): return refuse(refusal.reason)
    case .success(let key): return send(.join(.session(key)))
    }
  }

  /// Gives an order, unless another for the same incident is on its way: its answer may change what is to be done.
  mutating func send(_ order: IncidentOrder) -> [Effect] {
    guard ordersSent.allSatisfy({ $0.incident != order.incident }) else {
      return refuse("\(order.incident ?? "the incident") is being changed already: press it again then")
    }
    ordersSent.append(order)
    status = nil
    return [.order(order)]
  }

  /// An order on the incident that the last frame showed, and on no other.
  mutating func send(_ make: (Incident) -> IncidentOrder) -> [Effect] {
    guard let incident = shownIncident, drawn.incident == incident.id else {
      return refuse("no incident was shown: nothing was done")
    }
    return send(make(incident))
  }

  mutating func perform(_ actions: [IncidentAction]) -> [Effect] { send { .perform(actions, on: $0.id) } }

  mutating func doNext() -> [Effect] {
    guard let next = nextStep else { return [] }
    switch next.way {
    case .order(let order):
      guard drawn.next == next.text else {
        return refuseUnseenNext()
      }
      return send { _ in order }
    case .command(let text):
      return ask(for: text)
    case .run(let id):
      guard drawn.next == next.text else { return refuseUnseenNext() }
      return ActionTable.action(id).map { perform($0) } ?? []
    case .key, .shell: return []
    }
  }

  private mutating func refuseUnseenNext() -> [Effect] {
    refuse("what is to be done had changed unseen: nothing was done, press the key again")
  }

  /// Opens the command line with the beginning of a command in it.
  mutating func ask(for text: String) -> [Effect] {
    var palette = Palette(keymap: keymap)
    palette.field.replace(with: text)
    overlay = .palette(palette)
    return []
  }

  mutating func verifyNow() -> [Effect] {
    guard let incident = shownIncident else { return [] }
    incidentPage.boardAskedAt = nil
    guard !incident.isStarted(.verify) else {
      say("asking every enforcement point")
      return askBoard()
    }
    return perform(incident.actionsToReach(.verify) + [.stepStarted(.verify)])
  }

  // MARK: Answers

  mutating func ordered(_ order: IncidentOrder, _ outcome: IncidentOutcome) -> [Effect] {
    if let index = ordersSent.firstIndex(of: order) { ordersSent.remove(at: index) }
    switch outcome {
    case .refused(let sentence):
      say("\(order.incident ?? "the incident") was NOT \(order.participle): \(sentence)", .error)
      return [.bell] + askIncidents()
    case .choice(let open):
      guard case .join(let source) = order, overlay == nil, !isTypingFilter else { return [] }
      let items = open.map {
        Chooser.Item.incident(id: $0.id, title: "\($0.severity.word) \($0.opening.title)")
      }
      overlay = .chooser(Chooser(purpose: .join(source), items: items + [.newIncident]))
      return []
    case .done(let incident, let words):
      incidents.replace(with: incident)
      // Of a revocation the status line tells its commit and its effect.
      switch order {
      case .link: break
      case .draftNotice: say("\(incident.id): \(words), \(key(.showNotice)) shows it")
      default: say("\(incident.id): \(words)")
      }
      switch order {
      case .join(let source), .open(let source), .joinTo(_, let source):
        movedByAnswer = true
        return storeChanged() + show(incident: incident.id, joined: source.sessionKey)
      default: return storeChanged() + askIncidents() + askIncident()
      }
    }
  }
}
