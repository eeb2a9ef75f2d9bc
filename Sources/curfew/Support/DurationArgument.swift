import ArgumentParser
import Delegation

/// A length of time in the policy file's spelling: `45s`, `15m`, `2h`, `1d`.
struct DurationArgument: ExpressibleByArgument {
  let span: TimeSpan

  init(span: TimeSpan) { self.span = span }

  init(seconds: Int64) { span = TimeSpan(seconds: seconds) }

  init?(argument: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let mark = argument.last, let unit = units[mark], let count = Int64(argument.dropLast()),
      (1...10_000_000).contains(count)
    else { return nil }
    span = TimeSpan(seconds: count * unit)
  }
}
