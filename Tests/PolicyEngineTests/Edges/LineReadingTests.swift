import PolicyEngine
import Testing

/// "Exactly how a line is read", rules 1–4 and 8: what `rejected` says of a line that cannot be read.
@Suite struct LineReadingTests {
  static let nothing = "refuse null: malformed"
  static func nested(_ depth: Int) -> String {
    "{\"type\":\"t\",\"x\":" + String(repeating: "[", count: depth - 1)
      + String(repeating: "]", count: depth - 1) + "}"
  }

  @Test(arguments: [
    "", " ", "\t", "\r", " \r", "null", "true", "1", "\"type\"", "[]", "[{}]", "{}", "{", "}",
    "{\"type\":\"t\"", "{\"type\":\"t\",}",
    "{\"type\":\"t\"} x", "{\"type\":\"t\"}{}", "{\"type\":\"t\"}//", "{'type':'t'}", "{type:\"t\"}",
    "{\"type\" \"t\"}",
    "{\"type\":\"t\",\"a\":NaN}", "{\"type\":\"t\",\"a\":Infinity}", "{\"type\":\"t\",\"a\":-Infinity}",
    "{\"type\":\"t\",\"a\":01}",
    "{\"type\":\"t\",\"a\":1.}", "{\"type\":\"t\",\"a\":.5}", "{\"type\":\"t\",\"a\":+1}",
    "{\"type\":\"t\",\"a\":1e}", "{\"type\":\"t\",\"a\":-}",
    "{\"type\":\"t\",\"a\":0x1}", "{\"type\":\"t\",\"a\":\"\u{1}\"}", "{\"type\":\"t\",\"a\":\"\t\"}",
    "{\"type\":\"t\",\"a\":\"\\x\"}",
    "{\"type\":\"t\",\"a\":\"\\u12g4\"}", "{\"type\":\"t\",\"a\":\"\\ud800\"}",
    "{\"type\":\"t\",\"a\":\"\\udc00\"}",
    "{\"type\":\"t\",\"a\":\"\\ud800\\ud800\"}", "{\"type\":\"t\",\"a\":True}", "{\"type\":\"t\",\"a\":nul}",
    "{\"type\":\"t\",\u{B}\"a\":1}",
    "{\"type\":\"t\",\u{A0}\"a\":1}", "\u{FEFF}{\"type\":\"t\"}", "{\"type\":\"t\",\"type\":\"t\"}",
    "{\"type\":\"t\",\"\\u0074ype\":\"t\"}",
    "{\"type\":\"t\",\"a\":{\"b\":1,\"b\":1}}", "{\"type\":\"t\",\"a\":[{\"b\":1,\"\\u0062\":1}]}",
    nested(17),
    "{\"type\":null}", "{\"type\":1}", "{\"type\":[\"t\"]}", "{\"Type\":\"t\"}",
    "{\"event\":\"session.granted\"}", "{\"event\":null}",
    "{\"event\":\"session.revoked\",\"type\":null}", "{\"event\":\"session.revoked\",\"type\":7}",
    "{\"at\":1,\"sessionKey\":\"s\"}",
  ])
  func `rejected is null where the line is not JSON, not an object or has no string type`(line: String) throws
  {
    var scene = try Scene()
    #expect(try scene.take(line) == Self.nothing)
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0xAF],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82],
    ] as [[UInt8]])
  func `rejected is null where the line is not UTF-8`(bytes: [UInt8]) throws {
    var scene = try Scene()
    #expect(
      try scene.take(bytes: Array("{\"type\":\"t\",\"a\":\"".utf8) + bytes + Array("\"}".utf8))
        == Self.nothing)
    #expect(try scene.take(bytes: bytes) == Self.nothing)
  }

  @Test(arguments: [
    ("{\"type\":\"t\"}", "t"), (" {\t\"type\" : \"t\" }\r", "t"), ("{\"type\":\"\"}", ""),
    ("{\"type\":\" t \"}", " t "),
    ("{\"\\u0074ype\":\"\\u0074\"}", "t"), ("{\"type\":\"cafe\u{301}\"}", "cafe\u{301}"),
    ("{\"type\":\"\u{1F600}\"}", "\u{1F600}"),
    ("{\"type\":\"\\ud83d\\ude00\"}", "\u{1F600}"), ("{\"type\":\"a\\\"b\\\\\"}", "a\"b\\"),
    (nested(16), "t"),
    ("{\"type\":\"Session.granted\"}", "Session.granted"),
    ("{\"type\":\"session.granted\"}", "session.granted"),
    ("{\"type\":\"t\",\"a\":\"\u{7F}\u{85}\u{FFFF}\"}", "t"),
    ("{\"type\":\"t\",\"caf\u{E9}\":1,\"cafe\u{301}\":1}", "t"),
    ("{\"type\":\"t\",\"event\":\"session.revoked\"}", "t"),
    ("{\"event\":\"session.revoked\"}", "session.revoked"),
    (
      "{\"type\":\"session.revoked\",\"event\":\"session.revoked\",\"sessionKey\":\"s\",\"at\":1}",
      "session.revoked"
    ),
    (
      "{\"type\":\"session.attested\",\"event\":\"session.revoked\",\"sessionKey\":\"s\",\"at\":1}",
      "session.attested"
    ),
    ("{\"type\":\"t\",\"a\":[1e400,-0.0E-5,0,true,null,{}]}", "t"),
  ])
  func `rejected is otherwise the type as written, known or not`(line: String, type: String) throws {
    var scene = try Scene()
    #expect(try scene.take(line) == "refuse \(type): malformed")
  }

  @Test(arguments: [(1_048_576, "t"), (1_048_577, "null")])
  func `a line over 1 MiB is rejected as null, one of 1 MiB is read`(length: Int, rejected: String) throws {
    let head = "{\"type\":\"t\",\"x\":\"", tail = "\"}"
    let line = head + String(repeating: "x", count: length - head.utf8.count - tail.utf8.count) + tail
    var scene = try Scene()
    #expect(try scene.take(line) == "refuse \(rejected): malformed")
  }

  static let optional: [(String, String)] =
    [
      "issuedAt", "notBefore", "maxValuePerExecutionUsd", "spendWindow", "maxExecutions", "inactivitySeconds",
      "labels",
    ]
    .map { ($0, Line.grant([($0, "null")])) }
    + [
      "sessionKey", "wallet", "capabilities", "maxValueUsd", "allowedDestinations", "chainId", "expiresAt",
      "nonceDomain",
    ]
    .flatMap { [($0, Line.grant([($0, "null")])), ($0, Line.grant([($0, nil)]))] }

  @Test(arguments: optional)
  func `null in an envelope is never absent, and no required field may be missing`(
    field: String, line: String
  ) throws {
    try Row(field, [line], "refuse session.granted: malformed").check()
  }

  @Test(arguments: [
    ("execution.requested", Line.ask([("requestId", "null")])),
    ("execution.requested", Line.ask([("at", "null")])),
    ("execution.requested", Line.ask([("extra", "1")])),
    ("mode.changed", Line.mode(at: "1", "guarded", "null")),
    ("mode.changed", Line.mode(at: "1", "guarded", "[]")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"wallet\":null}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"extra\":1}")),
    ("mode.changed", Line.mode(at: "1", "Guarded")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":{\"key\":\"a\"}}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":{\"value\":\"a\"}}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":{\"key\":\"a\",\"value\":1}}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":{\"key\":\"\",\"value\":\"\"}}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":{\"key\":\"a\",\"value\":\"\",\"x\":1}}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"label\":\"a\"}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"chainId\":1.0}")),
    ("mode.changed", Line.mode(at: "1", "guarded", "{\"issuedBefore\":\"1\"}")),
    ("session.revoked", Line.revoke(at: "null")),
    ("session.revoked", Line.revoke(at: "1", [("effectiveAt", "null")])),
    ("session.revoked", Line.revoke(at: "1", [("revokedBy", "null")])),
    ("session.revoked", Line.revoke(at: "1", [("reason", "1")])),
    ("session.revoked", Line.revoke(at: "1", [("invalidateCaches", "null")])),
    ("session.revoked", Line.revoke(at: "1", [("invalidateCaches", "1")])),
    ("session.revoked", Line.revoke(at: "1", [("revocationId", "null")])),
    ("session.revoked", Line.revoke(at: "1", [("sessionKey", nil)])),
    ("session.revoked", Line.revoke(at: "1", [("scope", "{}")])),
    ("session.attested", Line.attest(at: "1", [("at", nil)])),
    ("session.attested", Line.attest(at: "1", [("expiresAt", "1")])),
    ("session.extended", Line.extend(at: "1", to: "null")),
    ("session.reinstated", Line.reinstate(at: "1", "r", [("revocationId", nil)])),
    ("user.loggedOut", Line.logOut(at: "1", [("wallet", nil)])),
    ("user.loggedOut", Line.logOut(at: "1", [("sessionKey", "\"s\"")])),
    ("session.granted", "{\"type\":\"session.granted\",\"at\":1,\"envelope\":[]}"),
    ("session.granted", "{\"type\":\"session.granted\",\"at\":1}"),
  ])
  func `a missing, null, misplaced or unknown field is malformed`(type: String, line: String) throws {
    try Row(line, [line], "refuse \(type): malformed").check()
  }

  static let lower = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
  static let right = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
  static let upper = "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"
  static let wrong = "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

  @Test(arguments: [lower, right, upper])
  func `one address in every right spelling is one key, printed in lower case`(spelling: String) throws {
    var replay = Replay(policy: try NaivePolicy.plain.engine())
    #expect(replay.consume(Line.grant([("sessionKey", "\"\(Self.right)\"")]).utf8) == nil)
    let line = replay.consume(Line.ask([("sessionKey", "\"\(spelling)\"")]).utf8)
    #expect(try #require(line).contains("\"sessionKey\":\"\(Self.lower)\",\"decision\":\"allow\""))
  }

  @Test(arguments: ["sessionKey", "capability", "destination", "nonceDomain"])
  func `a wrong checksum is malformed in a request`(field: String) throws {
    try Row(field, [Line.ask([(field, "\"\(Self.wrong)\"")])], "refuse execution.requested: malformed")
      .check()
  }

  @Test(arguments: [
    ("sessionKey", "\"\(wrong)\""), ("wallet", "\"\(wrong)\""), ("nonceDomain", "\"\(wrong)\""),
    ("capabilities", "[\"\(wrong)\"]"),
    ("allowedDestinations", "[\"\(wrong)\"]"), ("allowedDestinations", "{\"swap\":[\"\(wrong)\"]}"),
    ("allowedDestinations", "{\"\(wrong)\":[]}"), ("capabilities", "[\"\(lower)\",\"\(upper)\"]"),
  ])
  func `a wrong checksum, or one address twice among capabilities, is malformed in an envelope`(
    field: String, value: String
  ) throws {
    try Row(field, [Line.grant([(field, value)])], "refuse session.granted: malformed").check()
  }

  @Test(
    arguments: [
      ("0X" + lower.dropFirst(2), "0x" + lower.dropFirst(2)),
      ("0x" + String(repeating: "aB", count: 32), "0x" + String(repeating: "ab", count: 32)),
      (String(lower.dropFirst(2)), lower), ("0xSession", "0xsession"),
      (String(right.dropLast()), String(lower.dropLast())),
      (right + "a", lower + "a"), (String(right.dropLast()) + "g", String(lower.dropLast()) + "g"),
    ] as [(String, String)])
  func `what is not 0x and 40 hex digits is opaque and keeps its case`(granted: String, asked: String) throws
  {
    var scene = try Scene()
    #expect(try scene.take(Line.grant([("sessionKey", "\"\(granted)\"")])) == "-")
    #expect(try scene.take(Line.ask([("sessionKey", "\"\(asked)\"")])) == "deny unknown_session")
    #expect(try scene.take(Line.ask([("sessionKey", "\"\(granted)\"")])) == "allow 99")
  }
}
