package import AuditTrail
import Delegation

extension AuditEntry {
  /// The report of a `drill.run`; nil where it does not read.
  package var drillReport: DrillReport? {
    guard let detail, let value = try? parseJSON(Array(detail.utf8)) else { return nil }
    return try? DrillReport(value)
  }
}
