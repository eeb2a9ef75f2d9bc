package import Delegation

/// Text as a report and a brief show it.
package enum PlainText {
  /// On one line, with nothing in it that cannot be seen: what could disguise a text is written as `\u{202e}`.
  package static func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += " ⏎ "
      case "\t": result += " "
      default:
        if isInvisible(scalar) {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// As ``visible(_:)``, cut to `limit` code points of what is seen.
  package static func shortened(_ text: String, to limit: Int) -> String {
    // One more than fits is enough to tell: nothing gets shorter by being made visible.
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: text.unicodeScalars.prefix(limit + 1))
    let seen = visible(String(kept)).unicodeScalars
    guard seen.count > limit else { return String(seen) }
    var cut = String.UnicodeScalarView()
    cut.append(contentsOf: seen.prefix(limit))
    return String(cut) + " …"
  }

  /// `850 ms`, `12.5 s`, `4 min 5 s`, `2 h 4 min 5 s`; a minus before a negative one.
  package static func span(_ span: TimeSpan) -> String {
    let sign = span.milliseconds < 0 ? "-" : ""
    let length = span.milliseconds.magnitude
    if length < 1000 { return "\(sign)\(length) ms" }
    if length < 60_000 { return "\(sign)\(shortestDecimal(length, scale: 3)) s" }
    let (hours, minutes, seconds) = (length / 3_600_000, length / 60_000 % 60, length / 1000 % 60)
    return "\(sign)\(hours > 0 ? "\(hours) h " : "")\(minutes) min \(seconds) s"
  }

  /// Relative to the start: `+4:05`, `-0:12`, `+1:02:03`.
  package static func offset(_ span: TimeSpan) -> String {
    let length = span.milliseconds.magnitude / 1000
    let (hours, minutes, seconds) = (length / 3600, length / 60 % 60, length % 60)
    let ofHour = hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)"
    return "\(span.milliseconds < 0 ? "-" : "+")\(ofHour):\(twoDigits(seconds))"
  }

  private static func twoDigits(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }
}
