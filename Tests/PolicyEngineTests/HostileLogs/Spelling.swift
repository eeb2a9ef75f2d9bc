/// The many ways in which one value may be written on a line, some of them wrong.
extension SeededRandom {
  /// A JSON string, now and then with escapes where none are needed.
  mutating func json(_ text: String) -> String {
    let escaping = chance(6)
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        result += "\\"
        result.unicodeScalars.append(scalar)
      } else if scalar.value < 0x20 || escaping && chance(30) {
        result += scalar == "/" && chance(50) ? "\\/" : unicodeEscapes(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private mutating func unicodeEscapes(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let hex = String(unit, radix: 16, uppercase: chance(50))
      return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }.joined()
  }

  /// An identifier; of an address any spelling, seldom a wrong one.
  mutating func spelled(_ identifier: String) -> String {
    guard identifier.hasPrefix("0x"), identifier.utf8.count == 42 else { return json(identifier) }
    let digits = String(identifier.dropFirst(2))
    let right = Names.checksummed(identifier)
    switch below(20) {
    case 0..<8: return json(identifier)
    case 8..<13: return json(right)
    case 13..<17: return json("0x" + digits.uppercased())
    case 17: return json("0X" + digits)
    default:
      guard chance(25) else { return json(right) }
      var wrong = Array(right)
      let index = 2 + below(40)
      let digit = String(wrong[index])
      wrong[index] = Character(digit == digit.lowercased() ? digit.uppercased() : digit.lowercased())
      return json(String(wrong))
    }
  }

  /// `count` units of ten to the minus `places` as a JSON number.
  mutating func number(_ count: UInt64, places: Int) -> String {
    let shortest = Naive.shortest(UInt128(count), places: places)
    let dotted = shortest.contains(".") ? shortest : shortest + ".0"
    switch below(12) {
    case 0: return "\(count)e-\(places)"
    case 1: return dotted + String(repeating: "0", count: pick([1, 2, 25]))
    case 2: return "\(count)0E-\(places + 1)"
    case 3: return "\(dotted)e+0"
    case 4: return "0.\(count)e\(String(count).utf8.count - places)"
    case 5 where count == 0: return pick(["-0", "-0.0", "0e99999", "0E-99999", "-0e0"])
    case 6 where count % 1000 == 0: return "\(count / 1000)e\(3 - places)"
    case 7 where chance(20):
      return pick(["1e-7", "1e99999", "-1", "1e-99999", "0.0000001", dotted + "0000000000000000000000001"])
    default: return shortest
    }
  }

  mutating func money(_ micros: UInt64) -> String {
    guard chance(40) else { return number(micros, places: 6) }
    let shortest = Naive.shortest(UInt128(micros), places: 6)
    let dotted = shortest.contains(".") ? shortest : shortest + ".0"
    switch below(16) {
    case 0: return "\"\(String(repeating: "0", count: pick([1, 4])))\(shortest)\""
    case 1, 2: return "\"\(dotted)000000\""
    case 3 where chance(30):
      return "\"" + pick(["1.", ".5", "1e3", "-0", "", " 1", "+1", "1,0", "1.0.0", "１", "0x1", "0.0000001"])
        + "\""
    default: return "\"\(shortest)\""
    }
  }

  mutating func time(_ milliseconds: Int) -> String {
    chance(1) ? "\"\(max(milliseconds, 0) / 1000)\"" : number(UInt64(max(milliseconds, 0)), places: 3)
  }

  mutating func integer(_ value: UInt64) -> String {
    guard chance(2) else { return String(value) }
    return pick(["\(value).0", "\(value)e0", "\"\(value)\"", "-0", "-\(value)", "0", "\(value)E+0", "1e0"])
  }

  /// An object with its members in any order and white space in any place.
  mutating func object(_ members: [(key: String, value: String)]) -> String {
    let space = chance(5) ? [" ", "\t", "\r", ""] : [""]
    let order = chance(30) ? members.shuffled(using: &self) : members
    var parts: [String] = []
    for member in order {
      parts.append(pick(space) + json(member.key) + pick(space) + ":" + pick(space) + member.value)
    }
    return "{" + parts.joined(separator: pick(space) + ",") + pick(space) + "}"
  }
}
