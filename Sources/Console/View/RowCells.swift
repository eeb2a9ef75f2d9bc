import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// The texts of one row of the table.
struct RowCells {
  let row: SessionRow
  let life: SessionLife
  let presence: SessionList.Presence
  let glyphs: Glyphs
  let now: Timestamp
  let isSending: Bool
  let figuresWidth: Int

  init(entry: SessionList.Entry, model: Model, figuresWidth: Int) {
    row = entry.row
    life = model.life(of: entry.row)
    presence = entry.presence
    glyphs = model.settings.glyphs
    now = model.storeNow
    isSending = model.revocations[entry.row.id]?.phase == .sending
    self.figuresWidth = figuresWidth
  }

  /// The state in a word, never by colour alone.
  var state: SafeText {
    if isSending { return "revoke" + glyphs.ellipsis }
    switch presence {
    case .gone: return "gone"
    case .left where life != .revoked: return "left"
    default: return SafeText(life.rawValue)
    }
  }

  var isEnded: Bool { life == .expired || life == .revoked || presence == .gone }

  var style: Style { isEnded ? Style(.muted) : .text }

  var stateStyle: Style {
    if isSending { return Style(.warning, .bold) }
    return switch life {
    case .active: Style(.good)
    case .dormant, .pending: Style(.warning)
    case .expired: Style(.muted)
    case .revoked: Style(.danger)
    }
  }

  func key(width: Int) -> SafeText { Format.fit(SafeText(row.id.text), width: width, glyphs: glyphs) }
  func wallet(width: Int) -> SafeText {
    Format.fit(SafeText(row.envelope.wallet.text), width: width, glyphs: glyphs)
  }

  var capability: SafeText {
    let all = row.envelope.capabilities
    let first = SafeText(all.first?.text ?? "")
    guard all.count > 1 else { return first }
    let more: SafeText = " +\(all.count - 1)"
    return first.prefix(width: max(1, 12 - more.width), glyphs: glyphs) + more
  }

  var chain: SafeText { SafeText(String(row.envelope.chainID)) }

  /// `486/500`, in dollars.
  static func figures(_ row: SessionRow) -> String {
    "\(Format.shortMoney(row.spent))/\(Format.shortMoney(row.envelope.maxValue))"
  }

  func drawSpent(row line: Int, column: Int, width: Int, _ canvas: inout Canvas) {
    let figures = SafeText(Self.figures(row))
    let barWidth = max(0, width - figuresWidth - 1)
    let role: Role = isEnded ? .muted : row.spentShare >= 0.9 ? .warning : .bar
    canvas.put(
      Bar(fraction: row.spentShare, width: barWidth, glyphs: glyphs), row: line, column: column,
      style: Style(role))
    canvas.put(
      figures.padded(to: figuresWidth, .trailing), row: line, column: column + barWidth + 1,
      maxWidth: width - barWidth - 1, style: style)
  }

  /// Executions that were refused; nothing where none were, so that those that were stand out.
  var denied: SafeText { row.denied == 0 ? "" : SafeText(Format.shortCount(Int(clamping: row.denied))) }

  var deniedStyle: Style { isEnded ? Style(.muted) : Style(.warning) }

  var expires: SafeText {
    switch life {
    case .expired: "expired"
    case .revoked: "-"
    default: SafeText(Format.left(row.expiresAt - now))
    }
  }

  /// What stands under EXPIRES: the state instead where it is not that of a session at work and nothing else says it.
  func clock(hasState: Bool) -> (text: SafeText, style: Style) {
    let isAtWork = life == .active && presence == .listed && !isSending
    return hasState || isAtWork ? (expires, expiresStyle) : (state, stateStyle)
  }

  var risk: SafeText { RiskText.cell(row.risk.score, glyphs: glyphs) }
  var riskStyle: Style { isEnded ? Style(.muted) : RiskText.style(row.risk.score) }

  func signals(width: Int) -> SafeText { RiskText.signals(row.risk.signals, width: width) }

  var expiresStyle: Style {
    let isNear = row.expiresAt - now < TimeSpan(seconds: 60)
    return isEnded ? Style(.muted) : isNear ? Style(.warning) : .text
  }

  var last: SafeText { row.lastUsed.map { SafeText(Format.age(now - $0)) } ?? "-" }

  /// Something in the session's texts was hidden, even where the table does not show it.
  var hadHidden: Bool { Self.hadHidden(row.envelope) }

  static func hadHidden(_ envelope: Envelope) -> Bool {
    let names =
      [envelope.sessionKey, envelope.wallet, envelope.nonceDomain] + envelope.capabilities
      + envelope.allDestinations
    if names.contains(where: { isHidden($0) }) { return true }
    return envelope.labels.contains { SafeText($0.key).hadHidden || SafeText($0.value).hadHidden }
  }

  private static func isHidden(_ id: Identifier) -> Bool {
    guard case .opaque(let text) = id else { return false }
    return SafeText(text).hadHidden
  }
}

extension Envelope {
  var allDestinations: [Identifier] {
    switch destinations {
    case .shared(let list): list
    case .perCapability(let lists): lists.flatMap(\.destinations)
    }
  }
}
