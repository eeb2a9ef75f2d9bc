import Delegation

/// The dates and times of day that a text names, in UTC.
struct NoticeTimes {
  struct Day: Hashable {
    let year: Int
    let month: Int
    let day: Int
  }

  /// A time of day; ``day`` when a date stands right behind or before it.
  struct Moment: Hashable {
    let minute: Int
    let day: Day?
    let text: String
  }

  private(set) var dates: [Day] = []
  private(set) var moments: [Moment] = []
  /// The text with every date and time blanked, so that what is left are other numbers.
  private(set) var rest: String

  init(_ text: Substring, _ catalogue: MessageCatalogue) {
    var tokens = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var byPlace: [Int: Day] = [:]
    for index in tokens.indices {
      guard let (day, length) = NoticeTimes.day(tokens[index...], catalogue) else { continue }
      dates.append(day)
      byPlace[index] = day
      for place in index..<(index + length) { tokens[place] = "" }
    }
    for index in tokens.indices {
      guard let minute = NoticeTimes.minute(tokens[index]), index + 1 < tokens.count,
        tokens[index + 1].prefix(3) == "UTC"
      else { continue }
      // `21:39 UTC on 21 February 2026`, in any language: the date two or three words on.
      let day = (index + 1...index + 3).lazy.compactMap { byPlace[$0] }.first
      moments.append(Moment(minute: minute, day: day, text: tokens[index] + " UTC"))
      tokens[index] = ""
    }
    rest = tokens.joined(separator: " ")
  }

  /// `21:39`, zero to twenty-four hours.
  private static func minute(_ token: String) -> Int? {
    let parts = token.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  private static func day(
    _ tokens: ArraySlice<String>, _ catalogue: MessageCatalogue
  ) -> (day: Day, length: Int)? {
    guard let first = tokens.first else { return nil }
    if let day = isoDay(first) { return (day, 1) }
    let three = tokens.prefix(3).map { $0.filter { $0.isLetter || $0.isNumber } }
    guard three.count == 3, let number = Int(three[0]), (1...31).contains(number),
      let month = catalogue.months.firstIndex(of: three[1]), three[2].count == 4, let year = Int(three[2])
    else { return nil }
    return (Day(year: year, month: month + 1, day: number), 3)
  }

  /// `2026-02-21`, alone or before a time of day.
  private static func isoDay(_ token: String) -> Day? {
    let parts = token.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }
}

extension Timestamp {
  var noticeDay: NoticeTimes.Day {
    NoticeTimes.Day(year: civil.year, month: civil.month, day: civil.day)
  }

  var minuteOfDay: Int { civil.hour * 60 + civil.minute }
}
