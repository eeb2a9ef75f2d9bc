import Testing

/// Rules 5–10: numbers, strings and lists, at and beyond their ranges.
@Suite struct ValueReadingTests {
  static let refused = "refuse execution.requested: malformed"

  @Test(arguments: [
    ("chainId", "0"), ("chainId", "-1"), ("chainId", "-0"), ("chainId", "1.0"), ("chainId", "1e0"),
    ("chainId", "\"1\""), ("chainId", "9007199254740992"),
    ("chainId", "true"), ("chainId", "[1]"), ("nonce", "18446744073709551616"), ("nonce", "-1"),
    ("nonce", "0.0"), ("nonce", "0e0"), ("nonce", "1E2"),
    ("nonce", "\"0\""), ("nonce", "100000000000000000000000000000000000000000"), ("nonce", "-0.0"),
  ])
  func `5: an integer of a request out of range, or not spelt as one, is malformed`(
    field: String, value: String
  ) throws {
    try Row("\(field) \(value)", [Line.ask([(field, value)])], Self.refused).check()
  }

  @Test(arguments: [
    ("chainId", "1", "allow 99"), ("chainId", "9007199254740991", "deny chain_mismatch"),
    ("nonce", "0", "allow 99"),
    ("nonce", "-0", "allow 99"), ("nonce", "18446744073709551615", "allow 99"),
  ])
  func `5: an integer of a request within its range is taken`(field: String, value: String, outcome: String)
    throws
  {
    try Row("\(field) \(value)", [Line.grant(), Line.ask([(field, value)])], outcome).check()
  }

  @Test(arguments: [
    ("maxExecutions", "9007199254740991", true), ("maxExecutions", "9007199254740992", false),
    ("maxExecutions", "0", true),
    ("maxExecutions", "-0", true), ("maxExecutions", "-1", false), ("maxExecutions", "1.0", false),
    ("inactivitySeconds", "0", false),
    ("inactivitySeconds", "1", true), ("inactivitySeconds", "31536000", true),
    ("inactivitySeconds", "31536001", false),
    ("inactivitySeconds", "1e1", false), ("inactivitySeconds", "-0", false),
    ("spendWindow", "{\"valueUsd\":1,\"seconds\":0}", false),
    ("spendWindow", "{\"valueUsd\":1,\"seconds\":1}", true),
    ("spendWindow", "{\"valueUsd\":0,\"seconds\":31536000}", true),
    ("spendWindow", "{\"valueUsd\":1,\"seconds\":31536001}", false),
    ("spendWindow", "{\"valueUsd\":1,\"seconds\":1.5}", false),
    ("spendWindow", "{\"valueUsd\":1}", false), ("spendWindow", "{\"seconds\":1}", false),
    ("spendWindow", "{\"valueUsd\":1,\"seconds\":1,\"x\":1}", false),
    ("spendWindow", "{\"valueUsd\":null,\"seconds\":1}", false), ("spendWindow", "[]", false),
    ("maxValueUsd", "9000000000000", true),
    ("maxValueUsd", "9000000000000.000001", false), ("maxValueUsd", "\"9000000000000\"", true),
    ("maxValueUsd", "-1", false),
    ("maxValueUsd", "-0", true), ("maxValueUsd", "-0.0e9", true), ("maxValueUsd", "true", false),
    ("issuedAt", "0", true), ("issuedAt", "-0.0", true),
    ("issuedAt", "-1", false), ("notBefore", "253402300799", true), ("notBefore", "253402300799.001", false),
    ("notBefore", "253402300800", false),
    ("notBefore", "2534023007990e-1", true), ("notBefore", "1.0005", false), ("notBefore", "1.0010", true),
    ("notBefore", "\"1\"", false),
    ("notBefore", "1e-99999999999999999999", false), ("notBefore", "0e99999999999999999999", true),
    ("notBefore", "1e99999999999999999999", false),
  ])
  func `5–7: an envelope's numbers have ranges`(field: String, value: String, isTaken: Bool) throws {
    let expires: Line.Changes = field == "issuedAt" ? [("expiresAt", "1001")] : []
    try Row(
      "\(field) \(value)", [Line.grant([(field, value)] + expires)],
      isTaken ? "-" : "refuse session.granted: malformed"
    ).check()
  }

  @Test(arguments: [
    ("1", "99"), ("1e1", "90"), ("1E+1", "90"), ("10e-1", "99"), ("1.0000000", "99"),
    ("0.0000010", "99.999999"), ("1e-6", "99.999999"),
    ("0.1e-5", "99.999999"), ("0", "100"), ("-0", "100"), ("0e99999", "100"), ("0.0e-99999", "100"),
    ("100", "0"), ("0.5", "99.5"),
    ("0.25e1", "97.5"), ("1000000e-12", "99.999999"), ("12.3456780000000000000000000", "87.654322"),
    ("0.00000000000000000000000001e26", "99"),
  ])
  func `6: money as a number may be spelt in any JSON way`(spelling: String, remaining: String) throws {
    try Row(spelling, [Line.grant(), Line.ask([("valueUsd", spelling)])], "allow \(remaining)").check()
  }

  @Test(arguments: [
    ("1", "99"), ("0", "100"), ("00000000000000000000000000001", "99"),
    ("000000000000000000000000000001", "99"), ("1.0", "99"), ("1.000001", "98.999999"),
    ("1.000000000000000000000000000000", "99"), ("0.50", "99.5"), ("01.10", "98.9"),
  ])
  func `6: money as a string is digits with a point at most`(spelling: String, remaining: String) throws {
    try Row(spelling, [Line.grant(), Line.ask([("valueUsd", "\"\(spelling)\"")])], "allow \(remaining)")
      .check()
  }

  @Test(arguments: [
    "0.0000001", "1e-7", "1.0000001", "12.3456780000000000000000001", "-1", "-0.000001",
    "9000000000000.000001", "9e13", "1e400", "1e-400",
    "18446744073709.551616", "18446744073709551616e-6", "\"\"", "\"1.\"", "\".5\"", "\"1e3\"", "\"-0\"",
    "\"+1\"", "\" 1\"", "\"1 \"", "\"1,0\"", "\"1.0.0\"", "\"0x1\"",
    "\"\u{FF11}\"", "\"1.0000001\"", "\"0000000000000000000000000000001\"",
    "\"1.0000000000000000000000000000000\"", "\"NaN\"", "null", "true", "[]", "{}",
    "\"9000000000000.000001\"", "\"999999999999999999999999999999\"", "\"-1\"", "\".\"", "\"\\u0000\"",
  ])
  func `6: any other spelling, or a part of a micro-dollar, is malformed`(value: String) throws {
    try Row(value, [Line.ask([("valueUsd", value)])], Self.refused).check()
  }

  @Test(arguments: [
    ("0", true), ("1e3", true), ("1100.0000", true), ("1100.001", true), ("1100001e-3", true),
    ("253402300799", true), ("253402300799.000", true),
    ("1100.0005", false), ("1e-4", false), ("-0.001", false), ("253402300799.001", false), ("1e12", false),
    ("\"1100\"", false), ("null", false), ("-0", true),
  ])
  func `6–7: times are whole milliseconds from 0 to 253,402,300,799 s`(spelling: String, isTaken: Bool) throws
  {
    try Row(spelling, [Line.ask(at: spelling)], isTaken ? "deny unknown_session" : Self.refused).check()
  }

  static func name(_ length: Int) -> String { "\"" + String(repeating: "k", count: length) + "\"" }

  @Test(arguments: ["requestId", "sessionKey", "capability", "destination", "nonceDomain"])
  func `9: an id of a request is 1–128 printable ASCII characters without spaces`(field: String) throws {
    for value in [Self.name(1), Self.name(128), "\"!\"", "\"~\"", "\"\\u0041\"", "\"\\\"\"", "\"\\\\/\""] {
      var scene = try Scene()
      #expect(
        try scene.take(Line.ask([(field, value)])).hasPrefix("deny unknown_session"), "\(field) \(value)")
    }
    for value in [
      "\"\"", Self.name(129), "\" \"", "\"a b\"", "\"\u{7F}\"", "\"\u{E9}\"", "\"\\u0000\"", "\"a\\n\"", "7",
      "\"\u{212A}\"",
    ] {
      try Row("\(field) \(value)", [Line.ask([(field, value)])], Self.refused).check()
    }
  }

  static func labels(_ count: Int) -> String {
    "{" + (0..<count).map { "\"k\($0)\":\"v\"" }.joined(separator: ",") + "}"
  }

  @Test(arguments: [
    ("{}", true), (labels(32), true), (labels(33), false), ("{\"\":\"v\"}", false),
    ("{\"a b\":\"v\"}", false), ("{\"\u{E9}\":\"v\"}", false),
    ("{\(name(128)):\"\"}", true), ("{\(name(129)):\"\"}", false), ("{\"k\":\(text(256))}", true),
    ("{\"k\":\(text(257))}", false),
    ("{\"k\":\(text(256, "\u{1F600}"))}", true), ("{\"k\":\(text(257, "\u{1F600}"))}", false),
    ("{\"k\":1}", false), ("{\"k\":null}", false), ("[]", false),
    ("{\"k\":\"\\u0000\\n\u{202E}\"}", true), ("{\"k\":\(text(128, "e\u{301}"))}", true),
    ("{\"k\":\(text(129, "e\u{301}"))}", false),
  ])
  func `9: at most 32 labels, keys as ids, values up to 256 code points of any text`(
    labels: String, isTaken: Bool
  ) throws {
    try Row("labels", [Line.grant([("labels", labels)])], isTaken ? "-" : "refuse session.granted: malformed")
      .check()
  }

  static func text(_ count: Int, _ unit: String = "x") -> String {
    "\"" + String(repeating: unit, count: count) + "\""
  }

  @Test(arguments: ["reason", "revokedBy"])
  func `9: reason and revokedBy have up to 1,024 code points of any text`(field: String) throws {
    for value in [
      "\"\"", Self.text(1024), Self.text(1024, "\u{1F600}"), "\"\\u0000\"", Self.text(512, "e\u{301}"),
    ] {
      try Row(field, [Line.revoke(at: "1", [(field, value)])], "-").check()
    }
    for value in [Self.text(1025), Self.text(1025, "\u{1F600}"), Self.text(513, "e\u{301}"), "1", "[]"] {
      try Row(field, [Line.revoke(at: "1", [(field, value)])], "refuse session.revoked: malformed").check()
    }
  }

  @Test(arguments: [
    (name(1), true), (name(128), true), (name(129), false), ("\"\"", false), ("\"a b\"", false), ("1", false),
  ])
  func `9: a revocationId is 1–128 printable ASCII characters without spaces`(id: String, isTaken: Bool)
    throws
  {
    try Row(
      "id", [Line.revoke(at: "1", [("revocationId", id)])],
      isTaken ? "-" : "refuse session.revoked: malformed"
    ).check()
  }

  @Test(arguments: [
    ("capabilities", "[]", false), ("capabilities", "[\"swap\",\"swap\"]", false),
    ("capabilities", "\"swap\"", false), ("capabilities", "{}", false),
    ("capabilities", "[\"swap\",null]", false), ("capabilities", "[\"quote\",\"swap\"]", true),
    ("allowedDestinations", "[]", true),
    ("allowedDestinations", "{}", true), ("allowedDestinations", "{\"swap\":[]}", true),
    ("allowedDestinations", "{\"quote\":[]}", false),
    ("allowedDestinations", "{\"swap\":\"d\"}", false), ("allowedDestinations", "{\"swap\":null}", false),
    ("allowedDestinations", "\"d\"", false),
    ("allowedDestinations", "[\"d\",1]", false), ("allowedDestinations", "{\"swap\":[\"d\",\"d\"]}", true),
  ])
  func `10: capabilities are not empty and differ; destinations may be empty or repeat`(
    field: String, value: String, isTaken: Bool
  ) throws {
    try Row(
      "\(field) \(value)", [Line.grant([(field, value)])], isTaken ? "-" : "refuse session.granted: malformed"
    ).check()
  }
}
