import Delegation
import SessionStore
import Terminal

/// The last line: what was done, what was refused and why, or what is the matter.
enum StatusLine {
  static func strip(_ model: Model, width: Int) -> Strip {
    if let error = model.filter.error, model.filter.isEditing {
      return Strip("not applied: \(SafeText(error))", Style(.warning))
    }
    if let waiting = waiting(model) { return waiting }
    if let status = model.status { return Strip(SafeText(status.text), style(of: status.kind)) }
    if let failure = model.freshness.failure { return Strip(SafeText(failure.sentence), Style(.danger)) }
    if let strip = MarkSigns.failure(model) { return strip }
    if let latest = model.revocations.latest, let strip = line(latest, model, width: width) { return strip }
    if model.screen == .alerts, let cursor = model.alerts.cursor, model.alerts.cursorIndex == nil,
      !model.alerts.alerts.isEmpty
    {
      return Strip(
        "alert \(cursor) left the list: no alert is chosen, \(SafeText(model.movingKeys(joinedBy: " or "))) chooses one",
        Style(.warning))
    }
    if model.screen == .sessions, model.grouping == nil, let cursor = model.list.cursor,
      model.list.cursorIndex == nil,
      !model.list.order.isEmpty
    {
      return Strip(
        "\(model.short(cursor)) left the list: no session is chosen, \(SafeText(model.movingKeys(joinedBy: " or "))) chooses one",
        Style(.warning))
    }
    return Strip()
  }

  /// What takes long, for how long already, and how to stop it.
  private static func waiting(_ model: Model) -> Strip? {
    guard let awaited = model.longAwaited else { return nil }
    let seconds = (model.now - awaited.since).milliseconds / 1000
    let span: SafeText = seconds == 0 ? "" : " \(seconds) s"
    let glyphs = model.settings.glyphs
    switch awaited.matter {
    case .recording:
      return Strip("recording" + glyphs.ellipsis + span, Style(.warning, .bold))
    case .reading(let load):
      return Strip("reading \(SafeText(load.words))" + glyphs.ellipsis + span, Style(.info))
        .adding("   Esc", Style(.key)).adding(" stops waiting")
    }
  }

  private static func style(of kind: Status.Kind) -> Style {
    switch kind {
    case .note: Style(.info)
    case .warning: Style(.warning, .bold)
    case .error: Style(.danger)
    }
  }

  /// How long the line on a revocation stays once nothing more is expected of it.
  private static let span = TimeSpan(seconds: 120)

  /// What became of a revocation; the key in full where there is room.
  private static func line(_ entry: Revocations.Entry, _ model: Model, width: Int) -> Strip? {
    guard model.now - entry.askedAt < span || entry.firstRefused == nil else { return nil }
    let glyphs = model.settings.glyphs
    let (text, style): (SafeText, Style)
    switch entry.phase {
    case .sending: (text, style) = ("revoking" + glyphs.ellipsis, Style(.warning, .bold))
    case .undoing: (text, style) = ("undoing" + glyphs.ellipsis, Style(.warning, .bold))
    case .failed, .undone: return nil
    case .committed(let receipt):
      text = committed(receipt, entry)
      style = Self.style(of: entry)
    }
    let full = SafeText(entry.key.text)
    let room = width - text.width - 1
    return Strip(full.width <= room ? full : Format.short(entry.key, glyphs: glyphs), style.bold).adding(
      " " + text, style)
  }

  private static func style(of entry: Revocations.Entry) -> Style {
    guard let points = entry.points, points.count > 0 else {
      return Style(entry.firstRefused == nil ? .info : .good)
    }
    if !points.allowing.isEmpty { return Style(.danger) }
    return points.isWhole ? Style(.good) : Style(.warning)
  }

  /// Commit and effect are two things: a session counts as stopped when it was seen to be refused.
  static func committed(_ receipt: RevocationReceipt, _ entry: Revocations.Entry) -> SafeText {
    if receipt.wasRevokedAlready { return "had been revoked before: the earliest time holds" }
    let milliseconds =
      receipt.elapsed.components.seconds * 1000 + receipt.elapsed.components.attoseconds
      / 1_000_000_000_000_000
    let known: SafeText = receipt.sessionWasKnown ? "" : ", no session has this key yet"
    // Where nobody asks the store, it takes effect when the last assertion has expired.
    let offline: SafeText =
      receipt.assertedUntil.map { "; tokens till \(SafeText(UTC.time($0)))" } ?? ""
    let commit: SafeText = "revoked: commit \(Format.duration(TimeSpan(milliseconds: milliseconds)))\(known)"
    return commit + points(receipt, entry) + attempt(receipt, entry) + offline
  }

  /// Who was seen to refuse it when asked.
  private static func points(_ receipt: RevocationReceipt, _ entry: Revocations.Entry) -> SafeText {
    guard let reading = entry.points, reading.count > 0 else { return "" }
    if let name = reading.allowing.first {
      let others: SafeText = reading.allowing.count > 1 ? " and \(reading.allowing.count - 1) more" : ""
      return ", `\(SafeText(name))`\(others) WOULD STILL ALLOW it"
    }
    let refusing = reading.refusing.count
    if let name = reading.pending.first {
      return ", \(refusing) of \(reading.count) points refuse, `\(SafeText(name))` does not answer"
    }
    let after = Format.duration(max(TimeSpan(milliseconds: 0), reading.at - receipt.committedAt))
    return refusing == 1
      ? ", the one point refuses \(after) later" : ", all \(refusing) points refuse \(after) later"
  }

  /// Where no point could be asked, the first attempt after it tells.
  private static func attempt(_ receipt: RevocationReceipt, _ entry: Revocations.Entry) -> SafeText {
    if let points = entry.points, points.count > 0 { return "" }
    guard let refused = entry.firstRefused else { return ", not seen refused yet" }
    return ", seen refused \(Format.duration(refused - receipt.committedAt)) later"
  }
}
