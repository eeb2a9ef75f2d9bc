import ArgumentParser
import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

struct DrillList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the live drills of this store, newest first, with their trend.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    let entries = try store.drills()
    if json.json {
      for entry in entries.reversed() {
        for row in entry.drillReport?.trendRows ?? [] { try output.line(json: row.json) }
      }
    } else if entries.isEmpty {
      try output.line("no drill was run on this store: see `curfew drill run --live`")
    } else {
      try table(entries).write(to: output)
    }
    try output.flush()
  }

  private func table(_ entries: [AuditEntry]) -> TextTable {
    var table = TextTable(["DRILL", "AT", "BY", "SCENARIO", "EFFECTIVE P95", "AFTER EFFECTIVE", "VERDICT"])
    for entry in entries.reversed() {
      guard let report = entry.drillReport else {
        table.add([SafeText(entry.target), SafeText(entry.at.utc), SafeText(entry.who), "does not read"])
        continue
      }
      for row in report.trendRows {
        let cells = [
          row.drill, row.at.utc, entry.who, row.scenario.rawValue,
          row.effectiveP95.map(PlainText.span) ?? "never", String(row.leaksAfterEffective),
          row.passed ? "passed" : "FAILED",
        ]
        table.add(cells.map { SafeText($0) })
      }
    }
    return table
  }
}

struct DrillShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the report of a live drill again: the same bytes each time.")

  @Argument(help: "The drill\'s id, such as DRILL-20261126-070501-a1b2.")
  var id: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var format: DrillFormat

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    guard let entry = try store.drills().last(where: { sameCodePoints($0.target, id) }) else {
      throw Failure("no drill `\(id)`: see `curfew drill list`")
    }
    guard let report = entry.drillReport else { throw Failure("the report of `\(id)` does not read") }
    try format.write(report)
  }
}

extension DrillTrendRow {
  fileprivate var json: String {
    JSONWriter.object {
      $0.member("drill", drill)
      $0.member("at", raw: at.seconds)
      $0.member("scenario", scenario.rawValue)
      $0.member(
        "effectiveP95Seconds",
        raw: effectiveP95.map { Timestamp(milliseconds: $0.milliseconds).seconds } ?? "null")
      $0.member("leaksAfterEffective", raw: String(leaksAfterEffective))
      $0.member("passed", raw: String(passed))
    }
  }
}
