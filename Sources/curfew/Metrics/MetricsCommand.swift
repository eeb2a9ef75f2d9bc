import ArgumentParser
import Delegation
import SessionStore

struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Show the five metrics of delegation health, beside the window before.",
    discussion: """
      Denied by policy; mean session lifetime by action class; time to revocation after a critical alert; context
      mismatches by chain and destination family; attempts after revocation. Windows are cut to whole minutes; without
      one, the last 7 days up to now.

      For a scraper, --openmetrics and --prometheus count from the store's beginning up to now, unless a window is
      given: counters only grow.

      Examples:
        curfew metrics
        curfew metrics --days 1 --json
        curfew metrics --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z
        curfew metrics --openmetrics > /var/lib/node_exporter/curfew.prom
      """)

  @Option(
    help: ArgumentHelp("The window's begin, RFC 3339 in UTC or epoch seconds.", valueName: "time"),
    transform: TimeArgument.read)
  var from: TimeArgument?

  @Option(
    help: ArgumentHelp("The window's end, exclusive (default: now).", valueName: "time"),
    transform: TimeArgument.read)
  var to: TimeArgument?

  @Option(help: ArgumentHelp("The window's length in days (default: 7).", valueName: "count"))
  var days: Int64?

  @Flag(help: "Print OpenMetrics 1.0.")
  var openmetrics = false

  @Flag(help: "Print the text format that Prometheus had before OpenMetrics.")
  var prometheus = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    if from != nil, days != nil { throw ValidationError("expected one of --from and --days") }
    if let days, !(1...3660).contains(days) { throw ValidationError("`--days \(days)`: expected 1 to 3660") }
    if [openmetrics, prometheus, json.json].count(where: { $0 }) > 1 {
      throw ValidationError("expected one of --json, --openmetrics and --prometheus")
    }
    if let from, let to, from.time >= to.time { throw ValidationError("--from: expected a time before --to") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let overview = try store.overview()
    let output = Output()
    if openmetrics || prometheus {
      let window = try hasWindow ? window(overview.asOf) : (.epoch, nextMinute(overview.asOf))
      let families = try MetricFamily.health(
        try store.metrics(from: window.from, to: window.to), overview)
      try output.verbatim(try OpenMetricsWriter.text(families, openmetrics ? .openMetrics : .classic))
    } else {
      let comparison = try compare(window(overview.asOf), store, overview)
      if json.json {
        try output.line(json: comparison.json)
      } else {
        try MetricsText(comparison).write(to: output)
      }
    }
    try output.flush()
  }

  private var hasWindow: Bool { from != nil || to != nil || days != nil }

  /// - Parameter now: the store's time.
  private func window(_ now: Timestamp) throws -> (from: Timestamp, to: Timestamp) {
    let end = to?.time ?? nextMinute(now)
    let begin = from?.time ?? max(.epoch, end - TimeSpan(seconds: (days ?? 7) * 86_400))
    guard begin < end else { throw Failure("--from: expected a time before now, \(now.utc)", status: 64) }
    return (begin, end)
  }

  private func compare(
    _ window: (from: Timestamp, to: Timestamp), _ store: any SessionStore, _ overview: Overview
  ) throws -> MetricsComparison {
    let metrics = try store.metrics(from: window.from, to: window.to)
    guard metrics.from < metrics.to else {
      throw Failure("the window holds no whole minute: expected --from and --to a minute apart", status: 64)
    }
    let before = max(.epoch, metrics.from - (metrics.to - metrics.from))
    return MetricsComparison(
      window: metrics, before: try store.metrics(from: before, to: metrics.from), overview: overview)
  }
}

/// A window beside the one of the same length before it.
struct MetricsComparison {
  let window: HealthMetrics
  let before: HealthMetrics
  /// As things stand.
  let overview: Overview
}

/// The minute that is not over counts too.
private func nextMinute(_ time: Timestamp) -> Timestamp {
  Timestamp(seconds: (time.milliseconds / 60_000 + 1) * 60)
}
