import Delegation

extension FuzzTarget {
  static let decimal = FuzzTarget("decimal") { (bytes) throws(BrokenProperty) in
    var verdict = Verdict.refused
    for scale in [0, 2, 3, 6, 18] {
      guard let count = try? exactCount(ofNumber: bytes, scale: scale) else { continue }
      verdict = .accepted
      let text = shortestDecimal(count, scale: scale)
      let again = try readAgain(text) { () throws(DecimalProblem) in
        try exactCount(ofNumber: text.utf8, scale: scale)
      }
      try expect(again == count, "\(count) at scale \(scale) was written as \(text) and read as \(again)")
      try checkFiner(bytes, count: count, scale: scale)
    }
    if case .number? = try? parseJSON(bytes) { try checkKnown(bytes) }
    return verdict
  }

  static let money = FuzzTarget("money") { (bytes) throws(BrokenProperty) in
    guard let money = try? Money(text: bytes) else { return .refused }
    try expect(money <= .max, "more than the most")
    let number = try readAgain("a text as a number") { () throws(DecimalProblem) in try Money(number: bytes) }
    try expect(number == money, "\(money.dollars) as a text is \(number.dollars) as a number")
    let again = try readAgain(money.dollars) { () throws(DecimalProblem) in
      try Money(text: money.dollars.utf8)
    }
    try expect(again == money, "\(money.micros) was written as \(money.dollars)")
    try expectSame(
      trimmed(bytes.text), trimmed(money.dollars), "money is its text but for zeros that say nothing")
    return .accepted
  }

  static let time = FuzzTarget("time") { (bytes) throws(BrokenProperty) in
    guard let time = Timestamp(text: bytes.text) else { return .refused }
    try expect(
      time >= .epoch && time <= Timestamp(milliseconds: Timestamp.max.milliseconds + 999), "out of range")
    let again = try readAgain(time.seconds) { () throws(DecimalProblem) in
      try Timestamp(number: time.seconds.utf8)
    }
    try expect(again == time, "\(time.milliseconds) ms were written as \(time.seconds)")
    let second = Timestamp(seconds: time.milliseconds / 1000)
    try expect(Timestamp(text: time.utc) == second, "\(time.utc) does not read as itself")
    let civil = time.civil
    let isDate = (1...12).contains(civil.month) && (1...31).contains(civil.day)
    try expect(isDate && civil.hour < 24 && civil.minute < 60 && civil.second < 60, "\(civil)")
    return .accepted
  }
}

/// A count at a finer scale is ten times as much, as long as that fits.
private func checkFiner(_ bytes: [UInt8], count: UInt64, scale: Int) throws(BrokenProperty) {
  let (product, isOver) = count.multipliedReportingOverflow(by: 10)
  let finer: UInt64
  do throws(DecimalProblem) {
    finer = try exactCount(ofNumber: bytes, scale: scale + 1)
  } catch {
    return try expect(isOver && error == .tooLarge, "\(count) at scale \(scale) is \(error) at the next")
  }
  try expect(!isOver && finer == product, "\(count) at scale \(scale) is \(finer) at the next")
}

/// What JSON calls a number is one, if perhaps none that fits.
private func checkKnown(_ bytes: [UInt8]) throws(BrokenProperty) {
  let number = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  do throws(DecimalProblem) {
    _ = try exactCount(ofNumber: number, scale: 6)
  } catch {
    try expect(error != .notANumber, "JSON's number is called none")
  }
}

/// A plain decimal without zeros in front or at the end of its fraction.
private func trimmed(_ text: String) -> String {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  let whole = parts[0].drop { $0 == "0" }
  var fraction = parts.count > 1 ? parts[1] : ""
  while fraction.last == "0" { fraction.removeLast() }
  return "\(whole).\(fraction)"
}
