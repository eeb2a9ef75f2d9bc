import Delegation
import SessionStore

/// The Metrics screen.
struct MetricsPage: Sendable {
  /// They are sums over two weeks: read at most this often.
  static let span = TimeSpan(seconds: 10)

  var report: MetricsReport?
  /// The store's time when it came.
  var receivedAt: Timestamp?
  /// Why the latest read failed; nil once one succeeds.
  var failure: StoreError?
  var askedAt: Timestamp?
  /// The first line in sight.
  var top = 0
}

/// Seven days, and the seven before: to the end of the hour, so that hours are whole and both weeks as long.
struct MetricsQuestion: Hashable, Sendable {
  static let hours = 7 * 24
  static let step = TimeSpan(seconds: 3_600)
  private static let week = TimeSpan(seconds: 7 * 86_400)

  let from: Timestamp
  let to: Timestamp

  init(at now: Timestamp) {
    to = Timestamp(milliseconds: (max(0, now.milliseconds) / 3_600_000 + 1) * 3_600_000)
    from = to - Self.week
  }

  var before: Timestamp { from - Self.week }
}

struct MetricsReport: Sendable {
  let question: MetricsQuestion
  let week: HealthMetrics
  let before: HealthMetrics
  /// By the hour.
  let points: [MetricsPoint]
  let pointsBefore: [MetricsPoint]
}

extension MetricsReport {
  /// Asks a store; may take long.
  init(_ question: MetricsQuestion, _ store: any SessionStore) throws(StoreError) {
    self.init(
      question: question,
      week: try store.metrics(from: question.from, to: question.to),
      before: try store.metrics(from: question.before, to: question.from),
      points: try store.metricsPoints(from: question.from, to: question.to, step: MetricsQuestion.step),
      pointsBefore: try store.metricsPoints(
        from: question.before, to: question.from, step: MetricsQuestion.step))
  }
}
