import Delegation
import PolicyEngine

extension SessionFilter {
  /// Reads a filter as an operator types it: terms parted by blanks, all of which must hold.
  ///
  /// `field:value`, `field<value` (also `<= = >= >`), or bare text; `!` before a term turns it around. Names may end
  /// in `*`, and may be a shortened id (`0x91c4…0a7e`). Quotes keep blanks and signs: `label.app:"my app"`.
  /// - Throws: ``FilterError`` for the first term that does not read.
  package static func parse(_ text: String) throws(FilterError) -> SessionFilter {
    var words = FilterWords(text)
    var terms: [Term] = []
    while let word = try words.next() {
      terms.append(Term(try Condition(word), isNegated: word.isNegated))
    }
    return SessionFilter(terms: terms)
  }

  /// The fields that a filter knows, as help lists them.
  package static let fields = [
    "state", "chain", "key", "wallet", "cap", "dest", "domain", "label.NAME", "spent", "limit", "execs",
    "denied",
    "expires", "used", "risk", "signal",
  ]
}

extension SessionFilter.Condition {
  fileprivate init(_ word: FilterWord) throws(FilterError) {
    guard let field = word.field else {
      guard !word.value.isEmpty else { throw word.expected("a term", "after `!`") }
      self = .text(word.value)
      return
    }
    switch field {
    case "state": self = .life(try word.life())
    case "chain": self = .chain(try word.exact { UInt64($0) }.orThrow(word, "a chain id, such as chain:1"))
    case "key": self = .key(try word.pattern())
    case "wallet": self = .wallet(try word.pattern())
    case "cap": self = .capability(try word.pattern())
    case "dest": self = .destination(try word.pattern())
    case "domain": self = .nonceDomain(try word.pattern())
    case "spent": self = try .spent(word)
    case "limit": self = .limit(try word.comparison(), try word.money())
    case "execs": self = .executions(try word.comparison(), try word.count())
    case "denied": self = .denied(try word.comparison(), try word.count())
    case "expires": self = .expires(try word.comparison(), try word.span())
    case "used", "idle": self = .lastUsed(try word.comparison(), try word.span())
    case "risk": self = .risk(try word.comparison(), try word.risk())
    case "signal":
      let codes = RiskSignal.codes.joined(separator: ", ")
      self = .signal(
        try word.exact { RiskSignal(code: $0.uppercased()) }.orThrow(word, "one of \(codes)"))
    default:
      guard field.hasPrefix("label.") else { throw word.unknownField(field) }
      let name = String(field.dropFirst("label.".count))
      guard !name.isEmpty else { throw word.expected("a label's name, such as label.app:mobile") }
      self = .label(key: name, value: try word.pattern())
    }
  }

  private static func spent(_ word: FilterWord) throws(FilterError) -> Self {
    let comparison = try word.comparison()
    guard word.value.hasSuffix("%") else { return .spentValue(comparison, try word.money()) }
    let digits = word.value.dropLast()
    let fraction = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first ?? ""
    guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), fraction.count <= 3,
      let percent = Double(digits), percent <= 1_000_000
    else {
      throw word.expected("percent or dollars, such as spent>50% or spent>100")
    }
    return .spentPercent(comparison, percent)
  }
}

extension FilterWord {
  func expected(_ what: String, _ place: String? = nil) -> FilterError {
    let written = value.isEmpty ? (field.map { $0 + sign } ?? "!") : value
    return FilterError(range: range, message: "`\(written)`\(place.map { " " + $0 } ?? ""): expected \(what)")
  }

  func unknownField(_ field: String) -> FilterError {
    FilterError(
      range: range,
      message:
        "`\(field)` is no field: expected \(SessionFilter.fields.joined(separator: ", ")), or quotes around text"
    )
  }

  /// A value that is compared for equality only.
  func exact<T>(_ read: (String) -> T?) throws(FilterError) -> T? {
    guard sign == ":" || sign == "=" else {
      throw FilterError(range: range, message: "`\(sign)` does not compare `\(field ?? "")`: expected `:`")
    }
    return read(value)
  }

  func life() throws(FilterError) -> SessionLife {
    let names = SessionLife.allCases.map(\.rawValue).joined(separator: ", ")
    return try exact { SessionLife(rawValue: $0.lowercased()) }.orThrow(self, "one of \(names)")
  }

  func pattern() throws(FilterError) -> SessionFilter.Pattern {
    let text = try exact { $0.isEmpty ? nil : $0.lowercased() }.orThrow(
      self, "a name, or the beginning of one and `*`")
    let isPrefix = !isQuoted && text.unicodeScalars.last == "*"
    let kept = isPrefix ? String(text.unicodeScalars.dropLast()) : text
    return SessionFilter.Pattern(text: kept, isPrefix: isPrefix)
  }

  func comparison() throws(FilterError) -> SessionFilter.Comparison {
    SessionFilter.Comparison(rawValue: sign) ?? .equal
  }

  func count() throws(FilterError) -> UInt64 {
    try UInt64(value).orThrow(self, "a whole number, such as \(field ?? "")>10")
  }

  /// A score, or a band's word for where it begins.
  func risk() throws(FilterError) -> RiskScore {
    if let band = RiskBand.allCases.first(where: { $0.word == value.uppercased() }) { return band.from }
    let points = try Double(value).orThrow(self, "a score from 0 to 100, or LOW, MED, HIGH, CRIT")
    let isPlain = value.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ".") }
    guard isPlain, points <= 100, value.utf8.count <= 6 else {
      throw expected("a score from 0 to 100, or LOW, MED, HIGH, CRIT")
    }
    return RiskScore(hundredths: Int((points * 100).rounded()))
  }

  func money() throws(FilterError) -> Money {
    let digits = value.hasPrefix("$") ? value.dropFirst() : value[...]
    return try (try? Money(text: digits.utf8)).orThrow(self, "US dollars, such as \(field ?? "")>100")
  }

  func span() throws(FilterError) -> TimeSpan {
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    let what = "a time with its unit, such as 45s, 5m, 2h or 1d"
    guard let unit = value.last.flatMap({ units[$0] }), let number = Int64(value.dropLast()), number >= 0
    else {
      let milliseconds = value.hasSuffix("ms") ? Int64(value.dropLast(2)) : nil
      guard let milliseconds, milliseconds >= 0 else { throw expected(what) }
      return TimeSpan(milliseconds: milliseconds)
    }
    let (product, isTooLong) = number.multipliedReportingOverflow(by: unit)
    guard !isTooLong else { throw expected(what) }
    return TimeSpan(milliseconds: product)
  }
}

extension Optional {
  fileprivate func orThrow(_ word: FilterWord, _ what: String) throws(FilterError) -> Wrapped {
    guard let self else { throw word.expected(what) }
    return self
  }
}
