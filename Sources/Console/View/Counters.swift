import PolicyEngine
import Delegation
import SessionStore
import Terminal

/// The line of counts: what there is, what is at risk, and how stopping goes.
enum Counters {
  /// What gives way where there is no room.
  private struct Form {
    var gap = 2
    var sparks = 8
    var isP95Named = true
    var isCriticalNamed = true
    var isShort = false
  }

  private static let forms = [
    Form(gap: 3), Form(), Form(isP95Named: false), Form(sparks: 4, isP95Named: false),
    Form(sparks: 4, isP95Named: false, isCriticalNamed: false),
    Form(sparks: 4, isP95Named: false, isCriticalNamed: false, isShort: true),
    Form(sparks: 0, isP95Named: false, isCriticalNamed: false, isShort: true),
  ]

  static func strip(_ overview: Overview, width: Int, glyphs: Glyphs) -> Strip {
    let all = forms.lazy.map { strip(overview, $0, glyphs: glyphs) }
    return all.first { $0.width <= width } ?? all.last ?? Strip()
  }

  private static func strip(_ overview: Overview, _ form: Form, glyphs: Glyphs) -> Strip {
    let gap = SafeText.spaces(form.gap)
    func count(_ number: Int) -> String {
      form.isShort ? Format.shortCount(number) : Format.count(number)
    }
    let active = overview.byLife[.active] ?? 0
    let recent = overview.recentAllowed + overview.recentDenied
    var strip = Strip("\(count(active)) active")
    strip.add(gap)
    strip.add("\(count(overview.atRisk)) at risk", overview.atRisk == 0 ? .text : Style(.warning))
    strip.add(gap)
    let critical: SafeText = "\(count(overview.critical)) \(form.isCriticalNamed ? "critical" : "crit")"
    strip.add(critical, overview.critical == 0 ? .text : Style(.critical))
    strip.add(gap + "denied \(Format.percent(overview.recentDenied, of: recent))")
    if form.sparks > 0, !overview.deniedShares.isEmpty {
      strip.add(" " + shares(overview, width: form.sparks, glyphs: glyphs), Style(.bar))
    }
    let p95 = overview.revokeP95.map(Format.duration) ?? "-"
    strip.add(gap + (form.isP95Named ? "revoke p95 " : "p95 ") + SafeText(p95))
    strip.add(gap)
    let after = overview.afterRevoke
    strip.add("after revoke \(count(after))", after == 0 ? .text : Style(.warning, .bold))
    return strip
  }

  /// A tenth is full height at least, so that a calm minute looks calm.
  private static func shares(_ overview: Overview, width: Int, glyphs: Glyphs) -> SafeText {
    let values = overview.deniedShares.map { $0 ?? .nan }
    return sparkline(
      values, width: width, top: max(0.1, values.filter(\.isFinite).max() ?? 0), glyphs: glyphs)
  }
}
