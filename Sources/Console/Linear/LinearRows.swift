import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Rows of lists as sentences, the most telling word first.
enum LinearRows {
  static func head(_ model: Model) -> SafeText {
    let text = model.filter.appliedText
    let filter: SafeText = text.isEmpty ? "" : " match `\(text)`"
    return
      "\(Format.counted(model.list.matching, "session"))\(filter), in the order of `sort \(model.sort.rawValue)`"
  }

  static func tail(of linear: Linear) -> [SafeText] {
    let (said, read, all) = (linear.listedCount, linear.listed.count, linear.listedMatching)
    if said < read { return ["\(Format.count(said)) of \(Format.count(all)); `more` goes on"] }
    if read < all {
      return ["\(Format.count(read)) of \(Format.count(all)) were read: a filter finds others"]
    }
    return []
  }

  static func lines(_ items: [Linear.Item], from first: Int, count: Int, _ model: Model) -> [SafeText] {
    items.enumerated().dropFirst(first).prefix(count).map { index, item in
      "\(index + 1). \(line(item, model))"
    }
  }

  private static func line(_ item: Linear.Item, _ model: Model) -> SafeText {
    switch item {
    case .session(let key):
      model.list.entries[key].map { session($0, model) } ?? "\(model.short(key)), not in what was read last"
    case .alert(let id):
      model.alerts.alerts.first { $0.id == id }.map { alert($0, model) } ?? "alert \(id), left the list"
    case .incident(let id): model.incidents[id].map { incident($0, model) } ?? SafeText(id)
    case .request(let id): model.approvals[id].map { request($0, model) } ?? SafeText(id)
    case .drill(let id):
      model.drills.drills.first { $0.id == id }.map {
        LinearText.plain(DrillsView.line($0, glyphs: model.settings.glyphs))
      } ?? SafeText(id)
    }
  }

  /// `CRIT 97, 0x91c4…0a7e, wallet 0x5e1f…77b2, swap.execute, chain 1, spent 486 of 500 USD, expires in 4 min, …`
  static func session(_ entry: SessionList.Entry, _ model: Model) -> SafeText {
    let row = entry.row
    let cells = RowCells(entry: entry, model: model, figuresWidth: 0)
    let left = row.expiresAt - model.storeNow
    let expires: SafeText =
      switch cells.life {
      case .revoked: row.revokedFrom.map { "revoked from \(UTC.time($0))" } ?? "revoked"
      case .expired: "expired"
      default: "expires in \(Format.span(left))"
      }
    let state: SafeText = cells.life == .revoked || cells.life == .expired ? "" : cells.state
    let signals = cells.signals(width: 60)
    return LinearText.joined([
      risk(row), model.short(row.id), "wallet " + Format.short(row.envelope.wallet, glyphs: cells.glyphs),
      cells.capability, "chain \(cells.chain)",
      "spent \(Format.shortMoney(row.spent)) of \(Format.shortMoney(row.envelope.maxValue)) USD",
      row.denied == 0 ? "" : "\(Format.count(row.denied)) denied", expires, state,
      signals.isEmpty ? "no signals" : "signals " + signals,
      cells.hadHidden ? "warning: hidden characters" : "",
    ])
  }

  private static func risk(_ row: SessionRow) -> SafeText {
    "\(SafeText(row.risk.band.word)) \(row.risk.score.whole)"
  }

  static func alert(_ alert: Alert, _ model: Model) -> SafeText {
    let cells = AlertCells(alert, model)
    return LinearText.joined([
      "alert \(alert.id), \(SafeText(alert.kind.title))",
      "peak " + LinearText.plain(RiskText.words(alert.peak)),
      cells.subject(width: Format.shortWidth), alert.wallet == nil ? "" : "wallet \(cells.wallet(width: 11))",
      alert.owner == nil ? "" : "owner \(cells.owner)", Format.counted(alert.count, "time").safe,
      "opened \(Format.span(model.storeNow - alert.openedAt)) ago", cells.state,
      cells.hadHidden ? "warning: hidden characters" : "",
    ])
  }

  static func incident(_ incident: Incident, _ model: Model) -> SafeText {
    let step = incident.currentStep.map { "step \($0.rawValue)" } ?? "every step is settled"
    return LinearText.joined([
      SafeText(incident.id), SafeText(incident.severity.word), incident.isDrill ? "DRILL" : "",
      incident.isClosed ? "closed" : SafeText(step), SafeText(incident.opening.title),
      "commander \(SafeText(incident.roles[.commander] ?? "nobody"))",
    ])
  }

  static func request(_ request: ApprovalRequest, _ model: Model) -> SafeText {
    let left = request.ask.expiresAt - model.storeNow
    return LinearText.joined([
      SafeText(request.id), SafeText(request.ask.action), SafeText(request.target),
      "asked by \(SafeText(request.ask.by))", "expires in \(Format.span(left))",
      "reason: \(SafeText(request.ask.reason))",
    ])
  }
}

extension String {
  fileprivate var safe: SafeText { SafeText(self) }
}
