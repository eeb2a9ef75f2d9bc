import Delegation
import SessionStore
import Terminal

/// Revoking what is marked: a card first, another key fires, and batches that can be stopped.
extension Model {
  static let bulkReason = "revoked from console, marked"

  /// What the card takes at least.
  static let bulkCardSize = ScreenSize(rows: 12, columns: 40)

  mutating func openBulkCard() -> [Effect] {
    guard size.rows >= Self.bulkCardSize.rows, size.columns >= Self.bulkCardSize.columns else {
      return refuse(
        "\(Format.count(marks.count)) are marked, and their card has no room here: Esc clears the marks")
    }
    bulkCards += 1
    overlay = .bulk(BulkCard(number: bulkCards, keys: marks.order, hidden: marks.hidden))
    status = nil
    return askMarked()
  }

  /// The same card for the session under the cursor, where the operator wants one each time.
  mutating func openCard(of key: Identifier, _ incident: String?) -> [Effect] {
    guard size.rows >= Self.bulkCardSize.rows, size.columns >= Self.bulkCardSize.columns else {
      return refuse("the card has no room here, and `confirm: always` wants it: `:revoke KEY` needs none")
    }
    bulkCards += 1
    var card = BulkCard(number: bulkCards, keys: [key], hidden: 0)
    card.isSingle = true
    card.incident = incident
    overlay = .bulk(card)
    status = nil
    return askMarked()
  }

  /// What was read of the sessions of a card.
  mutating func take(_ rows: [SessionRow], _ card: BulkCard) -> [Effect] {
    var card = card
    let glyphs = settings.glyphs
    let hasChanged = card.take(rows) { Format.short($0, glyphs: glyphs).string }
    let wasChecking = card.phase == .checking
    card.phase = .asking
    overlay = .bulk(card)
    if hasChanged {
      movedByAnswer = true
      say("what the card says has changed: look again, nothing was revoked", .warning)
      return [.bell]
    }
    guard wasChecking else { return [] }
    let targets = card.targets
    if let key = targets.first, card.isSingle { return sendRevocation(of: key, card.incident) }
    guard !targets.isEmpty else { return refuse("none of them is left to revoke: nothing was done") }
    let run = BulkRevocation(targets, at: now)
    bulk = run
    overlay = .revoking
    return [.revokeMany(run.next, reason: Self.bulkReason)]
  }

  var bulkFireAvailability: Availability? {
    guard case .bulk(let card) = overlay else { return nil }
    switch card.phase {
    case .reading: return .disabled("the marked sessions are being read")
    case .checking: return .disabled("the marked sessions are being looked at once more")
    case .asking where card.targets.isEmpty: return .disabled("none of them is left to revoke")
    case .asking where !card.isCounted:
      return .disabled(
        "\(Format.count(card.hidden)) of them are hidden by the filter: type \(card.targets.count), the count, then \(key(.fire))"
      )
    case .asking: return .enabled
    }
  }

  /// Looks at the sessions of the card once more, and revokes them if they are as they were shown.
  mutating func fireBulk(_ card: BulkCard) -> [Effect] {
    guard drawn.bulk == card.stamp, !hasJustMoved else {
      return refuse(
        "what the card says had changed unseen: nothing was done, look and press \(key(.fire)) again")
    }
    var card = card
    card.phase = .checking
    card.awaitsNext = loads.begun[.marked] != nil
    card.changes = []
    overlay = .bulk(card)
    return begin(.marked) ? [.marked(card.keys)] : []
  }

  // MARK: The batches

  mutating func revokedMany(_ receipts: [RevocationReceipt]) -> [Effect] {
    guard var run = bulk else { return storeChanged() }
    guard !receipts.isEmpty else { return endBulk(run, "the store revoked none of them") }
    for receipt in receipts {
      revocations.begin(receipt.sessionKey, at: now)
      revocations.change(receipt.sessionKey) {
        $0.phase = .committed(receipt)
        $0.heardAt = now
      }
    }
    marks.unmark(Set(receipts.map(\.sessionKey)))
    run.already += receipts.count(where: \.wasRevokedAlready)
    run.revoked += receipts.count { !$0.wasRevokedAlready }
    run.rest = run.rest.dropFirst(receipts.count)
    run.singly = max(0, run.singly - receipts.count)
    run.batches += 1
    return storeChanged() + goOn(run)
  }

  mutating func revokeManyFailed(_ keys: [Identifier], _ error: StoreError) -> [Effect] {
    guard var run = bulk else { return [] }
    guard case .corrupt = error else { return endBulk(run, error.sentence) }
    // Something of one of them does not read: the others must not wait for it.
    if keys.count > 1 {
      run.singly = keys.count
    } else {
      run.rest = run.rest.dropFirst(keys.count)
      run.singly = max(0, run.singly - 1)
      run.failed += keys
      run.reason = error.sentence
      for key in keys { marks.fail(key, error.sentence) }
    }
    return goOn(run)
  }

  private mutating func goOn(_ run: BulkRevocation) -> [Effect] {
    bulk = run
    guard run.rest.isEmpty || run.isStopping else {
      return [.revokeMany(run.next, reason: Self.bulkReason)]
    }
    return endBulk(run, nil)
  }

  /// - Parameter problem: why the rest was not tried.
  private mutating func endBulk(_ run: BulkRevocation, _ problem: String?) -> [Effect] {
    bulk = nil
    if overlay == .revoking { overlay = nil }
    if let problem {
      for key in run.rest { marks.fail(key, problem) }
    }
    let left = run.failed.count + run.rest.count
    let done = "\(Format.count(run.revoked)) of \(Format.counted(run.keys.count, "session")) revoked"
    if let reason = problem ?? run.reason {
      say("\(Format.count(left)) NOT revoked, they stay marked: \(reason); \(done)", .error)
      return [.bell]
    }
    if left > 0 {
      say("stopped: \(done), \(Format.count(left)) stay marked", .warning)
      return []
    }
    let also = run.already == 0 ? "" : ", \(Format.count(run.already)) had been before"
    let commits = Format.counted(run.batches, "commit")
    say(
      "\(Format.counted(run.revoked, "session")) revoked\(also), \(commits), \(Format.duration(now - run.began)); \(key(.undo)) undoes one after the other"
    )
    return []
  }

  // MARK: Keys

  mutating func handle(_ key: Key, isBurst: Bool, _ card: BulkCard) -> [Effect] {
    let action = keymap.action(for: key)
    if isBurst { return noteBurst(key, wouldAct: action?.id == .fire) }
    var card = card
    let isDigit = key.typed.map { ("0"..."9").contains($0) } ?? false
    if card.needsCount, card.phase == .asking, isDigit || key == Key(.backspace) {
      _ = card.count.handle(key)
      overlay = .bulk(card)
      return []
    }
    switch action?.id {
    case .fire?: return action.map { perform($0) } ?? []
    case .back, .quit:
      overlay = nil
      say(
        card.isSingle
          ? "nothing was revoked" : "nothing was revoked, \(Format.count(marks.count)) stay marked")
      return []
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default: return refuse("`\(key)` did nothing: \(self.key(.fire)) revokes what is shown, Esc leaves")
    }
  }

  mutating func handleWhileRevoking(_ key: Key, isBurst: Bool) -> [Effect] {
    switch keymap.action(for: key)?.id {
    case .back where !isBurst:
      bulk?.isStopping = true
      return []
    case .repaint: return [.repaint]
    default: return refuse("`\(key)` did nothing: sessions are being revoked, Esc stops after this batch")
    }
  }
}
