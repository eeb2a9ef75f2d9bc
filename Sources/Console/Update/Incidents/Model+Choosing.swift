import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

extension Model {
  // MARK: Modes

  /// The list of modes that are tighter than the ones in force, the proposed one first.
  mutating func chooseMode() -> [Effect] {
    guard let incident = shownIncident else { return [] }
    guard let proposal = incidentPage.detail?.proposal else {
      return refuse("the proposal is still being read: press it again then")
    }
    let proposed = ModeCandidate(mode: proposal.mode, scope: proposal.scope)
    let others = ModeCandidate.others(than: proposed).filter { step(of: $0) == .tighter }
    let items = [Chooser.Item.mode(proposed, isProposed: true)] + others.map { .mode($0, isProposed: false) }
    overlay = .chooser(Chooser(purpose: .mode(incident: incident.id), items: items))
    return askPreview()
  }

  /// The row of the session that the incident is about.
  var incidentRow: SessionRow? {
    guard let key = incidentSubject else { return nil }
    return incidentPage.detail?.rows.first { $0.id == key } ?? row(of: key)
  }

  /// What the mode under the cursor would have done: asked once for each.
  private mutating func askPreview() -> [Effect] {
    guard case .chooser(let chooser) = overlay, case .mode(let id) = chooser.purpose,
      case .mode(let candidate, _)? = chooser.chosen,
      [nil, .stopped].contains(incidentPage.previews[candidate])
    else { return [] }
    incidentPage.previews[candidate] = .asked(percent: 0)
    return [.modePreview(candidate, for: id)]
  }

  // MARK: Scopes

  mutating func chooseScope(_ words: String?) -> [Effect] {
    guard let incident = shownIncident else { return [] }
    if let words {
      do throws(Scope.WordProblem) {
        let scope = try Scope(words: words)
        return askScope(.scopeCard(scope, title: scope.words, for: incident.id))
      } catch {
        return refuse(error.sentence)
      }
    }
    guard let key = incidentSubject else { return ask(for: "scope ") }
    overlay = .chooser(
      Chooser(purpose: .scope(incident: incident.id), items: (incidentPage.related ?? []).map { .scope($0) }))
    return askScope(.related(key, for: incident.id))
  }

  /// The latest question counts: the answer to one before it is dropped.
  private mutating func askScope(_ question: Effect) -> [Effect] {
    loads.note(endOf: .related)
    return pose(question, as: .related) ? [question] : []
  }

  mutating func cardRead(_ card: RevokeCard) -> [Effect] {
    guard settle(.scopeCard(card.scope, title: card.title, for: card.incident), as: .related) else {
      return []
    }
    guard shownIncident?.id == card.incident, overlay == nil else { return [] }
    overlay = .card(card)
    return []
  }

  var fireAvailability: Availability {
    if let bulkFireAvailability { return bulkFireAvailability }
    if case .card(let card) = overlay {
      return card.preview.sessions == 0 ? .disabled("no session is left in this scope") : .enabled
    }
    return .disabled("no scope is shown to be revoked: `:scope` shows one")
  }

  /// Revokes what the card shows.
  mutating func fire() -> [Effect] {
    if case .bulk(let card) = overlay { return fireBulk(card) }
    guard case .card(let card) = overlay, drawn.card == card, drawn.incident == card.incident else {
      return refuse("no scope was shown to be revoked: nothing was done")
    }
    overlay = nil
    return send(.revoke(card.scope, for: card.incident))
  }

  // MARK: Keys

  mutating func handle(_ key: Key, isBurst: Bool, _ card: RevokeCard) -> [Effect] {
    switch keymap.action(for: key)?.id {
    case let id? where isBurst: return noteBurst(key, wouldAct: id == .fire)
    case nil where isBurst: return noteBurst(key, wouldAct: false)
    case .fire?:
      guard let action = keymap.action(for: key) else { return [] }
      return perform(action)
    case .back, .quit:
      overlay = nil
      say("nothing was revoked")
      return []
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default: return refuse("`\(key)` did nothing: \(self.key(.fire)) revokes what is shown, Esc leaves")
    }
  }

  mutating func handle(_ key: Key, isBurst: Bool, _ chooser: Chooser) -> [Effect] {
    var chooser = chooser
    switch keymap.action(for: key)?.id {
    case .down: chooser.move(by: 1)
    case .up: chooser.move(by: -1)
    case .first: chooser.move(by: -chooser.items.count)
    case .last: chooser.move(by: chooser.items.count)
    case let id? where isBurst: return noteBurst(key, wouldAct: id == .open)
    case nil where isBurst: return noteBurst(key, wouldAct: false)
    case .open: return take(chooser)
    case .back, .quit:
      overlay = nil
      return [chooser.purpose == .theme ? .theme(.goBack) : .stopPreview]
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default: return refuse("`\(key)` did nothing: Enter takes the one under the cursor, Esc leaves")
    }
    overlay = .chooser(chooser)
    return chooser.purpose == .theme ? tryOn(chooser) : askPreview()
  }

  /// Takes what the last frame showed under the cursor, and nothing else.
  private mutating func take(_ chooser: Chooser) -> [Effect] {
    guard let item = chooser.chosen, drawn.choice == item, chooser.isAbout(drawn.incident) else {
      return refuse("nothing was shown under the cursor: nothing was done")
    }
    switch (chooser.purpose, item) {
    case (.join(let source), .incident(let id, _)): return act { $0.send(.joinTo(id, source)) }
    case (.join(let source), .newIncident): return act { $0.send(.open(source)) }
    case (.mode(let id), .mode(let candidate, _)): return act { $0.send(.tighten(candidate, for: id)) }
    case (.theme, .theme(let choice)):
      overlay = nil
      return [.setTheme(choice.name)]
    case (.why, .execution(let sequence, _)):
      overlay = nil
      return explain(sequence)
    case (.view, .view(let view)):
      overlay = nil
      return show(view)
    case (.destination, .destination(let text)):
      overlay = nil
      return follow(.destination, text)
    case (.scope(let id), .scope(let related)):
      overlay = .card(
        RevokeCard(incident: id, title: related.title, scope: related.scope, preview: related.preview))
      return []
    default: return []
    }
  }

  /// Closes the chooser and changes the store, unless this console may not.
  private mutating func act(_ body: (inout Model) -> [Effect]) -> [Effect] {
    overlay = nil
    guard !settings.isReadOnly else { return refuse("this console is read-only: nothing was changed") }
    return body(&self)
  }
}

extension ModeCandidate {
  /// All other modes but the loosest, for the same scope and for everything.
  static func others(than proposed: ModeCandidate) -> [ModeCandidate] {
    let modes: [PolicyMode] = [.guarded, .denyFirst, .lockdown]
    let scopes = proposed.scope == .everything ? [Scope.everything] : [proposed.scope, .everything]
    return scopes.flatMap { scope in modes.map { ModeCandidate(mode: $0, scope: scope) } }
      .filter { $0 != proposed }
  }
}
