/// A second opinion on JSON: slow, recursive, over code points.
indirect enum NaiveJSON: Equatable {
  case null
  case bool(Bool)
  case number(Text)
  case string(Text)
  case array([NaiveJSON])
  case object([NaiveMember])

  /// The members of a line that is a JSON object under all rules of its bytes.
  static func line(_ bytes: [UInt8]) throws -> [NaiveMember] {
    if bytes.count > 1_048_576 { throw Malformed() }
    guard case .object(let members) = try text(bytes) else { throw Malformed() }
    return members
  }

  static func text(_ bytes: [UInt8]) throws -> NaiveJSON {
    var reader = NaiveReader(points: try naiveDecodeUTF8(bytes))
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.peek != nil { throw Malformed() }
    return value
  }
}

struct NaiveMember: Equatable {
  let key: Text
  let value: NaiveJSON
}

private struct NaiveReader {
  let points: [UInt32]
  var index = 0

  init(points: [UInt32]) { self.points = points }

  var peek: UInt32? { index < points.count ? points[index] : nil }

  mutating func skipSpace() {
    while let point = peek, [0x20, 0x09, 0x0A, 0x0D].contains(point) { index += 1 }
  }

  mutating func next() throws -> UInt32 {
    guard let point = peek else { throw Malformed() }
    index += 1
    return point
  }

  mutating func accept(_ character: Unicode.Scalar) -> Bool {
    if peek == character.value {
      index += 1
      return true
    }
    return false
  }

  mutating func word(_ word: Text, _ value: NaiveJSON) throws -> NaiveJSON {
    for point in word.points where try next() != point { throw Malformed() }
    return value
  }

  /// - Parameter depth: the containers that are open already.
  mutating func value(depth: Int) throws -> NaiveJSON {
    skipSpace()
    switch peek.flatMap(Unicode.Scalar.init) {
    case "{": return try object(depth: depth + 1)
    case "[": return try array(depth: depth + 1)
    case "\"": return .string(try string())
    case "t": return try word("true", .bool(true))
    case "f": return try word("false", .bool(false))
    case "n": return try word("null", .null)
    default: return .number(try number())
    }
  }

  mutating func object(depth: Int) throws -> NaiveJSON {
    if depth > 16 { throw Malformed() }
    index += 1
    skipSpace()
    if accept("}") { return .object([]) }
    var members: [NaiveMember] = []
    while true {
      skipSpace()
      if peek != 0x22 { throw Malformed() }
      let key = try string()
      if members.contains(where: { $0.key == key }) { throw Malformed() }
      skipSpace()
      if !accept(":") { throw Malformed() }
      members.append(NaiveMember(key: key, value: try value(depth: depth)))
      skipSpace()
      if accept("}") { return .object(members) }
      if !accept(",") { throw Malformed() }
    }
  }

  mutating func array(depth: Int) throws -> NaiveJSON {
    if depth > 16 { throw Malformed() }
    index += 1
    skipSpace()
    if accept("]") { return .array([]) }
    var values: [NaiveJSON] = []
    while true {
      values.append(try value(depth: depth))
      skipSpace()
      if accept("]") { return .array(values) }
      if !accept(",") { throw Malformed() }
    }
  }

  mutating func string() throws -> Text {
    index += 1
    var result: [UInt32] = []
    while true {
      let point = try next()
      if point == 0x22 { return Text(points: result) }
      if point < 0x20 { throw Malformed() }
      result.append(point == 0x5C ? try escaped() : point)
    }
  }

  mutating func escaped() throws -> UInt32 {
    switch Unicode.Scalar(try next()) {
    case "\"": return 0x22
    case "\\": return 0x5C
    case "/": return 0x2F
    case "b": return 8
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "u":
      let first = try hex4()
      if first < 0xD800 || first > 0xDFFF { return first }
      guard first < 0xDC00, accept("\\"), accept("u") else { throw Malformed() }
      let second = try hex4()
      guard second >= 0xDC00, second <= 0xDFFF else { throw Malformed() }
      return 0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00)
    default: throw Malformed()
    }
  }

  mutating func hex4() throws -> UInt32 {
    var result: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = Unicode.Scalar(try next()), scalar.isASCII,
        let digit = Character(scalar).hexDigitValue
      else { throw Malformed() }
      result = result * 16 + UInt32(digit)
    }
    return result
  }

  mutating func digits() throws -> [UInt32] {
    var result: [UInt32] = []
    while let point = peek, (0x30...0x39).contains(point) {
      result.append(point)
      index += 1
    }
    if result.isEmpty { throw Malformed() }
    return result
  }

  mutating func number() throws -> Text {
    let start = index
    _ = accept("-")
    let whole = try digits()
    if whole.count > 1 && whole[0] == 0x30 { throw Malformed() }
    if accept(".") { _ = try digits() }
    if accept("e") || accept("E") {
      if !accept("+") { _ = accept("-") }
      _ = try digits()
    }
    return Text(points: Array(points[start..<index]))
  }
}
