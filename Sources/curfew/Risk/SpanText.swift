import Delegation

extension TimeSpan {
  /// In its two largest units, rounded down: `12 ms`, `1.9 s`, `12 min 20 s`, `3 h`, `2 d 4 h`.
  var words: String {
    let seconds = max(0, milliseconds) / 1000
    switch milliseconds {
    case ..<1000: return "\(max(0, milliseconds)) ms"
    case ..<60_000:
      let tenths = milliseconds % 1000 / 100
      return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
    case ..<3_600_000: return two(seconds / 60, "min", seconds % 60, "s")
    case ..<86_400_000: return two(seconds / 3600, "h", seconds / 60 % 60, "min")
    default: return two(seconds / 86_400, "d", seconds / 3600 % 24, "h")
    }
  }

  /// In its largest unit, rounded down: `43 min`.
  var roughly: String {
    let seconds = max(0, milliseconds) / 1000
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min"
    case ..<86_400: return "\(seconds / 3600) h"
    default: return "\(seconds / 86_400) d"
    }
  }

  private func two(_ first: Int64, _ unit: String, _ rest: Int64, _ smaller: String) -> String {
    rest == 0 ? "\(first) \(unit)" : "\(first) \(unit) \(rest) \(smaller)"
  }
}

extension Timestamp {
  /// `4 min ago, 2026-11-22T12:04:31Z`
  func ago(at now: Timestamp) -> String { "\((now - self).roughly) ago, \(utc)" }
}
