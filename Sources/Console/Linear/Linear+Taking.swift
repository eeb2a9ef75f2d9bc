import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// A line of the operator, from its first word to what is done.
extension Linear {
  /// More is no command.
  static let lineMax = 4_096

  /// Whether the line stops a session: it waits for nothing.
  func isStop(_ line: String) -> Bool {
    guard case .action(let action) = LinearWord.read(line, model.keymap).word else { return false }
    return action.id == .revoke || action.id == .undo
  }

  mutating func begin(_ typed: Line) {
    let (line, isBurst) = (typed.text, typed.isBurst)
    touchedAt = now
    hasAnswered = false
    // No row is chosen where none was named.
    model.movedByAnswer = false
    model.movedByAnswerAt = nil
    let (word, rest) = LinearWord.read(line, model.keymap)
    guard line.unicodeScalars.count <= Self.lineMax else {
      return say("a line of \(line.unicodeScalars.count) characters is none of ours: nothing was done")
    }
    switch word {
    case .unknown(""): if isTyped { say(news.summary) }
    case .unknown(let head):
      say("`\(head)` is nothing that can be typed here: `help` says what can")
    case .own(let own):
      if own == .choose, isBurst { return say(Self.burstRefusal("choose")) }
      if own == .choose, typed.isAhead { return say(Self.aheadRefusal("choose")) }
      take(own, rest)
    case .action(let action):
      if isBurst, action.risk != .read { return say(Self.burstRefusal(action.id.name)) }
      if typed.isAhead, Self.actsOnWhatWasSaid(action, rest) {
        return say(Self.aheadRefusal(action.id.name))
      }
      take(action, rest, line: line)
    }
  }

  private static func burstRefusal(_ name: String) -> SafeText {
    "`\(name)` came at once with other lines, as in a paste: nothing was done, type it alone"
  }

  private static func aheadRefusal(_ name: String) -> SafeText {
    "`\(name)` came before what it acts on was said: nothing was done, wait for the answer and type it again"
  }

  /// Whether the line means what the answer before it has shown, because it names nothing itself.
  private static func actsOnWhatWasSaid(_ action: Action, _ rest: String?) -> Bool {
    switch action.id {
    case .fire: true
    case .accept: rest == nil
    default: false
    }
  }

  private mutating func take(_ own: LinearWord.Own, _ rest: String?) {
    switch own {
    case .list: list(rest)
    case .more: sayMore()
    case .open: open(rest)
    case .choose: choose(rest)
    case .leave: leave()
    case .help: say(LinearHelp.lines(rest, model))
    case .news: setNews(rest)
    case .quiet: setQuiet(rest)
    case .status: say(LinearPages.status(model))
    case .mode: sayModes()
    }
  }

  /// The console's list of modes wants a cursor: here a mode is set in words.
  mutating func sayModes() {
    say(LinearPages.modes(model))
    say("`mode MODE SCOPE [--reason TEXT]` sets one, such as `mode guarded chain:1`")
  }

  // MARK: Lists

  private mutating func list(_ filter: String?) {
    if let mistake = model.filter.set(filter ?? "") { return say(SafeText(mistake)) }
    showSessions()
  }

  /// Reads the rows from the top and says the first of them.
  mutating func showSessions() {
    model.overlay = nil
    run(model.go(to: .sessions))
    model.list.choose(nil)
    run(model.choose())
    wait(for: .sessions)
  }

  private mutating func sayMore() {
    guard listedCount < listed.count else {
      return say(
        listed.isEmpty ? "there is no list to go on with: `list` says the sessions" : "that was all of it")
    }
    say(LinearRows.lines(listed, from: listedCount, count: Self.rowsEach, model))
    listedCount = min(listed.count, listedCount + Self.rowsEach)
    say(LinearRows.tail(of: self))
  }

  // MARK: One of them

  private mutating func open(_ name: String?) {
    guard let name else { return say("expected `open ID`, or a number of the latest list") }
    model.overlay = nil
    if let number = Int(name), number > 0 {
      guard number <= listed.count else {
        return say("the latest list has no number \(number): expected 1 to \(listed.count), or an id")
      }
      return open(listed[number - 1])
    }
    if let item = known(name) { return open(item) }
    resolve(name, line: "open \(name)") { linear, key in linear.open(.session(key)) }
  }

  /// What a name means that no session has.
  private func known(_ name: String) -> Item? {
    let words = name.split(separator: " ")
    if words.count == 2, words[0] == "alert", let id = Int64(words[1]) { return .alert(id) }
    if let incident = model.incidents.incidents.first(where: { $0.id.lowercased() == name.lowercased() }) {
      return .incident(incident.id)
    }
    if model.approvals[name] != nil { return .request(name) }
    return model.drills.drills.contains { $0.id == name } ? .drill(name) : nil
  }

  mutating func open(_ item: Item) {
    switch item {
    case .session(let key):
      run(model.open(key.text))
      wait(for: .session(key))
    case .alert(let id):
      guard let alert = model.alerts.alerts.first(where: { $0.id == id }) else {
        return say("alert \(id) is not in the list: `alerts` says those that are not closed")
      }
      say(LinearText.lines(AlertCells(alert, model).details(width: model.size.columns)))
    case .incident(let id):
      run(model.show(incident: id))
      wait(for: .page(.incident(id)))
    case .request(let id): show(TextPage(subject: .request(id)))
    case .drill(let id): show(TextPage(subject: .drill(id)))
    }
  }

  /// Says a page of text whole; what was said was shown.
  mutating func show(_ page: TextPage) {
    model.overlay = .page(page)
    look()
    say(LinearText.plain(TextPageView.title(page)))
    say(LinearText.lines(TextPageView.lines(page, model)))
    model.overlay = nil
  }

  /// The console may act only on what its frame shows: here that is what the line names and what was said.
  mutating func look() {
    model.movedByAnswer = false
    run(model.update(.drawn(view(model).drawn), at: now))
    model.movedByAnswerAt = nil
  }

  // MARK: What was offered

  private mutating func choose(_ text: String?) {
    guard case .chooser(var chooser)? = model.overlay, !offered.isEmpty else {
      return say("nothing was offered to choose from")
    }
    guard let number = text.flatMap({ Int($0) }), offered.indices.contains(number - 1),
      let index = chooser.items.firstIndex(of: offered[number - 1])
    else { return say("expected `choose N`, with 1 to \(offered.count)") }
    chooser.index = index
    model.overlay = .chooser(chooser)
    look()
    offered = []
    let before = model.screen
    run(model.update(.key(Key(.enter), isBurst: false), at: now))
    wait(for: .answer(from: before))
  }

  private mutating func leave() {
    guard model.overlay != nil else { return say("nothing was offered: there is nothing to leave") }
    model.overlay = nil
    offered = []
    say("left: nothing was done")
  }

  // MARK: News

  private mutating func setNews(_ text: String?) {
    switch text {
    case "held": news.isHeld = true
    case "at-once": news.isHeld = false
    default: return say("expected `\(LinearWord.Own.news.usage)`")
    }
    say(news.isHeld ? "news waits for Enter" : "news comes at once, even while you type")
  }

  private mutating func setQuiet(_ text: String?) {
    switch text {
    case "on":
      news.isQuiet = true
      say("quiet: alerts and requests are not said of themselves; revocations, the mode and trouble are")
    case "off":
      news.isQuiet = false
      say("alerts and requests are said again")
      say(news.summary)
    default: say("expected `\(LinearWord.Own.quiet.usage)`")
    }
  }
}
