import Delegation

/// Readers of single values of a policy file: each takes the node and the field's name.
enum PolicyScalars {
  /// Ten years of 365 days: no policy needs a longer duration, and sums of times stay far from their end.
  static let longestDuration = TimeSpan(seconds: 10 * 365 * 86_400)

  /// `[0-9]+(s|m|h|d)`, above 0.
  static func duration(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> TimeSpan {
    guard case .text(let text) = node.content, let span = duration(text), span.milliseconds > 0 else {
      throw problem(node, field, "a duration such as 45s, 15m, 2h or 1d, above 0 and at most 10 years")
    }
    return span
  }

  static func duration(
    _ node: YAMLNode, _ field: String, in range: ClosedRange<TimeSpan>
  ) throws(PolicyProblem) -> TimeSpan {
    guard case .text(let text) = node.content, let span = duration(text), range.contains(span) else {
      let (least, most) = (range.lowerBound.policyText, range.upperBound.policyText)
      throw problem(node, field, "a duration from \(least) to \(most), such as 45s, 15m, 2h or 1d")
    }
    return span
  }

  /// A duration that may be none: `0` or `0s` too.
  static func delay(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> TimeSpan {
    if case .number("0") = node.content { return TimeSpan(milliseconds: 0) }
    guard case .text(let text) = node.content, let span = duration(text) else {
      throw problem(node, field, "0 or a duration such as 45s, 15m, 2h or 1d, at most 10 years")
    }
    return span
  }

  private static func duration(_ text: String) -> TimeSpan? {
    guard let unit = text.utf8.last, let length = unitSeconds(unit) else { return nil }
    let digits = text.utf8.dropLast()
    // Twenty digits hold every duration in range, with room for zeros in front.
    guard (1...20).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let count = Int64(String(digits) ?? ""), count <= longestDuration.milliseconds / 1000 / length
    else { return nil }
    return TimeSpan(seconds: count * length)
  }

  private static func unitSeconds(_ unit: UInt8) -> Int64? {
    switch unit {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3600
    case UInt8(ascii: "d"): 86_400
    default: nil
    }
  }

  /// Money as the events have it: a number in JSON's spelling, or a quoted decimal.
  static func money(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> Money {
    do throws(DecimalProblem) {
      switch node.content {
      case .number(let text) where isJSONNumber(text): return try Money(number: text.utf8)
      case .text(let text): return try Money(text: text.utf8)
      default: throw .notANumber
      }
    } catch {
      throw problem(node, field, "US dollars from 0 to 9000000000000 with at most 6 decimals")
    }
  }

  static func spendFactor(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> SpendFactor {
    guard let attos = units(node, scale: SpendFactor.scale), let factor = SpendFactor(attos: attos) else {
      throw problem(node, field, "a number from 0 to 1 with at most \(SpendFactor.scale) decimals")
    }
    return factor
  }

  static func riskScore(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> RiskScore {
    guard let hundredths = units(node, scale: 2), hundredths <= 10_000 else {
      throw problem(node, field, "a risk score from 0 to 100 with at most 2 decimals")
    }
    return RiskScore(hundredths: Int(hundredths))
  }

  /// A number with at most six decimals, in millionths.
  static func millionths(
    _ node: YAMLNode, _ field: String, in range: ClosedRange<Int64>
  ) throws(PolicyProblem) -> Int64 {
    guard let units = units(node, scale: 6), let count = Int64(exactly: units), range.contains(count) else {
      let (least, most) = (range.lowerBound.millionthsText, range.upperBound.millionthsText)
      throw problem(node, field, "a number from \(least) to \(most) with at most 6 decimals")
    }
    return count
  }

  static func count(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> UInt64 {
    try integer(node, field, in: 0...Read.largestInteger)
  }

  static func chainID(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> UInt64 {
    try integer(node, field, in: 1...Read.largestInteger)
  }

  /// A whole number, without fraction or exponent.
  private static func integer(
    _ node: YAMLNode, _ field: String, in range: ClosedRange<UInt64>
  ) throws(PolicyProblem) -> UInt64 {
    guard case .number(let text) = node.content, isJSONNumber(text), let count = UInt64(text),
      range.contains(count)
    else {
      throw problem(node, field, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  /// A text of YAML: a plain number, `true` or nothing is none.
  static func text(_ node: YAMLNode, _ field: String, expected: String) throws(PolicyProblem) -> String {
    guard case .text(let text) = node.content else { throw problem(node, field, expected) }
    return text
  }

  /// 1–128 printable ASCII characters without spaces.
  static func name(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> String {
    let text = try text(node, field, expected: "a name")
    try checkedName(text, field, line: node.line)
    return text
  }

  static func checkedName(_ text: String, _ field: String, line: Int) throws(PolicyProblem) {
    do throws(Identifier.Problem) {
      try checkName(text.utf8)
    } catch {
      throw PolicyProblem(line: line, message: sentence(error, text, field))
    }
  }

  static func identifier(_ node: YAMLNode, _ field: String) throws(PolicyProblem) -> Identifier {
    try identifier(text(node, field, expected: "an address or name"), field, line: node.line)
  }

  static func identifier(_ text: String, _ field: String, line: Int) throws(PolicyProblem) -> Identifier {
    do throws(Identifier.Problem) {
      return try Identifier(text)
    } catch {
      throw PolicyProblem(line: line, message: sentence(error, text, field))
    }
  }

  /// One of the words of `T`.
  static func word<T: CaseIterable & RawRepresentable<String>>(
    _ type: T.Type, _ node: YAMLNode, _ field: String
  ) throws(PolicyProblem) -> T {
    let expected = T.allCases.map(\.rawValue).joined(separator: " or ")
    guard let word = T(rawValue: try text(node, field, expected: expected)) else {
      throw problem(node, field, expected)
    }
    return word
  }

  static func problem(_ node: YAMLNode, _ field: String, _ expected: String) -> PolicyProblem {
    PolicyProblem(line: node.line, message: "\(quoted(field)): expected \(expected), found \(node.found)")
  }

  private static func sentence(_ problem: Identifier.Problem, _ text: String, _ field: String) -> String {
    let expected =
      switch problem {
      case .notPrintable: "printable ASCII without spaces"
      case .length: "1 to 128 characters"
      case .checksum(let expected): "the EIP-55 spelling `\(expected)`"
      }
    return "\(quoted(field)): expected \(expected), found \(quoted(text))"
  }

  private static func units(_ node: YAMLNode, scale: Int) -> UInt64? {
    guard case .number(let text) = node.content, isJSONNumber(text) else { return nil }
    return try? exactCount(ofNumber: text.utf8, scale: scale)
  }

  /// What YAML adds to JSON's numbers is not taken: a plus sign, and zeros in front, which older YAML reads as octal.
  private static func isJSONNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let second = digits.dropFirst().first ?? 0
    let hasZeroInFront = digits.first == UInt8(ascii: "0") && second >= 0x30 && second <= 0x39
    return digits.first != UInt8(ascii: "+") && !hasZeroInFront
  }
}
