import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// The texts of one alert.
struct AlertCells {
  let alert: Alert
  let glyphs: Glyphs
  let now: Timestamp
  let isSending: Bool

  init(_ alert: Alert, _ model: Model) {
    self.alert = alert
    glyphs = model.settings.glyphs
    now = model.storeNow
    isSending = model.alerts.sending[alert.id] != nil
  }

  var isClosed: Bool { alert.state == .closed }
  var style: Style { isClosed ? Style(.muted) : .text }

  var kindStyle: Style {
    if isClosed { return Style(.muted) }
    return switch alert.kind.urgency {
    case ...1: Style(.danger)
    case 2: Style(.warning)
    default: .text
    }
  }

  var peakStyle: Style { isClosed ? Style(.muted) : RiskText.style(alert.peak) }

  /// The state, and what it was found to be: `closed useful`.
  var state: SafeText {
    if isSending { return "saving" + glyphs.ellipsis }
    let word: SafeText =
      switch alert.state {
      case .open: "open"
      case .acknowledged: "acked"
      case .closed: "closed"
      }
    return alert.label.map { word + " " + SafeText($0.rawValue) } ?? word
  }

  var stateStyle: Style {
    if isSending { return Style(.warning, .bold) }
    return alert.state == .open ? Style(.warning) : style
  }

  func subject(width: Int) -> SafeText { Format.fit(SafeText(alert.subject), width: width, glyphs: glyphs) }
  func wallet(width: Int) -> SafeText {
    alert.wallet.map { Format.fit(SafeText($0.text), width: width, glyphs: glyphs) } ?? "-"
  }
  var owner: SafeText { alert.owner.map { SafeText($0) } ?? "-" }
  var opened: SafeText { SafeText(Format.age(now - alert.openedAt)) }
  var last: SafeText { SafeText(Format.age(now - alert.lastAt)) }

  /// Something in its texts was hidden, even where the table does not show it.
  var hadHidden: Bool {
    let texts = [
      alert.subject, alert.owner, alert.wallet?.text, alert.sessionKey?.text, alert.acknowledgedBy,
      alert.closedBy,
    ]
    return texts.contains { $0.map { SafeText($0).hadHidden } ?? false }
  }

  /// All that there is to say, below the table.
  func details(width: Int) -> [Strip] {
    var page = PageLines(width: width, glyphs: glyphs)
    page.add(
      Strip("alert \(alert.id) ", Style(.title)).adding(SafeText(alert.kind.title), kindStyle)
        .adding("  \(SafeText(alert.subject))"), indent: 0)
    var who = Strip("wallet \(alert.wallet.map { SafeText($0.text) } ?? "-")")
    who.add("  owner \(owner)")
    page.add(who, indent: 0)
    page.add(times, indent: 0)
    return page.lines
  }

  private var times: Strip {
    var times = Strip("opened \(SafeText(UTC.full(alert.openedAt)))")
    if let at = alert.acknowledgedAt {
      times.add("  acknowledged \(SafeText(UTC.time(at))) by \(SafeText(alert.acknowledgedBy ?? "unknown"))")
    }
    if let revoked = alert.revokedAt {
      let seen: SafeText =
        alert.effectiveAt.map { ", seen refused \(Format.duration($0 - alert.openedAt)) after the alert" }
        ?? ", not seen refused yet"
      times.add("  revoked \(SafeText(UTC.time(revoked)))" + seen)
    } else if alert.kind == .riskCritical, !isClosed {
      times.add("  not revoked yet", Style(.danger))
    }
    if let at = alert.closedAt {
      times.add("  closed \(SafeText(UTC.time(at))) by \(SafeText(alert.closedBy ?? "unknown"))")
    }
    return times
  }
}
