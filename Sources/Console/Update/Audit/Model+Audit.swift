import AuditTrail
import Delegation
import SessionStore
import Terminal

/// The log: what it says, how far it is signed, and what this console proves of it.
extension Model {
  /// Rows of the list.
  var auditRows: Int { max(1, bodyRows - AuditView.linesAbove - AuditView.linesBelow) }

  // MARK: Asking

  /// The newest entries and the head, unless they were read just now.
  mutating func askAudit() -> [Effect] {
    if let asked = log.askedAt, now - asked < LogState.span, now >= asked {
      log.isBehind = true
      return []
    }
    guard begin(.audit) else { return [] }
    log.askedAt = now
    log.isBehind = false
    return [.auditNewest(known: audit.newest)] + askLog()
  }

  /// When it is to be asked for again.
  var auditDue: Timestamp? {
    guard screen == .audit, log.isBehind, loads.begun[.audit] == nil else { return nil }
    return log.askedAt.map { $0 + LogState.span }
  }

  /// The head; now and then with the proof that it grew from the first one that was seen.
  mutating func askLog() -> [Effect] {
    guard begin(.log) else { return [] }
    let isDue = log.growthAskedAt.map { now - $0 >= LogState.growthSpan || now < $0 } ?? true
    guard isDue, let first = log.first else { return [.log(since: nil)] }
    log.growthAskedAt = now
    return [.log(since: first)]
  }

  /// When the growth is to be proved.
  var growthDue: Timestamp? {
    guard screen == .audit, log.hasGrown, loads.begun[.log] == nil else { return nil }
    return log.growthAskedAt.map { $0 + LogState.growthSpan } ?? now
  }

  mutating func askOlder() -> [Effect] {
    guard let oldest = audit.oldest, audit.needsMore(height: auditRows), loads.begun[.auditOlder] == nil,
      begin(.auditOlder)
    else { return [] }
    return [.auditOlder(before: oldest)]
  }

  // MARK: Answers

  mutating func auditRead(_ reading: AuditReading) -> [Effect] {
    var effects: [Effect] = []
    switch reading {
    case .newest(let page):
      audit.show(newest: page)
      if end(.audit) { effects = askAudit() }
    case .older(let page, let sequence):
      // Newer rows may have taken the place of those that it goes on from.
      if audit.oldest == sequence { audit.show(older: page) }
      _ = end(.auditOlder)
    }
    audit.scroll(height: auditRows)
    return screen == .audit ? effects + askOlder() : effects
  }

  mutating func logRead(_ reading: LogReading) -> [Effect] {
    log.take(reading)
    _ = end(.log)
    return []
  }

  /// What could not be read of the log leaves other screens as fresh as they are.
  /// - Returns: nil of anything else.
  mutating func auditFailed(_ load: Load, _ error: StoreError) -> [Effect]? {
    switch load {
    case .log:
      log.failure = error
      _ = end(load)
      return []
    case .proof, .verifyLog:
      guard loads.begun[load] != nil else { return [] }
      _ = end(load)
      say("\(load.words) could not be read: \(error.sentence)", .error)
      return [.bell]
    case .audit, .auditOlder:
      guard screen != .audit else { return nil }
      _ = end(load)
      return []
    default: return nil
    }
  }

  // MARK: Moving

  mutating func moveAudit(by distance: Int) -> [Effect] {
    audit.move(by: distance)
    audit.scroll(height: auditRows)
    return askOlder()
  }

  mutating func filterAudit(_ text: String?) -> [Effect] {
    if let text { audit.filter(text) } else { audit.beginFilter() }
    audit.scroll(height: auditRows)
    return askOlder()
  }

  /// Keys while the needle is typed.
  mutating func handleInAuditFilter(_ key: Key) -> [Effect] {
    switch (key.code, key.modifiers) {
    // Even in a burst: a filter changes nothing.
    case (.enter, []): audit.endFilter(applies: true)
    case (.escape, []), (.character("c"), .control): audit.endFilter(applies: false)
    default:
      var isKnown = false
      audit.edit { isKnown = $0.handle(key) }
      if !isKnown { return refuse("`\(key)` means nothing in a text: Enter applies, Esc leaves") }
    }
    audit.scroll(height: auditRows)
    return askOlder()
  }

  // MARK: Proofs

  mutating func openEntry() -> [Effect] {
    guard let row = audit.cursorRow else { return refuse("no entry is chosen") }
    return prove(row.sequence)
  }

  mutating func prove(leaf text: String?) -> [Effect] {
    guard let text else { return openEntry() }
    guard let sequence = Int64(text), sequence > 0 else {
      return refuse("`\(text)` is no leaf: expected a number of the log, from 1")
    }
    return prove(sequence)
  }

  private mutating func prove(_ sequence: Int64) -> [Effect] {
    guard pose(.proof(sequence), as: .proof) else {
      return refuse("another leaf is being proved: press it again then")
    }
    return [.proof(sequence)]
  }

  mutating func proofRead(_ sequence: Int64, _ proof: LeafProof?) -> [Effect] {
    guard settle(.proof(sequence), as: .proof) else { return [] }
    guard let proof else { return refuse("the log has no leaf \(sequence)") }
    guard overlay == nil, !isTyping else { return [] }
    overlay = .page(TextPage(subject: .proof(proof)))
    return []
  }

  var proveAvailability: Availability {
    guard screen == .audit else {
      return .disabled("no entry of the log is shown here: `:prove LEAF` proves the one with that number")
    }
    return audit.cursorRow == nil ? .disabled("no entry is chosen") : .enabled
  }

  // MARK: Verification

  mutating func verifyLog() -> [Effect] {
    guard loads.begun[.verifyLog] == nil else { return refuse("the log is being verified already") }
    return begin(.verifyLog) ? [.verifyLog] : []
  }

  mutating func logVerified(_ report: AuditReport) -> [Effect] {
    guard loads.begun[.verifyLog] != nil else { return [] }
    _ = end(.verifyLog)
    let verdict =
      report.isSound
      ? "the log is sound: \(Format.count(report.leaves)) leaves, and every table is as they say"
      : "the log is NOT sound: \(Format.counted(report.findingCount, "finding"))"
    say(verdict, report.isSound ? .note : .error)
    if overlay == nil, !isTyping { overlay = .page(TextPage(subject: .verification(report))) }
    return report.isSound ? [] : [.bell]
  }

  /// Whether keys go into the text that entries must contain.
  var isFilteringAudit: Bool { screen == .audit && audit.field != nil }
}
