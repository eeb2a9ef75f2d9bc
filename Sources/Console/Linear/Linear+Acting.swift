import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The console's actions, by their names.
extension Linear {
  mutating func take(_ action: Action, _ rest: String?, line: String) {
    if let reason = LinearActions.refusal(of: action) { return say("`\(action.id.name)`: \(reason)") }
    if model.settings.isReadOnly, action.risk != .read { return perform(action, rest) }
    switch LinearActions.target(of: action) {
    case .session: takeOnSession(action, rest, line: line)
    case .alert: takeOnAlert(action, rest, line: line)
    case .request: takeOnRequest(action, rest, line: line)
    case .sessions:
      if model.screen != .sessions { run(model.go(to: .sessions)) }
      let before = model.status
      perform(action, rest)
      if model.status == before { showSessions() }
    case .place: go(action)
    case .none where action.id == .mode && rest == nil && model.shownIncident?.isClosed != false: sayModes()
    case .none:
      // `W 0x91c4…0a7e`: an action of the console's that is about one session is told which.
      if action.argument == nil, let rest {
        resolve(rest, line: line) { linear, key in linear.aim(at: key, for: action) }
      } else if action.id == .incident, let rest, Self.isKey(rest) {
        resolve(rest, line: line) { linear, key in linear.aim(at: key, for: action) }
      } else {
        perform(action, rest)
      }
    }
  }

  /// Runs an action through the console's own checks, with nothing chosen that was not named.
  mutating func perform(_ action: Action, _ argument: String?) {
    if model.screen == .sessions { model.list.choose(nil) }
    if case .chooser? = model.overlay { model.overlay = nil }
    look()
    if model.screen == .alerts, LinearActions.target(of: action) != .alert {
      model.drawn.alert = nil
      model.drawn.target = nil
    }
    performAimed(action, argument)
  }

  private mutating func performAimed(_ action: Action, _ argument: String?) {
    let before = model.screen
    model.status = nil
    run(model.perform(action, argument: argument))
    wait(for: .answer(from: before))
  }

  // MARK: Sessions

  private mutating func takeOnSession(_ action: Action, _ rest: String?, line: String) {
    guard let rest else { return say("name the session: `\(action.id.name) ID`; nothing was done") }
    if action.id == .revoke, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return say(
        "`\(rest)` is a number of a list, and lists move on: `\(action.id.name)` takes the session's key; nothing was done"
      )
    }
    resolve(rest, line: line) { linear, key in
      if action.id == .revoke { linear.say("revoking \(SafeText(key.text))") }
      linear.perform(action, key.text)
    }
  }

  /// Puts the console where the action can be done to this session, and does it.
  mutating func aim(at key: Identifier, for action: Action) {
    if model.screen == .sessions, model.list.entries[key] != nil {
      model.list.choose(key)
      model.list.scroll(height: model.bodyRows)
      look()
      if action.availability(model) == .enabled { return performAimed(action, nil) }
    }
    if model.page.key != key { run(model.open(key.text)) }
    look()
    performAimed(action, nil)
  }

  /// Finds the session that a name means, whole or shortened, and goes on with it only if there is exactly one.
  mutating func resolve(
    _ name: String, line: String, _ go: (inout Linear, Identifier) -> Void
  ) {
    let head = String(name.prefix { $0 != " " })
    guard head.count == name.count else {
      return say("expected one session's key behind it, and nothing more: nothing was done")
    }
    let identifier: Identifier
    do throws(Identifier.Problem) {
      identifier = FindPattern(head) == nil ? try Identifier(head) : .opaque("")
    } catch {
      return say("`\(head)` is no session key: expected \(error.expectation)")
    }
    // A whole address is a key whether a session has it or not.
    if case .address = identifier { return go(&self, identifier) }
    if let key = found.removeValue(forKey: head) { return go(&self, key) }
    let pattern = FindPattern(head) ?? FindPattern(whole: head)
    steps.append(.find(pattern.query))
    finding.append(Finding(query: pattern.query, pattern: pattern, line: line))
    if pending == nil { (pendingSince, saidSlow) = (now, false) }
  }

  /// Whether a word can only mean a session.
  static func isKey(_ text: String) -> Bool {
    guard !text.contains(" ") else { return false }
    if FindPattern(text) != nil { return true }
    if case .address? = try? Identifier(text) { return true }
    return false
  }

  /// The store says which sessions a shortened key may mean.
  mutating func take(_ query: SessionQuery, _ listing: SessionListing?) {
    guard let index = finding.firstIndex(where: { $0.query == query }) else { return }
    let (pattern, line) = (finding[index].pattern, finding[index].line)
    finding.remove(at: index)
    guard let listing else { return say("the store could not be read: nothing was done") }
    let isWhole = pattern.tail.isEmpty
    let keys = listing.rows.map(\.id).filter {
      isWhole ? $0.text.lowercased() == pattern.head : pattern.matches($0)
    }
    let name = String(line.split(separator: " ").last ?? "")
    guard listing.rows.count == listing.matching else {
      return say(
        "`\(name)` may mean more sessions than can be looked at: type more of the key; nothing was done")
    }
    switch keys.count {
    case 0: say("no session has the key `\(name)`: nothing was done")
    case 1:
      found[name] = keys[0]
      beginBeside { $0.begin(Line(text: line)) }
    default:
      say("`\(name)` may mean \(keys.count) sessions: nothing was done, type one of these")
      for key in keys.prefix(10) { say(SafeText(key.text)) }
      if keys.count > 10 { say("and \(keys.count - 10) more") }
    }
  }

  // MARK: Alerts and requests

  private mutating func takeOnAlert(_ action: Action, _ rest: String?, line: String) {
    guard let rest, let id = Int64(rest.hasPrefix("alert ") ? rest.dropFirst(6) : rest[...]) else {
      return say("name the alert: `\(action.id.name) NUMBER`, with the alert's own number; nothing was done")
    }
    guard model.screen == .alerts else {
      run(model.go(to: .alerts))
      return wait(for: .again(line))
    }
    guard model.alerts.alerts.contains(where: { $0.id == id }) else {
      return say("alert \(id) is not in the list: nothing was done; `all-alerts` lists closed ones too")
    }
    model.alerts.choose(id)
    model.alerts.scroll(height: model.bodyRows)
    look()
    performAimed(action, nil)
  }

  private mutating func takeOnRequest(_ action: Action, _ rest: String?, line: String) {
    guard rest != nil else { return say("expected `\(action.usage)`: nothing was done") }
    guard model.screen == .approvals else {
      run(model.go(to: .approvals))
      return wait(for: .again(line))
    }
    look()
    performAimed(action, rest)
  }

  private mutating func go(_ action: Action) {
    let before = model.screen
    look()
    run(model.perform(action))
    // It is where it was: said again all the same.
    if model.screen == before { model.status = nil }
    wait(for: .page(model.screen))
  }
}
