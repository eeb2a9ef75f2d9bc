import Delegation

/// When sessions begin: a Poisson process whose rate follows the day (thinning: Lewis and Shedler, 1979).
struct Arrivals: Sendable {
  private var time: Timestamp
  private let swing: Double
  /// At the day's height.
  private let secondsBetween: Double

  init(_ options: TrafficOptions) {
    time = options.start
    let swing = min(max(options.dailySwing, 0), 1)
    self.swing = swing
    let perSecond: Double
    switch options.volume {
    case .endless(let sessionsPerHour): perSecond = sessionsPerHour / 3600
    case .bounded(let sessions, let length):
      // The stretch may lie in the night or in the afternoon: its own mean counts, not the day's.
      let parts = 96
      let sum = (0..<parts).reduce(0.0) { sum, part in
        let time = options.start + length.scaled(by: (Double(part) + 0.5) / Double(parts))
        return sum + Arrivals.height(at: time, swing: swing)
      }
      perSecond = Double(sessions) / max(1, length.decimalSeconds) / max(0.05, sum / Double(parts))
    }
    secondsBetween = 1 / max(1e-6, perSecond * (1 + swing))
  }

  mutating func next(_ random: inout SplitMix64) -> Timestamp {
    repeat {
      time = time + random.exponential(mean: secondsBetween)
    } while !random.flips(Arrivals.height(at: time, swing: swing) / (1 + swing))
    return time
  }

  /// The rate at `time` over the day's mean.
  private static func height(at time: Timestamp, swing: Double) -> Double {
    let day = 86_400_000.0
    return 1 + swing * sine(turns: (Double(time.milliseconds % 86_400_000) - day * 10 / 24) / day)
  }
}
