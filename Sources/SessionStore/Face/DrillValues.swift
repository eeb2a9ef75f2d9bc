/// A drill as it enters the audit log: the entry `drill.run`.
package struct DrillEntry: Hashable, Sendable {
  /// `DRILL-…`: the entry's target.
  package let id: String
  /// The report, as one JSON object.
  package let report: String
  /// How many of its canaries lived before the change and after it, in words.
  package let before: String
  package let after: String
  /// Whether it passed, in words.
  package let outcome: String

  package init(id: String, report: String, before: String, after: String, outcome: String) {
    self.id = id
    self.report = report
    self.before = before
    self.after = after
    self.outcome = outcome
  }
}
