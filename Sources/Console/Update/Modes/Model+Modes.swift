import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

/// The policy mode, from every screen.
extension Model {
  /// The modes in force, as far as they are known.
  var modesInForce: [ModeTable.Entry] { overview?.modes ?? [] }

  /// The incident that the operator works in, while it is open.
  var openIncidentInHand: String? {
    incidentInHand.flatMap { incidents[$0] }.flatMap { $0.isClosed ? nil : $0.id }
  }

  func step(of candidate: ModeCandidate) -> ModeStep {
    ModeStep(from: modesInForce.mode(of: candidate.scope), to: candidate.mode)
  }

  // MARK: Choosing

  mutating func mode(_ words: String?) -> [Effect] {
    if let words { return setMode(words) }
    if shownIncident?.isClosed == false { return chooseMode() }
    let key = subject
    let row = key.flatMap { self.row(of: $0) }
    let before = modesInForce.mode(of: .everything)
    let next = PolicyMode(tightness: before.tightness + 1) ?? .lockdown
    var chooser = ModeChooser(
      incident: openIncidentInHand, subject: key, scopes: [.everything], mode: next)
    if let row { chooser.add(Scope.choices(of: row.envelope)) }
    chooser.add(modesInForce.map(\.scope))
    overlay = .modes(chooser)
    var effects = askModePreview()
    if let key, row == nil, pose(.scopes(key), as: .scopes) { effects.append(.scopes(key)) }
    return effects
  }

  mutating func scopesRead(_ key: Identifier, _ row: SessionRow?) -> [Effect] {
    guard settle(.scopes(key), as: .scopes) else { return [] }
    guard case .modes(var chooser) = overlay, chooser.subject == key, let row else { return [] }
    chooser.add(Scope.choices(of: row.envelope))
    overlay = .modes(chooser)
    return []
  }

  /// What the mode under the cursor would have denied: asked once for each. A looser one denies nothing more.
  private mutating func askModePreview() -> [Effect] {
    guard case .modes(var chooser) = overlay, step(of: chooser.candidate) == .tighter,
      [nil, .stopped].contains(chooser.previews[chooser.candidate])
    else { return [] }
    chooser.previews[chooser.candidate] = .asked(percent: 0)
    overlay = .modes(chooser)
    return [.modePreview(chooser.candidate, for: chooser.incident)]
  }

  mutating func handle(_ key: Key, isBurst: Bool, _ chooser: ModeChooser) -> [Effect] {
    if chooser.reason != nil { return handleReason(key, isBurst: isBurst, chooser) }
    var chooser = chooser
    switch keymap.action(for: key)?.id {
    case .down: chooser.move(by: 1)
    case .up: chooser.move(by: -1)
    case .pageDown: chooser.move(by: ModeChooserView.rowsMax)
    case .pageUp: chooser.move(by: -ModeChooserView.rowsMax)
    case .first: chooser.move(by: -chooser.scopes.count)
    case .last: chooser.move(by: chooser.scopes.count)
    case .tighter: chooser.tighten(by: 1)
    case .looser: chooser.tighten(by: -1)
    case let id? where isBurst: return noteBurst(key, wouldAct: id == .open)
    case nil where isBurst: return noteBurst(key, wouldAct: false)
    case .open: return take(chooser)
    case .note:
      guard chooser.incident == nil else { return refuse("its reason is the incident") }
      chooser.reason = TextField()
    case .back, .quit:
      overlay = nil
      return [.stopPreview]
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default:
      let sides = "\(self.key(.looser)) and \(self.key(.tighter))"
      return refuse("`\(key)` did nothing: Enter sets what is shown, \(sides) change it, Esc leaves")
    }
    status = nil
    overlay = .modes(chooser)
    return askModePreview()
  }

  private mutating func handleReason(_ key: Key, isBurst: Bool, _ chooser: ModeChooser) -> [Effect] {
    var chooser = chooser
    switch (key.code, key.modifiers) {
    case (.enter, []) where isBurst:
      return refuse("Enter came at once with other keys, as in a paste: press it alone")
    case (.enter, []): return take(chooser)
    case (.escape, []), (.character("c"), .control): chooser.reason = nil
    default:
      guard chooser.reason?.handle(key) == true else {
        return refuse("`\(key)` means nothing in a reason: Enter sends it, Esc leaves it")
      }
    }
    overlay = .modes(chooser)
    return []
  }

  /// Takes what the last frame showed under the cursor, and nothing else.
  private mutating func take(_ chooser: ModeChooser) -> [Effect] {
    let candidate = chooser.candidate
    guard drawn.choice == .mode(candidate, isProposed: false),
      chooser.incident == nil || chooser.incident == drawn.incident
    else {
      return refuse("nothing was shown under the cursor: nothing was done")
    }
    guard drawn.modeInForce == modesInForce.mode(of: candidate.scope), !hasJustMoved else {
      return refuse("the mode in force has just changed: look again; nothing was done")
    }
    // A looser one is explained by whom it waits for.
    if step(of: candidate) == .looser, chooser.reason == nil {
      var chooser = chooser
      chooser.reason = TextField()
      overlay = .modes(chooser)
      return []
    }
    let effects = set(candidate, reason: chooser.reason?.text, for: chooser.incident)
    if !effects.contains(.bell) { overlay = nil }
    return effects
  }

  // MARK: Setting

  private mutating func setMode(_ words: String) -> [Effect] {
    do throws(ModeWords.Problem) {
      let words = try ModeWords(words)
      let candidate = words.candidate
      if step(of: candidate) == .looser, words.reason == nil {
        let name = candidate.mode.rawValue
        say("it is looser than what is in force: say why, a second operator is asked", .warning)
        return ask(for: "mode \(name) \(candidate.scope.words) --reason ")
      }
      let incident = words.reason == nil ? openIncidentInHand : nil
      return set(candidate, reason: words.reason, for: incident)
    } catch {
      return refuse(error.sentence)
    }
  }

  /// Tightens at once, or asks for what is looser.
  /// - Parameter incident: a tightening becomes part of it.
  private mutating func set(
    _ candidate: ModeCandidate, reason: String?, for incident: String?
  ) -> [Effect] {
    guard !settings.isReadOnly else { return refuse("this console is read-only: nothing was changed") }
    let before = modesInForce.mode(of: candidate.scope)
    let step = ModeStep(from: before, to: candidate.mode)
    // What is not known, or stale, refuses nothing: the store looks at the mode in the very transaction.
    guard step != .same || overview == nil || isStale else {
      return refuse("\(candidate.scope.words) is \(Words.mode(before)) already: nothing was changed")
    }
    let isBlank = reason?.allSatisfy(\.isWhitespace) ?? true
    guard step == .tighter || !isBlank else { return refuse("it is looser: expected a reason") }
    guard (reason ?? "").unicodeScalars.count <= ModeOrder.reasonMax else {
      return refuse("expected a reason of at most \(ModeOrder.reasonMax) characters")
    }
    guard modesSent.allSatisfy({ $0.candidate.scope != candidate.scope }) else {
      return refuse("the mode of \(candidate.scope.words) is being changed already: press it again then")
    }
    if step == .tighter, let incident { return [.stopPreview] + send(.tighten(candidate, for: incident)) }
    let order = ModeOrder(
      candidate: candidate, before: before,
      reason: isBlank ? ModeOrder.tightenReason : reason ?? ModeOrder.tightenReason)
    modesSent.append(order)
    status = nil
    return [.stopPreview, .setMode(order)]
  }

  // MARK: Answers

  mutating func modeSet(_ order: ModeOrder, _ outcome: ModeOutcome) -> [Effect] {
    modesSent.removeAll { $0 == order }
    switch outcome {
    case .done(let receipt):
      let alone = receipt.wasAlone ? "; done alone: this store has no second operator" : ""
      say(
        "mode \(order.candidate.words) from \(UTC.time(receipt.committedAt)), was \(Words.mode(receipt.before)), leaf \(receipt.sequence)\(alone)"
      )
      return storeChanged()
    case .waits(let request, let approvers):
      approvals.add(request)
      let others = approvers.isEmpty ? "another operator" : approvers.joined(separator: " or ")
      say(
        "\(request.id) waits until \(UTC.time(request.ask.expiresAt)): \(others) may approve it, \(request.ask.by) may not",
        .warning)
      // Exactly what is asked.
      if overlay == nil, !isTyping { overlay = .page(TextPage(subject: .request(request.id))) }
      return storeChanged() + askApprovals()
    case .refused(let sentence):
      say("mode \(order.candidate.words) was NOT set: \(sentence)", .error)
      return [.bell] + storeChanged()
    }
  }
}
