import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The envelope of a session, its state and its clocks.
enum EnvelopeLines {
  static func add(_ row: SessionRow, _ model: Model, to page: inout PageLines) {
    let cells = RowCells(entry: SessionList.Entry(row: row), model: model, figuresWidth: 0)
    page.field("state", cells.state, cells.stateStyle)
    if SafeText(row.id.text).width > page.width - 22 { page.field("session key", SafeText(row.id.text)) }
    addSpend(row, to: &page)
    addClocks(row, model, to: &page)
    addLimits(row.envelope, to: &page)
  }

  private static func addSpend(_ row: SessionRow, to page: inout PageLines) {
    let bar = Bar(fraction: row.spentShare, width: 20, glyphs: page.glyphs).text
    page.field("spent", bar + " \(row.spent.dollars) of \(row.envelope.maxValue.dollars) USD")
    page.field("executions", "\(Format.count(row.allowed)) allowed, \(Format.count(row.denied)) denied")
  }

  private static func addClocks(_ row: SessionRow, _ model: Model, to page: inout PageLines) {
    let now = model.storeNow
    page.field("granted", SafeText(UTC.full(row.grantedAt)))
    if row.issuedAt != row.grantedAt { page.field("issued", SafeText(UTC.full(row.issuedAt))) }
    if let start = row.envelope.notBefore { page.field("not before", SafeText(UTC.full(start))) }
    let left = row.expiresAt - now
    let remaining: SafeText = left.milliseconds > 0 ? "in \(Format.left(left))" : "is over"
    page.field("expires", "\(UTC.full(row.expiresAt)), \(remaining)")
    page.field("last use", row.lastUsed.map { "\(UTC.full($0)), \(Format.age(now - $0)) ago" } ?? "never")
    if let attested = row.lastAttested { page.field("attested", SafeText(UTC.full(attested))) }
    guard let revokedFrom = row.revokedFrom else { return }
    page.field("revoked from", SafeText(UTC.full(revokedFrom)), Style(.danger))
    let refused: SafeText =
      row.firstRefusedAfterRevoke.map { "\(UTC.full($0)): an execution was seen refused" }
      ?? "not yet: no execution has been tried since"
    page.field("seen refused", refused)
  }

  private static func addLimits(_ envelope: Envelope, to page: inout PageLines) {
    page.field("wallet", SafeText(envelope.wallet.text))
    page.field("capabilities", joined(envelope.capabilities))
    switch envelope.destinations {
    case .shared(let list): page.field("destinations", joined(list))
    case .perCapability(let lists):
      for list in lists {
        page.field("destinations", "\(SafeText(list.capability.text)): \(joined(list.destinations))")
      }
    }
    page.field("chain", "\(envelope.chainID), nonces in \(SafeText(envelope.nonceDomain.text))")
    page.field("limits", limits(envelope))
    for label in envelope.labels { page.field("label", "\(SafeText(label.key)): \(SafeText(label.value))") }
  }

  private static func limits(_ envelope: Envelope) -> SafeText {
    var text: SafeText = "\(envelope.maxValue.dollars) USD in all"
    if let limit = envelope.maxValuePerExecution { text += ", \(limit.dollars) USD each" }
    if let window = envelope.spendWindow {
      text += ", \(window.value.dollars) USD in \(window.length.policyText)"
    }
    if let limit = envelope.maxExecutions { text += ", \(Format.count(limit)) executions" }
    if let inactivity = envelope.inactivity { text += ", quiet for \(inactivity.policyText) at most" }
    return text
  }

  private static func joined(_ ids: [Identifier]) -> SafeText {
    ids.enumerated().reduce(.empty) { text, next in
      text + (next.offset == 0 ? "" : ", ") + SafeText(next.element.text)
    }
  }
}

/// One line for each execution and each revocation.
enum RecordLines {
  /// - Parameter signals: what it is evidence of.
  static func execution(_ record: ExecutionRecord, signals: [RiskSignal], glyphs: Glyphs) -> Strip {
    let request = record.request
    let decision = record.decision
    var strip = Strip("\(UTC.time(decision.at)) ", Style(.muted))
    strip.add(decision.isAllowed ? "allow" : "deny ", Style(decision.isAllowed ? .good : .danger))
    let destination = Format.fit(SafeText(request.destination.text), width: 16, glyphs: glyphs)
    strip.add("  \(SafeText(request.capability.text))  \(request.value.dollars) USD  \(destination)")
    if !decision.isAllowed { strip.add("  \(Words.reasons(decision.reasons))", Style(.warning)) }
    if !signals.isEmpty { strip.add("  " + RiskText.signals(signals, width: 40), Style(.accent)) }
    strip.add("  nonce \(request.nonce)  \(Words.mode(decision.mode))  log \(record.sequence)", Style(.muted))
    return strip
  }

  /// In one line of words, for a list to choose from.
  static func words(_ record: ExecutionRecord, glyphs: Glyphs) -> String {
    execution(record, signals: [], glyphs: glyphs).pieces.map(\.text.string).joined()
  }

  static func revocation(_ record: RevocationRecord) -> Strip {
    var strip = Strip("\(UTC.full(record.effectiveAt)) ", Style(.muted))
    strip.add(SafeText(record.plane.rawValue), Style(.accent))
    strip.add(" by \(SafeText(record.notice.revokedBy ?? "unknown"))")
    if let reason = record.notice.reason { strip.add(": \(SafeText(reason))") }
    strip.add("  committed \(UTC.time(record.committedAt))", Style(.muted))
    if let withdrawn = record.withdrawnAt { strip.add("  withdrawn \(UTC.time(withdrawn))", Style(.warning)) }
    return strip
  }
}
