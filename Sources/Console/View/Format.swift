import Delegation
import PolicyEngine
import RiskScoring
import Terminal

/// Numbers, names and times as the console writes them.
enum Format {
  /// Columns that a shortened key takes.
  static let shortWidth = 11

  /// `0x91c4…0a7e`; a name that is no longer than that stays whole.
  static func short(_ id: Identifier, glyphs: Glyphs = .unicode) -> SafeText {
    fit(SafeText(id.text), width: shortWidth, glyphs: glyphs)
  }

  /// Shortens in the middle: both ends of a key tell it from others.
  static func fit(_ text: SafeText, width: Int, glyphs: Glyphs) -> SafeText {
    guard text.width > width else { return text }
    let tail = min(4, max(0, (width - glyphs.ellipsis.width) * 2 / 5))
    return text.middleShortened(head: width - tail - glyphs.ellipsis.width, tail: tail, glyphs: glyphs)
      .clipped(to: width)
  }

  /// `12,481`
  static func count(_ number: some BinaryInteger) -> String {
    let digits = String(number)
    var groups = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { groups += "," }
      groups.append(digit)
    }
    return groups
  }

  /// `1 session`, `1,204 sessions`
  static func counted(_ number: some BinaryInteger, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// At most four columns, rounded down: `12k`.
  static func shortCount(_ number: Int) -> String {
    switch number {
    case ..<10_000: "\(number)"
    case ..<1_000_000: "\(number / 1_000)k"
    default: "\(number / 1_000_000)M"
    }
  }

  /// At most five columns, never more than it is: `486`, `2.5`, `12.4k`, `3.1M`.
  static func shortMoney(_ money: Money) -> String {
    let cents = money.micros / 10_000
    if cents < 1_000 {
      let rest = cents % 100
      if rest == 0 { return "\(cents / 100)" }
      return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }
    let dollars = money.micros / 1_000_000
    if dollars < 10_000 { return "\(dollars)" }
    var value = dollars
    for (unit, size) in [("k", 1_000), ("M", 1_000_000), ("B", 1_000_000_000), ("T", 1_000_000_000_000)]
      as [(String, UInt64)]
    where dollars < size * 1_000 {
      value = dollars * 10 / size
      return value < 1_000 ? "\(value / 10).\(value % 10)\(unit)" : "\(value / 10)\(unit)"
    }
    return "\(dollars / 1_000_000_000_000)T"
  }

  /// `04:12`, `57m`, `23h`, `12d`
  static func left(_ span: TimeSpan) -> String {
    let milliseconds = span.milliseconds
    guard milliseconds > 0 else { return "expired" }
    let seconds = milliseconds / 1000
    switch milliseconds {
    case ..<600_000: return "\(two(seconds / 60)):\(two(seconds % 60))"
    case ..<7_200_000: return "\(seconds / 60)m"
    case ..<172_800_000: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }

  /// A clock that runs: `04:12`, `1:04:12`, `2d 03:04`; never below zero.
  static func clock(_ span: TimeSpan) -> String {
    let seconds = max(0, span.milliseconds) / 1000
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    switch seconds {
    case ..<3_600: return "\(two(minutes)):\(two(seconds % 60))"
    case ..<172_800: return "\(hours):\(two(minutes)):\(two(seconds % 60))"
    default: return "\(hours / 24)d \(two(hours % 24)):\(two(minutes))"
    }
  }

  /// `2s`, `3m`, `4h`, `5d`
  static func age(_ span: TimeSpan) -> String {
    let seconds = max(0, span.milliseconds) / 1000
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3_600: return "\(seconds / 60)m"
    case ..<172_800: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }

  /// `<1 ms`, `12 ms`, `1.9 s`, `4 min`
  static func duration(_ span: TimeSpan) -> String {
    let milliseconds = max(0, span.milliseconds)
    switch milliseconds {
    case 0: return "<1 ms"
    case ..<1_000: return "\(milliseconds) ms"
    case ..<60_000: return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    default: return "\(milliseconds / 60_000) min"
    }
  }

  /// What is left in words, rounded down: `12 s`, `43 min`, `5 h`, `3 d`.
  static func span(_ span: TimeSpan) -> String {
    let seconds = max(0, span.milliseconds) / 1000
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<7_200: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3_600) h"
    default: return "\(seconds / 86_400) d"
    }
  }

  /// `2.41`, of millionths.
  static func nats(_ millionths: Int64) -> String {
    let hundredths = max(0, millionths) / 10_000
    return "\(hundredths / 100).\(two(hundredths % 100))"
  }

  /// `1.8 %`; a dash when there is nothing to take a share of.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let tenths = part * 1_000 / whole
    return "\(tenths / 10).\(tenths % 10) %"
  }

  static func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Times of day and dates, in UTC.
enum UTC {
  /// `12:04Z`
  static func minute(_ moment: Timestamp) -> String { String(time(moment).prefix(5)) + "Z" }

  /// `12:04:31Z`
  static func time(_ time: Timestamp) -> String {
    let seconds = floorDivide(time.milliseconds, 1000) - floorDivide(time.milliseconds, 86_400_000) * 86_400
    return "\(Format.two(seconds / 3600)):\(Format.two(seconds / 60 % 60)):\(Format.two(seconds % 60))Z"
  }

  /// `Sat`: 1970 began on a Thursday.
  static func weekday(_ time: Timestamp) -> SafeText {
    let names: [SafeText] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let day = floorDivide(time.milliseconds, 86_400_000) % 7
    return names[Int((day + 7) % 7)]
  }

  /// `2026-02-21 12:04:31Z`
  static func full(_ time: Timestamp) -> String {
    let (year, month, day) = date(days: floorDivide(time.milliseconds, 86_400_000))
    return "\(year)-\(Format.two(month))-\(Format.two(day)) \(self.time(time))"
  }

  /// The proleptic Gregorian date of a day since 1970, by Howard Hinnant's `civil_from_days`.
  static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : (a + 1) / b - 1 }
}

/// Reasons and refusals in words.
enum Words {
  /// Such as `chain mismatch, value over budget`.
  static func reasons(_ reasons: Reasons) -> String {
    reasons.names.map { $0.replacing("_", with: " ") }.joined(separator: ", ")
  }

  static func floor(_ floor: RiskFloor) -> String {
    switch floor {
    case .nonceReplayAccepted: "one nonce was accepted twice"
    case .allowedAfterRevocation: "an execution was allowed after revocation"
    }
  }

  static func mode(_ mode: PolicyMode) -> String {
    switch mode {
    case .normal: "NORMAL"
    case .guarded: "GUARDED"
    case .denyFirst: "DENY-FIRST"
    case .lockdown: "LOCKDOWN"
    }
  }
}
