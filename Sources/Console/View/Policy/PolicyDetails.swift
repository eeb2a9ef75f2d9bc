import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// All that there is to say of one row of the Policy screen; the first lines are the ones that matter.
enum PolicyDetails {
  static func title(_ id: PolicyRow.ID) -> SafeText {
    switch id {
    case .mode(let scope): "MODE of \(SafeText(scope.words))"
    case .check(let check): "CHECK " + SafeText(check.name)
    case .capability(let capability): "CAPABILITY \(SafeText(capability.text))"
    }
  }

  /// - Parameter isWhole: on a page, where there is room for lists.
  static func add(_ row: PolicyRow, _ model: Model, isWhole: Bool, to page: inout PageLines) {
    switch row {
    case .mode(let mode): add(mode, model, to: &page)
    case .check(let finding): add(finding, isWhole: isWhole, to: &page)
    case .capability(let row): add(row, model, isWhole: isWhole, to: &page)
    }
  }

  // MARK: Modes

  private static func add(_ mode: ModeInForce?, _ model: Model, to page: inout PageLines) {
    guard let policy = model.policy.reading?.stored.policy else { return }
    guard let mode else {
      page.field("mode", "NORMAL wherever no other row holds")
      page.field("means", meaning(of: .normal, policy))
      return
    }
    let entry = mode.entry
    page.field("mode", "\(Words.mode(entry.mode)) for \(SafeText(entry.scope.words))")
    let by = SafeText(mode.by ?? "somebody that the log does not tell")
    page.field(
      "since", "\(UTC.full(entry.start)), \(Format.age(model.storeNow - entry.start)) ago, by " + by)
    if let reason = mode.reason { page.field("reason", SafeText(reason)) }
    page.field("means", meaning(of: entry.mode, policy))
  }

  private static func meaning(of mode: PolicyMode, _ policy: Policy) -> SafeText {
    let limits = policy.modes
    func points(_ score: RiskScore) -> String { "\(score.hundredths / 100)" }
    switch mode {
    case .normal: return "envelopes and the policy's limits decide"
    case .guarded:
      let share = limits.guardedSpendFactor.attos / (SpendFactor.one.attos / 100)
      return
        "\(share) % of every spend limit; denied from risk \(points(limits.guardedMaxRisk)) on, and with more than \(limits.guardedMaxRemaining.policyText) of life left until attested again"
    case .denyFirst:
      return
        "denied until attested again since the mode began, and from risk \(points(limits.denyFirstMaxRisk)) on"
    case .lockdown: return "everything is denied"
    }
  }

  // MARK: Checks

  private static func add(_ finding: PostureFinding, isWhole: Bool, to page: inout PageLines) {
    let word: SafeText = finding.verdict == .fail ? "FAIL" : SafeText(finding.verdict.rawValue)
    page.field(word, SafeText(finding.check.title), PolicyView.style(finding.verdict))
    for (index, part) in finding.evidence.enumerated() {
      let lead = "  " + PolicyView.mark(part.verdict, glyphs: page.glyphs) + " "
      page.add(
        SafeText(part.text), part.verdict == .pass ? .text : PolicyView.style(part.verdict), lead: lead,
        next: .spaces(4))
      let next = finding.evidence.dropFirst(index + 1).first
      guard let remedy = part.remedy, next?.remedy != remedy else { continue }
      page.add(SafeText(remedy), .text, lead: "    do: ", next: .spaces(8))
    }
    guard isWhole else { return }
    page.add(.empty)
    page.field("group", SafeText(finding.check.group.title))
    page.field("asks for", SafeText(finding.check.source))
    page.field("by command", "curfew posture --json, the check `\(SafeText(finding.check.id))`")
  }

  // MARK: Capabilities

  private static func add(_ row: CapabilityRow, _ model: Model, isWhole: Bool, to page: inout PageLines) {
    let rule = row.rule
    page.field(
      "capability",
      "\(SafeText(rule.id.text)), \(SafeText(row.status)), class \(SafeText(rule.actionClass)), tier \(SafeText(rule.tier.rawValue))"
    )
    func origin(_ own: TimeSpan?) -> String { own == nil ? " (default)" : "" }
    let value = rule.maxValue.map { "\($0.dollars) USD" } ?? "the envelope's value"
    page.field(
      "at most",
      "\(row.maxTTL.policyText)\(origin(rule.maxTTL)) when granted, extended to \(row.defaults.hardCeiling.policyText); \(value); quiet for \(row.inactivity.policyText)\(origin(rule.inactivity))"
    )
    addTests(row, isWhole: isWhole, to: &page)
    addFamilies(row, model, isWhole: isWhole, to: &page)
    let holders = row.sessions.map { "\(Format.counted($0, "live session")) with it" } ?? "not counted yet"
    page.field("sessions", SafeText(holders))
    page.field("owner", SafeText(row.owner ?? "nobody owns its telemetry"))
  }

  private static func addTests(_ row: CapabilityRow, isWhole: Bool, to page: inout PageLines) {
    guard let tests = row.tests else { return page.field("tests", "not known") }
    var words: SafeText = "\(tests.allows) allow, \(tests.denies) deny"
    if !tests.results.isEmpty {
      words += tests.failed.isEmpty ? ", all pass" : ", \(Format.counted(tests.failed.count, "failure"))"
    }
    if !tests.missing.isEmpty {
      let kinds = tests.missing.joined(separator: ", ")
      words += rule(row, "; without \(kinds)", "; before it is active it needs \(kinds)")
    }
    page.field("tests", words, tests.failed.isEmpty ? .text : Style(.danger))
    for result in tests.results where isWhole || !result.passed {
      let sign = result.passed ? page.glyphs.done : page.glyphs.failed
      let got = result.passed ? "" : ", got \(result.detail)"
      page.field(
        "", sign + " line \(result.line): \(SafeText(result.description))" + SafeText(got),
        result.passed ? .text : Style(.danger))
    }
  }

  private static func rule(_ row: CapabilityRow, _ active: String, _ draft: String) -> SafeText {
    SafeText(row.rule.isActive ? active : draft)
  }

  private static func addFamilies(
    _ row: CapabilityRow, _ model: Model, isWhole: Bool, to page: inout PageLines
  ) {
    guard let names = row.rule.families else {
      return page.field("destinations", "any that the envelope names", Style(.warning))
    }
    let families = model.policy.reading?.stored.policy.families ?? [:]
    for (index, name) in names.enumerated() {
      let destinations = (families[name] ?? []).map(\.text).sorted()
      page.field(
        index == 0 ? "destinations" : "",
        SafeText(name) + ", \(destinations.count) \(destinations.count == 1 ? "address" : "addresses")")
      if isWhole { for destination in destinations { page.field("", "  " + SafeText(destination)) } }
    }
  }
}
