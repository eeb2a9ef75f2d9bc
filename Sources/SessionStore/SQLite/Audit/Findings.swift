/// What a verification has found so far.
struct Findings {
  private(set) var first: [AuditFinding] = []
  private(set) var count = 0
  private var shown: [String: Int] = [:]

  /// So many of each place are told, so that one with many never hides another.
  private static let eachMax = 20

  mutating func add(_ place: String, _ row: String, _ sentence: String) {
    count += 1
    shown[place, default: 0] += 1
    if first.count < AuditReport.findingsMax, shown[place, default: 0] <= Findings.eachMax {
      first.append(AuditFinding(place: place, row: row, sentence: sentence))
    }
  }

  /// Adds that a value is not what follows from the log.
  mutating func expect<T: Equatable>(
    _ place: String, _ row: String, _ name: String, _ found: T, _ expected: T
  ) {
    if found != expected { add(place, row, "`\(name)` is \(found), by the log it is \(expected)") }
  }
}
