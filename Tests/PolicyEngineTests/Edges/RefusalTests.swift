import Testing

/// "What is accepted into the store": each row of the table, singly, at its boundaries and combined in order.
@Suite struct RefusalTests {
  static let many = ("capabilities", Optional("[\"swap\",\"quote\"]"))
  static let quarter = NaivePolicy.swap { $0.maxTtl = 900_000 }
  static let low = NaivePolicy.plain.with { $0.hardCeiling = 3_600_000 }

  @Test(arguments: [
    Row("the same key", [Line.grant(), Line.grant()], "refuse session.granted: duplicate_session"),
    Row(
      "expired", [Line.grant(), Line.grant(at: "2000", [("expiresAt", "3000")])],
      "refuse session.granted: duplicate_session"),
    Row("another case of a name", [Line.grant(), Line.grant([("sessionKey", "\"S\"")])], "-"),
    Row(
      "revoked before it is known", [Line.revoke(at: "1"), Line.grant()],
      "refuse session.granted: session_revoked"),
    Row(
      "revoked in the future", [Line.revoke(at: "1", [("effectiveAt", "9999")]), Line.grant()],
      "refuse session.granted: session_revoked"),
    Row(
      "reinstated in time",
      [Line.revoke(at: "1", [("revocationId", "\"r\"")]), Line.reinstate(at: "2", "r"), Line.grant()], "-"),
    Row(
      "known and revoked", [Line.grant(), Line.revoke(at: "1000"), Line.grant()],
      "refuse session.granted: duplicate_session session_revoked"),
    Row(
      "one unregistered of two", [Line.grant([("capabilities", "[\"swap\",\"no\"]")])],
      "refuse session.granted: capability_unregistered"),
    Row(
      "draft", [Line.grant([("capabilities", "[\"idea\"]")])],
      "refuse session.granted: capability_unregistered"),
    Row(
      "expiresAt at `at`", [Line.grant([("expiresAt", "1000")])], "refuse session.granted: expired_on_arrival"
    ),
    Row("expiresAt 1 ms later", [Line.grant([("expiresAt", "1000.001")])], "-"),
    Row("expiresAt before issuedAt", [Line.grant([("expiresAt", "1001"), ("issuedAt", "5000")])], "-"),
    Row("at maxTtl", [Line.grant([("expiresAt", "4600")])], "-"),
    Row("over maxTtl", [Line.grant([("expiresAt", "4600.001")])], "refuse session.granted: ttl_over_limit"),
    Row(
      "issued earlier", [Line.grant([("expiresAt", "4600"), ("issuedAt", "999.999")])],
      "refuse session.granted: ttl_over_limit"),
    Row("issued later", [Line.grant([("expiresAt", "4600.001"), ("issuedAt", "1000.001")])], "-"),
    Row("at the capability's", [Line.grant([("expiresAt", "1900")])], "-", under: quarter),
    Row(
      "over the capability's", [Line.grant([("expiresAt", "1900.001")])],
      "refuse session.granted: ttl_over_limit", under: quarter),
    Row(
      "over the smallest of two", [Line.grant([("expiresAt", "1900.001"), many])],
      "refuse session.granted: ttl_over_limit", under: quarter),
    Row(
      "at the default of the other", [Line.grant([("expiresAt", "4600"), ("capabilities", "[\"quote\"]")])],
      "-", under: quarter),
    Row(
      "a draft counts with the default",
      [Line.grant([("expiresAt", "4600"), ("capabilities", "[\"idea\"]")])],
      "refuse session.granted: capability_unregistered"),
    Row(
      "a draft counts with the default, over",
      [Line.grant([("expiresAt", "4600.001"), ("capabilities", "[\"idea\"]")])],
      "refuse session.granted: capability_unregistered ttl_over_limit"),
    Row("at hardCeiling", [Line.grant([("expiresAt", "4600"), ("issuedAt", "4000")])], "-", under: low),
    Row(
      "over hardCeiling", [Line.grant([("expiresAt", "4600.001"), ("issuedAt", "4000")])],
      "refuse session.granted: ttl_over_limit", under: low),
    Row("late", [Line.logOut(at: "1000.001"), Line.grant()], "refuse session.granted: out_of_order"),
    Row("at the clock", [Line.logOut(at: "1000"), Line.grant()], "-"),
    Row(
      "all of them, as at its own `at`",
      [
        Line.grant(), Line.revoke(at: "1500"),
        Line.grant([("expiresAt", "1000"), ("issuedAt", "-0"), ("capabilities", "[\"swap\",\"no\"]")]),
      ],
      "refuse session.granted: duplicate_session session_revoked capability_unregistered expired_on_arrival out_of_order"
    ),
    Row(
      "ttl_over_limit and expired_on_arrival",
      [Line.grant(at: "9000", [("expiresAt", "8000"), ("issuedAt", "0")])],
      "refuse session.granted: expired_on_arrival ttl_over_limit"),
    Row(
      "malformed stands alone", [Line.grant(), Line.logOut(at: "1500"), Line.grant([("chainId", "0")])],
      "refuse session.granted: malformed"),
  ])
  func `session.granted`(row: Row) throws { try row.check() }

  static let future = Line.revoke(at: "1000", [("effectiveAt", "1500")])

  @Test(arguments: [
    Row("known", [Line.grant(), Line.attest(at: "1999.999")], "-"),
    Row("unknown", [Line.attest(at: "1")], "refuse session.attested: unknown_session"),
    Row(
      "unknown though revoked", [Line.revoke(at: "1"), Line.attest(at: "1")],
      "refuse session.attested: unknown_session"),
    Row("1 ms before the revocation", [Line.grant(), future, Line.attest(at: "1499.999")], "-"),
    Row(
      "at the revocation", [Line.grant(), future, Line.attest(at: "1500")],
      "refuse session.attested: session_revoked"),
    Row("at the end", [Line.grant(), Line.attest(at: "2000")], "refuse session.attested: session_expired"),
    Row(
      "revoked and expired", [Line.grant(), future, Line.attest(at: "2000")],
      "refuse session.attested: session_revoked session_expired"),
    Row("before it is valid", [Line.grant([("issuedAt", "1500")]), Line.attest(at: "1001")], "-"),
    Row(
      "late", [Line.grant(), Line.logOut(at: "1100"), Line.attest(at: "1099.999")],
      "refuse session.attested: out_of_order"),
    Row(
      "late and unknown", [Line.logOut(at: "1100"), Line.attest(at: "1")],
      "refuse session.attested: unknown_session out_of_order"),
    Row(
      "late: revoked as at its own `at`",
      [Line.grant(), future, Line.logOut(at: "3000"), Line.attest(at: "1499.999")],
      "refuse session.attested: out_of_order"),
    Row(
      "late, revoked and expired", [Line.grant(), future, Line.logOut(at: "3000"), Line.attest(at: "2000")],
      "refuse session.attested: session_revoked session_expired out_of_order"),
    Row(
      "refused, it does not move the clock", [Line.grant(), Line.ask(at: "1100"), Line.attest(at: "1100")],
      "-"),
  ])
  func `session.attested`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row("1 ms later", [Line.grant(), Line.extend(at: "1100", to: "2000.001")], "-"),
    Row(
      "not later", [Line.grant(), Line.extend(at: "1100", to: "2000")], "refuse session.extended: malformed"),
    Row(
      "earlier", [Line.grant(), Line.extend(at: "1100", to: "1999")], "refuse session.extended: malformed"),
    Row(
      "not later than the last extension",
      [Line.grant(), Line.extend(at: "1100", to: "2100"), Line.extend(at: "1100", to: "2100")],
      "refuse session.extended: malformed"),
    Row(
      "not later, revoked, expired and late",
      [Line.grant(), future, Line.logOut(at: "5000"), Line.extend(at: "3000", to: "2000")],
      "refuse session.extended: malformed"),
    Row(
      "unknown goes before it", [Line.extend(at: "1100", to: "1")], "refuse session.extended: unknown_session"
    ),
    Row(
      "unknown and late", [Line.logOut(at: "5000"), Line.extend(at: "1100", to: "1")],
      "refuse session.extended: unknown_session out_of_order"),
    Row("at the limit from now", [Line.grant(), Line.extend(at: "1100", to: "4700")], "-"),
    Row(
      "over the limit from now", [Line.grant(), Line.extend(at: "1100", to: "4700.001")],
      "refuse session.extended: ttl_over_limit"),
    Row(
      "at the capability's limit",
      [Line.grant([("expiresAt", "1500")]), Line.extend(at: "1100", to: "2000")], "-", under: quarter),
    Row(
      "over the capability's limit",
      [Line.grant([("expiresAt", "1500")]), Line.extend(at: "1100", to: "2000.001")],
      "refuse session.extended: ttl_over_limit", under: quarter),
    Row("at hardCeiling from issue", [Line.grant(), Line.extend(at: "1100", to: "4600")], "-", under: low),
    Row(
      "over hardCeiling from issue", [Line.grant(), Line.extend(at: "1100", to: "4600.001")],
      "refuse session.extended: ttl_over_limit", under: low),
    Row(
      "at the revocation", [Line.grant(), future, Line.extend(at: "1500", to: "2100")],
      "refuse session.extended: session_revoked"),
    Row("1 ms before the revocation", [Line.grant(), future, Line.extend(at: "1499.999", to: "2100")], "-"),
    Row(
      "at the end", [Line.grant(), Line.extend(at: "2000", to: "2100")],
      "refuse session.extended: session_expired"),
    Row(
      "all", [Line.grant(), future, Line.logOut(at: "5000"), Line.extend(at: "2000", to: "5600.001")],
      "refuse session.extended: session_revoked session_expired ttl_over_limit out_of_order"),
  ])
  func `session.extended`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row(
      "unknown id", [Line.grant(), Line.reinstate(at: "1", "r")],
      "refuse session.reinstated: unknown_revocation out_of_order"),
    Row(
      "another key's id",
      [
        Line.revoke(at: "1", [("revocationId", "\"r\"")]),
        Line.reinstate(at: "1", "r", [("sessionKey", "\"t\"")]),
      ], "refuse session.reinstated: unknown_revocation"),
    Row(
      "the line's number is its name",
      [Line.grant(), Line.revoke(at: "1000"), Line.reinstate(at: "1001", "#2")], "-"),
    Row(
      "withdrawn already",
      [
        Line.revoke(at: "1", [("revocationId", "\"r\"")]), Line.reinstate(at: "1", "r"),
        Line.reinstate(at: "1", "r"),
      ], "refuse session.reinstated: unknown_revocation"),
    Row(
      "late", [Line.revoke(at: "2", [("revocationId", "\"r\"")]), Line.reinstate(at: "1", "r")],
      "refuse session.reinstated: out_of_order"),
    Row(
      "an unknown session's",
      [Line.revoke(at: "1", [("revocationId", "\"r\"")]), Line.reinstate(at: "1", "r")], "-"),
    Row(
      "acts again", [Line.grant(), Line.revoke(at: "1000"), Line.reinstate(at: "1001", "#2"), Line.ask()],
      "allow 99"),
    Row(
      "the others stand",
      [
        Line.grant(), Line.revoke(at: "1000"), Line.revoke(at: "1000", [("effectiveAt", "1200")]),
        Line.reinstate(at: "1001", "#2"), Line.ask(at: "1200"),
      ],
      "deny session_revoked"),
    Row(
      "until the next one counts",
      [
        Line.grant(), Line.revoke(at: "1000"), Line.revoke(at: "1000", [("effectiveAt", "1200")]),
        Line.reinstate(at: "1001", "#2"), Line.ask(at: "1199.999"),
      ],
      "allow 99"),
    Row(
      "the same id after it is a new one",
      [
        Line.grant(), Line.revoke(at: "1000", [("revocationId", "\"r\"")]), Line.reinstate(at: "1001", "r"),
        Line.revoke(at: "1002", [("revocationId", "\"r\""), ("effectiveAt", "1200")]),
        Line.ask(at: "1199.999"),
      ], "allow 99"),
  ])
  func `session.reinstated`(row: Row) throws { try row.check() }

  static func named(_ effectiveAt: String, at: String = "1000") -> String {
    Line.revoke(at: at, [("revocationId", "\"r\""), ("effectiveAt", effectiveAt)])
  }

  @Test(arguments: [
    Row(
      "the same id, later", [Line.grant(), named("1100"), named("1200"), Line.ask(at: "1100")],
      "deny session_revoked"),
    Row(
      "the same id, earlier", [Line.grant(), named("1200"), named("1100"), Line.ask(at: "1100")],
      "deny session_revoked"),
    Row(
      "withdrawn as one",
      [Line.grant(), named("1200"), named("1100"), Line.reinstate(at: "1000", "r"), Line.ask(at: "1300")],
      "allow 99"),
    Row(
      "late, with its own time",
      [Line.grant(), Line.logOut(at: "1500"), Line.revoke(at: "1200"), Line.ask(at: "1500")],
      "deny session_revoked"),
    Row(
      "late, it leaves the clock",
      [Line.grant(), Line.logOut(at: "1500"), Line.revoke(at: "1200"), Line.logOut(at: "1499")],
      "refuse user.loggedOut: out_of_order"),
    Row(
      "in time, it moves the clock", [Line.revoke(at: "1200"), Line.logOut(at: "1199.999")],
      "refuse user.loggedOut: out_of_order"),
    Row(
      "without `at`: the clock's time", [Line.grant(), Line.revoke(at: nil), Line.ask(at: "1000")],
      "deny session_revoked"),
    Row(
      "without `at`, on an empty log",
      [Line.revoke(at: nil, [("effectiveAt", "1500")]), Line.logOut(at: "1499.999")],
      "refuse user.loggedOut: out_of_order"),
    Row(
      "without `at`, the clock stays",
      [Line.grant(), Line.revoke(at: nil, [("effectiveAt", "1500")]), Line.ask(at: "1499.999")], "allow 99"),
    Row("without both on an empty log", [Line.revoke(at: nil)], "refuse session.revoked: malformed"),
    Row(
      "in the past", [Line.grant(), Line.revoke(at: "1200", [("effectiveAt", "0")]), Line.ask(at: "1200")],
      "deny session_revoked"),
    Row(
      "invalidateCaches changes nothing",
      [
        Line.grant(), Line.revoke(at: "1000", [("effectiveAt", "1200"), ("invalidateCaches", "true")]),
        Line.ask(),
      ], "allow 99"),
    Row(
      "`event` for `type`",
      [
        Line.grant(), Line.revoke(at: "1000", [("type", nil), ("event", "\"session.revoked\"")]), Line.ask(),
      ], "deny session_revoked"),
  ])
  func `session.revoked is only ever malformed, and applies with its own times`(row: Row) throws {
    try row.check()
  }

  @Test(arguments: [
    Row(
      "a late execution has only out_of_order", [Line.logOut(at: "5000"), Line.ask()],
      "refuse execution.requested: out_of_order"),
    Row(
      "a denied execution moves the clock", [Line.ask(), Line.logOut(at: "1099.999")],
      "refuse user.loggedOut: out_of_order"),
    Row(
      "a late mode", [Line.logOut(at: "2"), Line.mode(at: "1", "lockdown")],
      "refuse mode.changed: out_of_order"),
    Row("log-out changes no decision", [Line.grant(), Line.logOut(at: "1050"), Line.ask()], "allow 99"),
    Row("no clock before the first", [Line.logOut(at: "0")], "-"),
    Row("at the clock", [Line.logOut(at: "5"), Line.logOut(at: "5.000")], "-"),
  ])
  func `out_of_order: at before the clock, which every line that is not refused moves`(row: Row) throws {
    try row.check()
  }

  @Test func `a refused line moves neither the clock nor anything else`() throws {
    var scene = try Scene()
    #expect(
      try scene.take(Line.grant(at: "5000", [("expiresAt", "1")]))
        == "refuse session.granted: expired_on_arrival")
    #expect(try scene.take(Line.attest(at: "6000")) == "refuse session.attested: unknown_session")
    #expect(try scene.take(Line.grant()) == "-")
    #expect(try scene.take(Line.mode(at: "9000", "Lockdown")) == "refuse mode.changed: malformed")
    #expect(try scene.take(Line.ask()) == "allow 99")
  }
}
