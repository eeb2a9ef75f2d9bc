/// The fields of one JSON object, each to be named before it may be there.
struct NaiveFields {
  let members: [NaiveMember]

  init(_ members: [NaiveMember], only names: [Text]) throws {
    for member in members where !names.contains(member.key) { throw Malformed() }
    self.members = members
  }

  init(_ value: NaiveJSON, only names: [Text]) throws {
    guard case .object(let members) = value else { throw Malformed() }
    try self.init(members, only: names)
  }

  func optional<T>(_ name: Text, _ read: (NaiveJSON) throws -> T) throws -> T? {
    for member in members where member.key == name { return try read(member.value) }
    return nil
  }

  func required<T>(_ name: Text, _ read: (NaiveJSON) throws -> T) throws -> T {
    guard let value = try optional(name, read) else { throw Malformed() }
    return value
  }
}

/// Readers of one value each; they throw ``Malformed``.
enum Naive {
  static func text(_ value: NaiveJSON) throws -> Text {
    guard case .string(let text) = value else { throw Malformed() }
    return text
  }

  static func text(upTo limit: Int) -> (NaiveJSON) throws -> Text {
    { value in
      let text = try text(value)
      if text.points.count > limit { throw Malformed() }
      return text
    }
  }

  static func bool(_ value: NaiveJSON) throws -> Bool {
    guard case .bool(let bool) = value else { throw Malformed() }
    return bool
  }

  static func name(_ value: NaiveJSON) throws -> Text { try checkedName(text(value)) }

  static func checkedName(_ text: Text) throws -> Text {
    if text.points.isEmpty || text.points.count > 128 || !text.isPrintableASCII { throw Malformed() }
    return text
  }

  static func identifier(_ value: NaiveJSON) throws -> Text { try canonical(name(value)) }

  /// An address in lower case; anything else as it is.
  static func canonical(_ text: Text) throws -> Text {
    let points = text.points
    guard points.count == 42, points[0] == 0x30, points[1] == 0x78 else { return text }
    for point in points.dropFirst(2) {
      let isDigit =
        (0x30...0x39).contains(point) || (0x41...0x46).contains(point) || (0x61...0x66).contains(point)
      if !isDigit { return text }
    }
    let string = text.description
    let digits = string.dropFirst(2)
    let lower = "0x" + digits.lowercased()
    if string == lower || string == "0x" + digits.uppercased() { return Text(lower) }
    if string != naiveChecksummed(lower: lower) { throw Malformed() }
    return Text(lower)
  }

  static func list(_ value: NaiveJSON) throws -> [NaiveJSON] {
    guard case .array(let values) = value else { throw Malformed() }
    return values
  }

  static func identifiers(_ value: NaiveJSON) throws -> [Text] { try list(value).map(identifier) }

  static func integer(_ range: ClosedRange<UInt128>) -> (NaiveJSON) throws -> UInt128 {
    { value in
      guard case .number(let spelling) = value else { throw Malformed() }
      var digits = spelling.description
      if digits == "-0" { digits = "0" }
      guard digits.utf8.count <= 30, areDigits(digits), let number = UInt128(digits),
        range.contains(number)
      else { throw Malformed() }
      return number
    }
  }

  static func chainID(_ value: NaiveJSON) throws -> UInt128 { try integer(1...9_007_199_254_740_991)(value) }
  static func seconds(_ value: NaiveJSON) throws -> UInt128 { try integer(1...31_536_000)(value) }

  /// Milliseconds.
  static func time(_ value: NaiveJSON) throws -> Int {
    guard case .number(let spelling) = value else { throw Malformed() }
    let count = try units(spelling.description, places: 3)
    if count > 253_402_300_799_000 { throw Malformed() }
    return Int(count)
  }

  /// Micro-dollars.
  static func money(_ value: NaiveJSON) throws -> UInt128 {
    let micros: UInt128
    switch value {
    case .number(let spelling): micros = try units(spelling.description, places: 6)
    case .string(let text):
      let parts = text.description.split(separator: ".", omittingEmptySubsequences: false)
      guard text.isPrintableASCII, parts.count == 1 || parts.count == 2 else { throw Malformed() }
      for part in parts {
        guard (1...30).contains(part.utf8.count), areDigits(part) else { throw Malformed() }
      }
      micros = try units(text.description, places: 6)
    default: throw Malformed()
    }
    if micros > 9_000_000_000_000_000_000 { throw Malformed() }
    return micros
  }

  /// Whether all of it is `0` … `9`.
  private static func areDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// The value of a JSON number times ten to the `places`, by moving digits about; it must come out whole.
  static func units(_ spelling: String, places: Int) throws -> UInt128 {
    let lower = spelling.lowercased()
    let negative = lower.hasPrefix("-")
    let halves = lower.drop(while: { $0 == "-" }).split(separator: "e")
    let mantissa = halves[0].split(separator: ".")
    let fraction = mantissa.count == 2 ? mantissa[1] : ""
    var digits = String(mantissa[0] + fraction)
    digits = String(digits.drop(while: { $0 == "0" }))
    if digits.isEmpty { return 0 }
    if negative { throw Malformed() }
    var exponentText = halves.count == 2 ? String(halves[1]) : "0"
    let exponentNegative = exponentText.hasPrefix("-")
    exponentText = String(exponentText.drop(while: { "+-0".contains($0) }))
    if exponentText.utf8.count > 15 { throw Malformed() }
    let exponent = (exponentNegative ? -1 : 1) * (Int(exponentText) ?? 0)
    var zeros = exponent - fraction.utf8.count + places
    while digits.hasSuffix("0") {
      digits.removeLast()
      zeros += 1
    }
    if zeros < 0 || zeros > 30 || digits.utf8.count + zeros > 30 { throw Malformed() }
    guard let count = UInt128(digits + String(repeating: "0", count: zeros)) else { throw Malformed() }
    return count
  }

  /// `count` units of ten to the minus `places`, in the shortest decimal form.
  static func shortest(_ count: UInt128, places: Int) -> String {
    var text = String(count)
    while text.utf8.count <= places { text = "0" + text }
    let whole = text.dropLast(places)
    var fraction = String(text.suffix(places))
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : whole + "." + fraction
  }
}
