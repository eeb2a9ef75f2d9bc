import Delegation
import Terminal

extension Model {
  mutating func handle(_ key: Key, isBurst: Bool) -> [Effect] {
    if !isBurst { burst = nil }
    switch overlay {
    case .palette(let palette): return handle(key, isBurst: isBurst, palette)
    case .help(let top): return handleInHelp(key, isBurst: isBurst, top: top)
    case .chooser(let chooser): return handle(key, isBurst: isBurst, chooser)
    case .card(let card): return handle(key, isBurst: isBurst, card)
    case .page(let page): return handle(key, isBurst: isBurst, page)
    case .modes(let chooser): return handle(key, isBurst: isBurst, chooser)
    case .bulk(let card): return handle(key, isBurst: isBurst, card)
    case .columns(let chooser): return handle(key, isBurst: isBurst, chooser)
    case .revoking: return handleWhileRevoking(key, isBurst: isBurst)
    case .tour(let index): return handle(key, isBurst: isBurst, tour: index)
    case nil: break
    }
    if policyField != nil { return handleInPolicyFilter(key, isBurst: isBurst) }
    if isFilteringAudit { return handleInAuditFilter(key) }
    if filter.isEditing { return handleInFilter(key, isBurst: isBurst) }
    if rowFilter.isEditing { return handleInRowFilter(key) }
    guard let action = keymap.action(for: key) else {
      return isBurst
        ? noteBurst(key, wouldAct: false)
        : refuse("`\(key)` means nothing here: \(self.key(.help)) lists the keys")
    }
    // Quick hands, and scripts, type a field's key and its text as one: the field takes the text, Enter stays refused.
    let opensField = action.opensText && burst == nil
    if isBurst, !action.moves, !opensField { return noteBurst(key, wouldAct: true) }
    if !isBurst, !action.moves { status = nil }
    return perform(action)
  }

  /// Runs an action. Every way to one leads through here: keys, commands and scripts.
  mutating func perform(_ action: Action, argument: String? = nil) -> [Effect] {
    if settings.isReadOnly, action.risk != .read {
      return refuse("this console is read-only: `\(action.id.name)` was refused")
    }
    if argument != nil, action.argument == nil {
      return refuse("`\(action.id.name)` takes nothing behind it")
    }
    if argument == nil, action.needsArgument { return refuse("expected `:\(action.usage)`") }
    let targets = [Action.sessionKey, Action.incidentTitle, Action.leaf]
    let namesTarget = argument != nil && action.argument.map { targets.contains($0) } == true
    if !namesTarget, case .disabled(let reason) = action.availability(self) {
      return refuse("`\(action.id.name)` is not possible: \(reason)")
    }
    return action.run(&self, argument)
  }

  /// Counts what came in one burst, and says at once that none of it acted.
  mutating func noteBurst(_ key: Key, wouldAct: Bool) -> [Effect] {
    var note = burst ?? BurstNote(at: now)
    let isFirst = note.count == 0
    note.count += 1
    note.at = now
    if wouldAct, !note.refused.contains(key.description), note.refused.count < 5 {
      note.refused.append(key.description)
    }
    burst = note
    let names = note.refused.map { "`\($0)`" }.joined(separator: " ")
    let keys = note.count == 1 ? "1 key" : "\(note.count) keys"
    let among = names.isEmpty ? "" : " (\(names) among them)"
    say("\(keys) came at once\(among), as in a paste: none acted", .warning)
    return isFirst ? [.bell] : []
  }

  mutating func handlePaste(_ text: String) -> [Effect] {
    var whole = true
    var effects: [Effect] = []
    if case .palette(var palette) = overlay {
      whole = palette.field.insert(text)
      palette.choice = 0
      overlay = .palette(palette)
    } else if overlay == nil, policyField != nil {
      changePolicyFilter { filter in _ = filter.edit { whole = $0.insert(text) } }
    } else if case .modes(var chooser) = overlay, chooser.reason != nil {
      whole = chooser.reason?.insert(text) ?? true
      overlay = .modes(chooser)
    } else if overlay == nil, isFilteringAudit {
      audit.edit { whole = $0.insert(text) }
      audit.scroll(height: auditRows)
      effects = askOlder()
    } else if case .help = overlay, helpSearch.isTyping {
      helpSearch.edit { whole = $0.insert(text) }
    } else if overlay == nil, filter.isEditing {
      if filter.edit({ whole = $0.insert(text) }) { effects = choose() }
    } else if overlay == nil, rowFilter.isEditing {
      rowFilter.edit { whole = $0.insert(text) }
    } else {
      return refuse("a paste of \(text.count) characters was ignored: only a text field takes one")
    }
    if !whole { say("only the first line of the paste was taken, without controls", .warning) }
    return effects
  }

  private mutating func handleInFilter(_ key: Key, isBurst: Bool) -> [Effect] {
    switch (key.code, key.modifiers) {
    // Even in a burst: a filter changes nothing, and what follows it in the burst is still refused.
    case (.enter, []):
      return filter.apply() ? [] : refuse(filter.error ?? "the filter cannot be read")
    case (.escape, []), (.character("c"), .control):
      let (cursor, changed) = filter.cancel()
      list.choose(cursor)
      return changed ? choose() : []
    default:
      var isKnown = false
      let changed = filter.edit { isKnown = $0.handle(key) }
      if !isKnown { return refuse("`\(key)` means nothing in a text: Enter applies, Esc leaves") }
      return changed ? choose() : []
    }
  }
}
