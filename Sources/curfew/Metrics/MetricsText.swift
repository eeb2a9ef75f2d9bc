import Delegation
import SessionStore
import Terminal

/// The five metrics for a person, in 80 columns: what is now, what was before, and the change.
struct MetricsText {
  private let comparison: MetricsComparison
  private var lines: [SafeText] = []

  private var now: HealthMetrics { comparison.window }
  private var before: HealthMetrics { comparison.before }

  private static let labelWidth = 35
  private static let valueWidth = 15
  /// More rows of contexts than anybody reads; JSON has all.
  private static let contextsMax = 20

  init(_ comparison: MetricsComparison) {
    self.comparison = comparison
    let length = (now.to - now.from).words
    add("Delegation health, \(now.from.utc) to \(now.to.utc)")
    add("beside the \(length) before, from \(before.from.utc)")
    addRow("", "now", "before", "change")
    addDecisions()
    addLifetimes()
    addTimesToRevocation()
    addContexts()
    addLate()
    addStanding()
  }

  func write(to output: Output) throws { for line in lines { try output.line(line) } }

  // MARK: The five

  private mutating func addDecisions() {
    let (current, previous) = (now.executions, before.executions)
    addTitle("Denied by policy")
    addRow(
      "  denied", share(current.denied, current.all), share(previous.denied, previous.all),
      points(
        current.deniedShare, previous.deniedShare))
    addCount("  executions", current.all, previous.all)
    for (index, name) in Reasons.allNames.enumerated() {
      let counts = (current.byReason[index], previous.byReason[index])
      if counts != (0, 0) { addCount("    \(name)", counts.0, counts.1) }
    }
  }

  private mutating func addLifetimes() {
    addTitle("Mean session lifetime by action class")
    let classes = Set((now.lifetimes + before.lifetimes).map(\.actionClass)).sorted()
    if classes.isEmpty { add("  no session ended") }
    for name in classes {
      addSpan(
        "  \(name)", now.lifetimes.first { $0.actionClass == name }?.mean,
        before.lifetimes.first { $0.actionClass == name }?.mean)
    }
  }

  private mutating func addTimesToRevocation() {
    let (current, previous) = (now.timeToRevocation, before.timeToRevocation)
    addTitle("Time to revocation after a critical alert")
    addSpan("  median", current.p50, previous.p50)
    addSpan("  95th percentile", current.p95, previous.p95)
    addSpan("  worst", current.worst, previous.worst)
    addCount("  revoked and seen to refuse", Int64(current.count), Int64(previous.count))
    addCount("  not yet", Int64(current.pending), Int64(previous.pending))
  }

  private struct Context: Hashable {
    let chainID: UInt64
    let family: String

    init(_ part: HealthMetrics.Mismatches) { (chainID, family) = (part.chainID, part.family) }
  }

  private mutating func addContexts() {
    addTitle("Context mismatch rate by chain and destination family")
    let current = Dictionary(uniqueKeysWithValues: now.mismatches.map { (Context($0), $0) })
    let previous = Dictionary(uniqueKeysWithValues: before.mismatches.map { (Context($0), $0) })
    let contexts =
      now.mismatches.map(Context.init) + before.mismatches.map(Context.init).filter { current[$0] == nil }
    if contexts.isEmpty { add("  no executions") }
    for context in contexts.prefix(MetricsText.contextsMax) {
      let (a, b) = (current[context], previous[context])
      let chain = context.chainID == 0 ? "no session" : "chain \(context.chainID)"
      addRow(
        "  \(chain), \(context.family)", rate(a), rate(b), points(a.flatMap(fraction), b.flatMap(fraction)))
    }
    let rest = contexts.count - MetricsText.contextsMax
    if rest > 0 { add("  and \(rest) more: see --json") }
  }

  private mutating func addLate() {
    addTitle("Attempts after revocation")
    addCount("  allowed", now.afterRevokeAllowed, before.afterRevokeAllowed)
    addCount("  denied", now.afterRevokeDenied, before.afterRevokeDenied)
  }

  private mutating func addStanding() {
    let overview = comparison.overview
    addTitle(
      "At \(overview.asOf.utc): \(some(overview.openAlerts, "alert")) open, \(some(overview.atRisk, "session")) at risk, \(overview.critical) critical"
    )
  }

  // MARK: Rows

  private mutating func add(_ text: String) { lines.append(SafeText(text)) }

  private mutating func addTitle(_ text: String) {
    lines.append(.empty)
    add(text)
  }

  private mutating func addRow(_ label: String, _ now: String, _ before: String, _ change: String) {
    let values = [now, before, change].map {
      SafeText($0).padded(to: MetricsText.valueWidth, .trailing)
    }
    lines.append(values.reduce(SafeText(label).fitted(to: MetricsText.labelWidth), +))
  }

  private mutating func addCount(_ label: String, _ now: Int64, _ before: Int64) {
    let change = now - before
    addRow(label, grouped(now), grouped(before), change == 0 ? "=" : sign(change) + grouped(abs(change)))
  }

  private mutating func addSpan(_ label: String, _ now: TimeSpan?, _ before: TimeSpan?) {
    var change = "-"
    if let now, let before {
      let difference = now.milliseconds - before.milliseconds
      change =
        difference == 0 ? "=" : sign(difference) + TimeSpan(milliseconds: abs(difference)).words
    }
    addRow(label, now?.words ?? "-", before?.words ?? "-", change)
  }

  // MARK: Numbers

  private func sign(_ change: Int64) -> String { change < 0 ? "-" : "+" }

  private func grouped(_ number: Int64) -> String {
    var text = String(number)
    var place = text.count - 3
    while place > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
      place -= 3
    }
    return text
  }

  private func some(_ count: Int, _ thing: String) -> String {
    "\(grouped(Int64(count))) \(thing)\(count == 1 ? "" : "s")"
  }

  private func share(_ part: Int64, _ whole: Int64) -> String {
    whole == 0 ? "-" : tenths(Double(part) / Double(whole)) + " %"
  }

  private func rate(_ part: HealthMetrics.Mismatches?) -> String {
    part.map { share($0.mismatched, $0.executions) } ?? "-"
  }

  private func fraction(_ part: HealthMetrics.Mismatches) -> Double? {
    part.executions == 0 ? nil : Double(part.mismatched) / Double(part.executions)
  }

  /// The change of a share, in percentage points.
  private func points(_ now: Double?, _ before: Double?) -> String {
    guard let now, let before else { return "-" }
    let text = tenths(abs(now - before))
    return text == "0.0" ? "=" : (now < before ? "-" : "+") + text + " pts"
  }

  private func tenths(_ share: Double) -> String {
    let tenths = Int64((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
