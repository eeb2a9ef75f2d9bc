/// What goes wrong with a line between its writer and us.
extension SeededRandom {
  /// Members of which one is missing, null, twice, misnamed or of a wrong type.
  mutating func broken(_ members: [(key: String, value: String)]) -> [(key: String, value: String)] {
    var members = members
    let index = below(members.count)
    switch below(10) {
    case 0, 1: members.remove(at: index)
    case 2, 3: members[index].value = "null"
    case 4: members.append((members[index].key, pick([members[index].value, "0"])))
    case 5:
      members.append(pick([("extra", "1"), ("event", "\"session.revoked\""), ("Type", "\"x\""), ("", "0")]))
    case 6:
      members[index].key = pick([members[index].key.uppercased(), members[index].key + " ", "type", "at"])
    case 7: members += [("caf\u{E9}", "1"), ("cafe\u{301}", pick(["1", "{\"a\":1,\"\\u0061\":2}"]))]
    default: members[index].value = pick(Self.strangeValues)
    }
    return members
  }

  private static let strangeValues = [
    "true", "false", "[]", "{}", "0", "-1", "1.5", "\"\"", "\" \"", "\"x y\"", "[null]", "{\"a\":null}",
    "\"é\"", "1e3",
    "18446744073709551616", "9007199254740992", "253402300799.001", "9000000000000.000001",
    "{\"k\":1,\"k\":1}",
    "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\u0000\"", "\"" + String(repeating: "k", count: 129) + "\"",
    "NaN", "01",
    String(repeating: "[", count: 15) + String(repeating: "]", count: 15),
    String(repeating: "[", count: 16) + String(repeating: "]", count: 16),
  ]

  /// Bytes of which some are other ones; never an LF.
  mutating func garbled(_ line: [UInt8]) -> [UInt8] {
    var line = line
    let index = line.isEmpty ? 0 : below(line.count)
    switch below(9) {
    case 0, 1: if !line.isEmpty { line[index] = UInt8(below(256)) }
    case 2: line.insert(contentsOf: pick(Self.strangeBytes), at: index)
    case 3: line = Array(line.prefix(index))
    case 4: line = pick(Self.strangeLines)
    case 5: line += pick([[0x0D], [0x20, 0x0D], [0x0D, 0x0D], [0x0B], [0x00], [0xC2, 0xA0]])
    case 6: line = pick([[0xEF, 0xBB, 0xBF], [0x0D], [0x09, 0x20]]) + line
    case 7: if !line.isEmpty { line[index] ^= 1 << UInt8(below(8)) }
    default: if !line.isEmpty { line.remove(at: index) }
    }
    return line.map { $0 == 0x0A ? 0x20 : $0 }
  }

  private static let strangeBytes: [[UInt8]] = [
    [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF],
    [0x00],
    [0x0D], [0x5C], [0x22], [0x2C], [0x7F], [0xC2, 0x85], [0xF0, 0x9F, 0x98, 0x80], [0xEF, 0xBF, 0xBE],
  ]

  private static let strangeLines: [[UInt8]] = [
    "", " ", "\r", "null", "[]", "{}", "NaN", "Infinity", "{\"type\":null}", "{\"type\":\"\"}",
    "{\"type\":1}", "\"x\"",
    "{\"type\":\"no.such\",\"at\":1}", "{\"event\":\"session.granted\"}", "{\"event\":\"session.revoked\"}",
    "{\"type\":\"session.revoked\",\"event\":\"session.revoked\"}", "{\"type\":\"e\\u0301\"}", "{\"a\":1,}",
    "{a:1}",
    "{'a':1}", "{\"type\":\"x\"}{\"type\":\"x\"}", "{\"type\":\"x\"} // note", "\u{FEFF}{}",
    "{\"event\":null}",
    "{\"type\":\"a\",\"type\":\"a\"}", "{\"type\":\"t\",\"n\":[{\"a\":1,\"b\":2,\"a\":3}]}",
    "{\"type\":\"\\u0000\\\"\"}",
    "{\"type\":{\"type\":\"x\"}}", "{\"event\":\"session.revoked\",\"type\":null}",
  ].map { Array($0.utf8) }
}
