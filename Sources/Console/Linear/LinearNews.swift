import AuditTrail
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// What is said unasked: it comes as lines of its own, at a pace that can be followed, and on a terminal when nobody types.
///
/// A terminal's own line editing tells nobody what is in a line before Enter, so that "the line is empty" is known only
/// right after Enter: news waits for that, unless the operator wants it at once.
struct LinearNews: Sendable {
  /// So many alerts are said in a span; others are counted.
  static let alertsMax = 5
  static let span = TimeSpan(seconds: 10)
  /// Alerts and requests are looked up this often, while the store changes.
  static let lookSpan = TimeSpan(seconds: 2)
  /// So many alerts and requests wait; others are counted.
  static let heldMax = 40
  /// So many of the other lines wait, the newest: modes, trouble and revocations.
  static let gravestMax = 200

  struct Held: Hashable, Sendable {
    let line: SafeText
    let isAlert: Bool
  }

  var isHeld = true
  var isQuiet = false
  private(set) var held: [Held] = []
  private(set) var unsaid = 0
  private(set) var older = 0
  private(set) var alertsSaid = 0
  private var spanBegan = Timestamp.epoch
  /// When alerts are to be looked up.
  private(set) var dueAt: Timestamp?
  private var lookedAt = Timestamp.epoch
  private var hasRung = false
  private(set) var rings = false

  // What was known.
  var alertSeen: Int64?
  var requests: Set<String>?
  var modes: [ModeTable.Entry]?
  var wasStale = false
  var phases: [Identifier: Revocations.Phase] = [:]
  var refused: Set<Identifier> = []
  var status: Status?

  mutating func noteChange(at time: Timestamp) {
    dueAt = dueAt ?? max(time, lookedAt + Self.lookSpan)
  }

  /// - Returns: whether alerts are to be looked up now.
  mutating func isDue(at time: Timestamp) -> Bool {
    guard let dueAt, time >= dueAt else { return false }
    self.dueAt = nil
    lookedAt = time
    return true
  }

  /// Of modes, trouble and revocations: the newest are kept whatever else comes.
  mutating func add(_ line: SafeText) {
    if held.count(where: { !$0.isAlert }) >= Self.gravestMax,
      let oldest = held.firstIndex(where: { !$0.isAlert })
    {
      held.remove(at: oldest)
      older += 1
    }
    hold(Held(line: line, isAlert: false))
  }

  /// Of alerts and requests, of which there may be many.
  mutating func addAlert(_ line: SafeText, at time: Timestamp) {
    if time - spanBegan >= Self.span { (spanBegan, alertsSaid) = (time, 0) }
    guard !isQuiet, alertsSaid < Self.alertsMax, held.count(where: \.isAlert) < Self.heldMax else {
      unsaid += 1
      return
    }
    alertsSaid += 1
    hold(Held(line: line, isAlert: true))
  }

  private mutating func hold(_ news: Held) {
    held.append(news)
    if !hasRung { (hasRung, rings) = (true, true) }
  }

  /// What waits; none of it waits any longer.
  mutating func flush() -> [SafeText] {
    defer { (held, older, hasRung, rings) = ([], 0, false, false) }
    let gap: [SafeText] =
      older == 0 ? [] : ["\(Format.counted(older, "older line")) of modes, trouble and revocations left out"]
    return gap + held.map(\.line) + (held.isEmpty || isQuiet ? [] : summary)
  }

  /// How many were not said; they count as said then.
  var summary: [SafeText] {
    mutating get {
      guard unsaid > 0 else { return [] }
      defer { unsaid = 0 }
      return ["\(Format.count(unsaid)) more came: `alerts` and `approvals` list them"]
    }
  }

  /// Once for all that waits.
  mutating func takeRing() -> Bool {
    defer { rings = false }
    return rings
  }
}

extension Linear {
  /// Says what has become different, by what the console's model knows now.
  mutating func lookAround() {
    sayStatus()
    noteRevocations()
    noteModes()
    noteStaleness()
    noteAlerts()
    noteRequests()
    if news.isDue(at: now) {
      if model.screen != .alerts { run(model.askAlerts()) }
      if model.screen != .approvals { run(model.askApprovals()) }
    }
    if !isTyped || !news.isHeld { say(news.flush()) }
  }

  /// The console's own answers, in its own words.
  private mutating func sayStatus() {
    guard model.status != news.status else { return }
    news.status = model.status
    guard let status = model.status else { return }
    if pending != nil || status.kind != .error {
      say(SafeText(status.text))
    } else {
      news.add(SafeText(status.text))
    }
  }

  private mutating func noteRevocations() {
    for entry in model.revocations.entries {
      if news.phases[entry.key] != entry.phase {
        news.phases[entry.key] = entry.phase
        if case .committed(let receipt) = entry.phase {
          news.refused.remove(entry.key)
          say(
            "\(SafeText(entry.key.text)) " + StatusLine.committed(receipt, entry)
              + Self.undoHint(entry, at: now))
        }
      }
      if let refused = entry.firstRefused, case .committed(let receipt) = entry.phase,
        news.refused.insert(entry.key).inserted
      {
        let after = Format.duration(refused - receipt.committedAt)
        news.add(
          "\(model.short(entry.key)) is stopped: an execution was seen refused \(after) after the commit")
      }
    }
  }

  private static func undoHint(_ entry: Revocations.Entry, at now: Timestamp) -> SafeText {
    entry.undoLeft(at: now) == nil ? "" : "; `undo` takes it back within 30 s"
  }

  private mutating func noteModes() {
    guard let modes = model.overview?.modes, modes != news.modes else { return }
    defer { news.modes = modes }
    guard let before = news.modes else { return }
    for entry in modes where !before.contains(entry) {
      news.add(
        "mode \(Words.mode(entry.mode)) for \(SafeText(entry.scope.words)), since \(UTC.time(entry.start))")
    }
    for entry in before where !modes.contains(where: { $0.scope == entry.scope }) {
      news.add("mode \(Words.mode(entry.mode)) for \(SafeText(entry.scope.words)) is over")
    }
  }

  private mutating func noteStaleness() {
    guard model.isStale != news.wasStale else { return }
    news.wasStale = model.isStale
    news.add(LinearPages.freshness(model))
  }

  private mutating func noteAlerts() {
    guard model.alerts.asOf != nil else { return }
    let newest = model.alerts.alerts.map(\.id).max() ?? 0
    guard let seen = news.alertSeen else { return news.alertSeen = newest }
    guard newest > seen else { return }
    news.alertSeen = newest
    for alert in model.alerts.alerts.reversed() where alert.id > seen && alert.state == .open {
      news.addAlert("new: " + LinearRows.alert(alert, model), at: now)
    }
  }

  private mutating func noteRequests() {
    guard model.approvals.isRead else { return }
    let ids = Set(model.approvals.requests.map(\.id))
    defer { news.requests = ids }
    guard let seen = news.requests else { return }
    for request in model.approvals.requests where !seen.contains(request.id) {
      guard request.ask.by != model.settings.operatorPlainName else { continue }
      news.addAlert("asked of you: " + LinearRows.request(request, model), at: now)
    }
  }
}
