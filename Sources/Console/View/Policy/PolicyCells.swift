import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// A row of the Policy screen as one line.
enum PolicyCells {
  /// Of the registry. Without the families where the screen is narrow: the chosen row's stand below the list.
  static func titles(isWide: Bool) -> SafeText {
    let titles: SafeText = "CAPABILITY        CLASS    TIER STATUS TTL/MAX  USD      IDLE TESTS    LIVE"
    return isWide ? titles + "  FAMILIES" : titles
  }

  static func strip(_ row: PolicyRow, _ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    switch row {
    case .mode(let mode?): return strip(mode, model)
    case .mode(nil):
      let others = model.policy.reading?.modes.isEmpty == false
      return Strip(" NORMAL ", HeaderView.style(of: .normal))
        .adding(.spaces(5)).adding(others ? "all else" : "all").adding(
          "   nothing tightens it", Style(.muted))
    case .check(let finding):
      let word: SafeText = finding.verdict == .fail ? "FAIL" : SafeText(finding.verdict.rawValue)
      let first = finding.evidence.first.map { SafeText($0.text) } ?? .empty
      return Strip(
        PolicyView.mark(finding.verdict, glyphs: glyphs) + " " + word, PolicyView.style(finding.verdict)
      )
      .adding("  " + SafeText(finding.check.name).fitted(to: 38, glyphs: glyphs))
      .adding("  " + first, Style(.muted))
    case .capability(let row): return strip(row, isWide: model.size.columns >= 100, glyphs)
    }
  }

  private static func strip(_ mode: ModeInForce, _ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    let word: SafeText = " \(Words.mode(mode.entry.mode)) "
    let scope = SafeText(mode.entry.scope.words)
    let room = max(20, model.size.columns - 52)
    return Strip(word, HeaderView.style(of: mode.entry.mode))
      .adding(.spaces(max(1, 13 - word.width))).adding(scope.fitted(to: room, glyphs: glyphs))
      .adding(" \(UTC.full(mode.entry.start).prefix(16))Z")
      .adding(
        SafeText(Format.age(model.storeNow - mode.entry.start)).padded(to: 5, .trailing), Style(.warning)
      )
      .adding("  by " + SafeText(mode.by ?? "-").prefix(width: 10, glyphs: glyphs), Style(.muted))
      .adding(scope.hadHidden ? " " + glyphs.warning : .empty, Style(.badge))
  }

  private static func strip(_ row: CapabilityRow, isWide: Bool, _ glyphs: Glyphs) -> Strip {
    let rule = row.rule
    let ceiling = "\(row.maxTTL.policyText)/\(row.defaults.hardCeiling.policyText)"
    let (tests, style) = tests(row)
    return Strip(SafeText(rule.id.text).fitted(to: 17, glyphs: glyphs), Style(.accent))
      .adding(" " + SafeText(rule.actionClass).fitted(to: 8, glyphs: glyphs))
      .adding(" " + SafeText(rule.tier.rawValue).padded(to: 4), rule.tier == .high ? Style(.warning) : .text)
      .adding(" " + SafeText(row.status).padded(to: 6), rule.isActive ? .text : Style(.muted))
      .adding(" " + SafeText(ceiling).fitted(to: 8, glyphs: glyphs))
      .adding(
        " " + (rule.maxValue.map { SafeText(Format.shortMoney($0)) } ?? "any").fitted(to: 8, glyphs: glyphs)
      )
      .adding(" " + SafeText(row.inactivity.policyText).fitted(to: 4, glyphs: glyphs))
      .adding(" " + tests.fitted(to: 7, glyphs: glyphs), style)
      .adding(" " + SafeText(row.sessions.map(Format.shortCount) ?? "-").padded(to: 5, .trailing))
      .adding(
        isWide ? "  " + SafeText(rule.families?.joined(separator: " ") ?? "any") : .empty, Style(.muted))
  }

  /// `1+4 ok`: allow tests and deny tests, and how many fail or which many kinds are missing.
  private static func tests(_ row: CapabilityRow) -> (SafeText, Style) {
    guard let tests = row.tests else { return ("-", Style(.muted)) }
    let counts = "\(tests.allows)+\(tests.denies)"
    if !tests.failed.isEmpty { return ("\(counts) FAIL", Style(.danger)) }
    if !tests.missing.isEmpty { return ("\(counts) -\(tests.missing.count)", Style(.warning)) }
    return ("\(counts) ok", Style(.good))
  }
}
