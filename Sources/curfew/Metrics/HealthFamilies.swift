import Delegation
import SessionStore
import Terminal

extension MetricFamily {
  /// The five metrics as a scraper reads them, with what stands open. No label names a session or a wallet: there is
  /// no end of those.
  static func health(_ metrics: HealthMetrics, _ overview: Overview) throws(MetricProblem) -> [MetricFamily] {
    try decisions(metrics) + lives(metrics) + contexts(metrics) + standing(overview)
  }

  private static func decisions(_ metrics: HealthMetrics) throws(MetricProblem) -> [MetricFamily] {
    let (executions, reasons) = (metrics.executions, metrics.executions.byReason)
    return [
      try MetricFamily(
        "curfew_delegated_executions", "Executions that sessions attempted, by decision.",
        .counter(byDecision(executions.allowed, executions.denied))),
      try MetricFamily(
        "curfew_denied_executions", "Denied executions by reason; one may have several.",
        .counter(
          zip(Reasons.allNames, reasons).map { .init(Double($1), [Label("reason", $0)]) })),
      try MetricFamily(
        "curfew_post_revocation_executions",
        "Executions attempted after the revocation of their session had taken effect.",
        .counter(byDecision(metrics.afterRevokeAllowed, metrics.afterRevokeDenied))),
    ]
  }

  private static func byDecision(_ allowed: Int64, _ denied: Int64) -> [Sample] {
    [
      .init(Double(allowed), [Label("decision", "allowed")]),
      .init(Double(denied), [Label("decision", "denied")]),
    ]
  }

  private static func lives(_ metrics: HealthMetrics) throws(MetricProblem) -> [MetricFamily] {
    let times = metrics.timeToRevocation
    let quantiles = [(0.5, times.p50), (0.95, times.p95), (1, times.worst)].compactMap { part, span in
      span.map { Summary.Quantile(part: part, value: inSeconds($0)) }
    }
    return [
      try MetricFamily(
        "curfew_session_lifetime_seconds",
        "Lives of sessions that ended, from issue to expiry or revocation.",
        unit: "seconds",
        .summary(
          metrics.lifetimes.map {
            .init(
              [Label("action_class", $0.actionClass)], quantiles: [], count: UInt64(clamping: $0.sessions),
              sum: inSeconds($0.total))
          })),
      try MetricFamily(
        "curfew_time_to_revocation_seconds",
        "From a critical alert until the revocation of its session was seen to refuse.", unit: "seconds",
        .summary([.init(quantiles: quantiles, count: UInt64(clamping: times.count), sum: nil)])),
      try MetricFamily(
        "curfew_critical_alerts_unrevoked", "Critical alerts whose session was not seen revoked yet.",
        .gauge([.init(Double(times.pending))])),
    ]
  }

  private static func contexts(_ metrics: HealthMetrics) throws(MetricProblem) -> [MetricFamily] {
    var order: [[Label]] = []
    var sums: [[Label]: (executions: Int64, mismatched: Int64)] = [:]
    for part in metrics.mismatches {
      // A list's words are printed clean; families that then look the same are one.
      let labels = [
        Label("chain_id", String(part.chainID)), Label("destination_family", SafeText(part.family).string),
      ]
      if sums[labels] == nil { order.append(labels) }
      sums[labels, default: (0, 0)].executions += part.executions
      sums[labels, default: (0, 0)].mismatched += part.mismatched
    }
    return [
      try MetricFamily(
        "curfew_context_executions", "Executions by chain of the session and family of the destination.",
        .counter(order.map { .init(Double(sums[$0]?.executions ?? 0), $0) })),
      try MetricFamily(
        "curfew_context_mismatches", "Of those, executions with a wrong chain or destination.",
        .counter(order.map { .init(Double(sums[$0]?.mismatched ?? 0), $0) })),
    ]
  }

  private static func standing(_ overview: Overview) throws(MetricProblem) -> [MetricFamily] {
    [
      try MetricFamily(
        "curfew_open_alerts", "Alerts that are not closed.", .gauge([.init(Double(overview.openAlerts))])),
      try MetricFamily(
        "curfew_sessions_at_risk", "Sessions that may act and have a score of MED or more.",
        .gauge([.init(Double(overview.atRisk))])),
      try MetricFamily(
        "curfew_sessions_critical", "Sessions that may act and have a score of CRIT.",
        .gauge([.init(Double(overview.critical))])),
    ]
  }
}

private func inSeconds(_ span: TimeSpan) -> Double { Double(span.milliseconds) / 1000 }
