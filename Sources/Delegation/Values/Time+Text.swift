/// A moment in the proleptic Gregorian calendar, UTC.
package struct CivilTime: Hashable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int
}

extension Timestamp {
  /// The calendar's view of it. Days to date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
  package var civil: CivilTime {
    let seconds = floorDivide(milliseconds, 1000)
    let days = floorDivide(seconds, 86_400)
    let ofDay = Int(seconds - days * 86_400)
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
    return CivilTime(
      year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
      day: Int(ofYear - (153 * marchMonth + 2) / 5 + 1), hour: ofDay / 3600, minute: ofDay / 60 % 60,
      second: ofDay % 60)
  }

  /// RFC 3339 to the second, such as `2026-11-22T12:04:31Z`.
  package var utc: String {
    let time = civil
    return "\(padded(time.year, 4))-\(padded(time.month, 2))-\(padded(time.day, 2))T"
      + "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))Z"
  }

  /// Reads RFC 3339 in UTC (`2026-11-22T12:04:31Z`, a fraction to the millisecond), or epoch seconds.
  package init?(text: String) {
    if let time = try? Timestamp(number: text.utf8) {
      self = time
      return
    }
    let bytes = Array(text.utf8)
    let marks: [(Int, UInt8)] = [(4, 0x2D), (7, 0x2D), (10, 0x54), (13, 0x3A), (16, 0x3A)]
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), marks.allSatisfy({ bytes[$0.0] == $0.1 }) else {
      return nil
    }
    let fields = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { digits(bytes[$0]) }
    guard let year = fields[0], let month = fields[1], let day = fields[2], let hour = fields[3],
      let minute = fields[4], let second = fields[5],
      let fraction = millisecondFraction(bytes[19..<(bytes.count - 1)]),
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
      second < 60
    else { return nil }
    let days = daysSinceEpoch(year: year, month: month, day: day)
    let time = Timestamp(milliseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction)
    // A day that the month does not have comes back as another date.
    guard time.civil.day == Int(day) else { return nil }
    self = time
  }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((b - 1 - a) / b) }

private func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

private func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
  guard bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
  return bytes.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
}

/// The milliseconds of `.5`, `.25` or `.125`; 0 of nothing.
private func millisecondFraction(_ bytes: ArraySlice<UInt8>) -> Int64? {
  if bytes.isEmpty { return 0 }
  guard bytes.first == UInt8(ascii: "."), (2...4).contains(bytes.count), let value = digits(bytes.dropFirst())
  else {
    return nil
  }
  return bytes.count == 2 ? value * 100 : bytes.count == 3 ? value * 10 : value
}

private func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
  let shifted = month <= 2 ? year - 1 : year
  let era = floorDivide(shifted, 400)
  let yearOfEra = shifted - era * 400
  let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
}
