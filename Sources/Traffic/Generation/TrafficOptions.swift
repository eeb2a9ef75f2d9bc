package import Delegation

/// What traffic to make.
package struct TrafficOptions: Hashable, Sendable {
  package enum Volume: Hashable, Sendable {
    /// So many sessions in all, begun within about this time.
    case bounded(sessions: Int, over: TimeSpan)
    /// For ever; the rate is the mean over a day.
    case endless(sessionsPerHour: Double)
  }

  package var seed: UInt64
  /// The first session begins after it. Its time of day, UTC, is where the day's curve begins.
  package var start: Timestamp
  package var volume: Volume
  /// The part of the sessions that are attacked, 0 … 1; every scenario gets about as many.
  package var attackedShare: Double
  /// Which attacks; none: all traffic is honest.
  package var scenarios: [Scenario]
  /// How far the rate of new sessions swings about its mean in a day, 0 … 1: highest at 16:00 UTC, lowest at 04:00.
  package var dailySwing: Double

  package init(
    seed: UInt64, start: Timestamp, volume: Volume, attackedShare: Double = 0.05,
    scenarios: [Scenario] = Scenario.known, dailySwing: Double = 0.6
  ) {
    self.seed = seed
    self.start = start
    self.volume = volume
    self.attackedShare = attackedShare
    self.scenarios = scenarios
    self.dailySwing = dailySwing
  }
}
