import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// What is said once everything that it needs was read.
extension Linear {
  mutating func report(_ pending: Pending) {
    switch pending {
    case .greeting: say(LinearPages.greeting(model))
    case .sessions: reportSessions()
    case .session(let key): reportSession(key)
    case .page(let screen): report(screen)
    case .again(let line): begin(Line(text: line))
    case .answer(let before): reportAnswer(from: before)
    }
  }

  private mutating func reportSessions() {
    listed = model.list.order.map { .session($0) }
    listedMatching = model.list.matching
    listedCount = min(Self.rowsEach, listed.count)
    say(LinearRows.head(model))
    say(LinearRows.lines(listed, from: 0, count: Self.rowsEach, model))
    say(LinearRows.tail(of: self))
  }

  private mutating func reportSession(_ key: Identifier) {
    look()
    say(LinearPages.session(key, model))
  }

  /// What the action opened or offered; what it said in the status line was said when it came.
  private mutating func reportAnswer(from before: Screen) {
    if model.filter.isEditing {
      _ = model.filter.cancel()
      return say("expected `filter TEXT`")
    }
    guard let overlay = model.overlay else {
      if model.screen != before { report(model.screen) } else if !hasAnswered { say("done") }
      return
    }
    // An overlay that has no lines of its own is said as it is drawn.
    if case .palette(let palette) = overlay {
      model.overlay = nil
      say("type the rest: `\(palette.field.text)`")
    } else if case .chooser(let chooser) = overlay {
      offer(chooser)
    } else if case .card(let card) = overlay {
      offer(card)
    } else if case .page(let page) = overlay {
      show(page)
    } else if case .modes = overlay {
      model.overlay = nil
      run([.stopPreview])
      sayModes()
    } else if case .tour = overlay {
      model.overlay = nil
      for card in TourCard.all(glyphs: model.settings.glyphs, model.keymap) {
        say([card.title] + LinearText.lines(card.lines))
      }
    } else {
      look()
      say(LinearPages.drawn(model))
    }
  }

  private mutating func offer(_ card: RevokeCard) {
    say("revoke for \(SafeText(card.incident))")
    say(LinearText.lines(CardView.lines(card, model)))
    look()
    say("`fire` revokes them, `leave` leaves them")
  }

  private mutating func offer(_ chooser: Chooser) {
    offered = chooser.items
    guard !offered.isEmpty else {
      model.overlay = nil
      return say("there is nothing to choose from")
    }
    say(ChooserView.title(chooser) + ":")
    for (index, item) in offered.enumerated() { say("choose \(index + 1): \(ChooserView.text(of: item))") }
    if let note = ChooserView.note(chooser, model) { say("the first " + note) }
    say("`leave` leaves it as it is")
    look()
  }

  private mutating func report(_ screen: Screen) {
    look()
    if screen == .sessions {
      reportSessions()
    } else if case .session(let key) = screen {
      reportSession(key)
    } else if screen == .alerts {
      number(model.alerts.alerts.map { .alert($0.id) }, of: model.alerts.matching)
    } else if screen == .incidents {
      number(model.incidents.incidents.map { .incident($0.id) })
    } else if screen == .approvals {
      number(model.approvals.requests.map { .request($0.id) })
    } else if screen == .drills {
      number(model.drills.drills.map { .drill($0.id) })
    } else if case .incident = screen {
      say(LinearPages.incident(model))
    } else if screen == .metrics {
      say(LinearPages.metrics(model))
    } else {
      // A screen that has no lines of its own is said as it is drawn.
      say(LinearPages.drawn(model))
    }
  }

  private mutating func number(_ items: [Item], of matching: Int? = nil) {
    listed = items
    listedMatching = matching ?? items.count
    listedCount = min(Self.rowsEach, items.count)
    say("\(model.screen.title): \(items.isEmpty ? "none" : Format.count(listedMatching))")
    say(LinearRows.lines(items, from: 0, count: Self.rowsEach, model))
    say(LinearRows.tail(of: self))
  }
}
