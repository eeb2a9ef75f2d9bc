import Testing

/// "Modes", the three mode reasons, the factor and rule 13.
@Suite struct ModeTests {
  static let hour = Line.grant([("expiresAt", "4600")])

  @Test(arguments: [
    Row("lockdown", [Line.grant(), Line.mode(at: "1050", "lockdown"), Line.ask()], "deny mode_lockdown"),
    Row(
      "lockdown of one attested",
      [Line.grant(), Line.mode(at: "1050", "lockdown"), Line.attest(at: "1060"), Line.ask()],
      "deny mode_lockdown"),
    Row(
      "denyFirst, never attested", [Line.grant(), Line.mode(at: "1050", "denyFirst"), Line.ask()],
      "deny mode_deny_first"),
    Row(
      "denyFirst, attested before",
      [Line.grant(), Line.attest(at: "1049.999"), Line.mode(at: "1050", "denyFirst"), Line.ask()],
      "deny mode_deny_first"),
    Row(
      "denyFirst, attested at its start",
      [Line.grant(), Line.attest(at: "1050"), Line.mode(at: "1050", "denyFirst"), Line.ask()], "allow 99"),
    Row(
      "denyFirst, attested after",
      [Line.grant(), Line.mode(at: "1050", "denyFirst"), Line.attest(at: "1060"), Line.ask()], "allow 99"),
    Row(
      "denyFirst scales nothing",
      [
        Line.grant(), Line.mode(at: "1050", "denyFirst"), Line.attest(at: "1060"),
        Line.ask([("valueUsd", "100")]),
      ], "allow 0"),
    Row(
      "guarded, 5 min left",
      [Line.grant([("expiresAt", "1400")]), Line.mode(at: "1050", "guarded"), Line.ask()], "allow 24"),
    Row(
      "guarded, 1 ms more",
      [Line.grant([("expiresAt", "1400.001")]), Line.mode(at: "1050", "guarded"), Line.ask()],
      "deny mode_guarded"),
    Row(
      "guarded, attested before",
      [hour, Line.attest(at: "1049.999"), Line.mode(at: "1050", "guarded"), Line.ask()], "deny mode_guarded"),
    Row(
      "guarded, attested at its start",
      [hour, Line.attest(at: "1050"), Line.mode(at: "1050", "guarded"), Line.ask()], "allow 24"),
    Row(
      "guarded, extended to 5 min",
      [
        Line.grant([("expiresAt", "1300")]), Line.mode(at: "1050", "guarded"),
        Line.extend(at: "1060", to: "1400"), Line.ask(),
      ], "allow 24"),
    Row(
      "back to normal",
      [Line.grant(), Line.mode(at: "1050", "lockdown"), Line.mode(at: "1060", "normal"), Line.ask()],
      "allow 99"),
    Row(
      "the same mode starts anew",
      [
        hour, Line.mode(at: "1050", "guarded"), Line.attest(at: "1060"), Line.mode(at: "1070", "guarded"),
        Line.ask(),
      ], "deny mode_guarded"),
    Row(
      "its risk limit at 0",
      [Line.grant([("expiresAt", "1200")]), Line.mode(at: "1050", "guarded"), Line.ask()],
      "deny mode_guarded", under: .plain.with { $0.guardedMaxRisk = 0 }),
    Row(
      "denyFirst's risk limit at 0",
      [Line.grant(), Line.mode(at: "1050", "denyFirst"), Line.attest(at: "1060"), Line.ask()],
      "deny mode_deny_first", under: .plain.with { $0.denyFirstMaxRisk = 0 }),
  ])
  func `a mode denies as its row says`(row: Row) throws { try row.check() }

  static func guarded(_ envelope: Line.Changes, value: String) -> [String] {
    [
      Line.grant([("expiresAt", "1300")] + envelope), Line.mode(at: "1050", "guarded"),
      Line.ask([("valueUsd", value)]),
    ]
  }
  static let third = NaivePolicy.plain.with { $0.factor = 333_333_333_333_333_333 }

  @Test(arguments: [
    Row("7 µ$: 1 at", guarded([("maxValueUsd", "0.000007")], value: "0.000001"), "allow 0"),
    Row("7 µ$: 2 over", guarded([("maxValueUsd", "0.000007")], value: "0.000002"), "deny value_over_budget"),
    Row("3 µ$: 0 at", guarded([("maxValueUsd", "0.000003")], value: "0"), "allow 0"),
    Row("3 µ$: 1 over", guarded([("maxValueUsd", "0.000003")], value: "0.000001"), "deny value_over_budget"),
    Row("8 µ$: 2 at", guarded([("maxValueUsd", "0.000008")], value: "0.000002"), "allow 0"),
    Row(
      "each: 7 µ$", guarded([("maxValuePerExecutionUsd", "0.000007")], value: "0.000001"), "allow 24.999999"),
    Row(
      "each: 7 µ$, over", guarded([("maxValuePerExecutionUsd", "0.000007")], value: "0.000002"),
      "deny value_over_execution_limit"),
    Row(
      "window: 7 µ$, over",
      guarded([("spendWindow", "{\"valueUsd\":0.000007,\"seconds\":9}")], value: "0.000002"),
      "deny value_over_window"),
    Row(
      "all three",
      guarded(
        [("maxValuePerExecutionUsd", "1"), ("spendWindow", "{\"valueUsd\":1,\"seconds\":9}")],
        value: "25.000001"), "deny value_over_execution_limit value_over_window value_over_budget"),
    Row("the largest", guarded([("maxValueUsd", "9e12")], value: "2250000000000"), "allow 0"),
    Row(
      "a third of a dollar and a micro-dollar", guarded([("maxValueUsd", "1.000003")], value: "0.333334"),
      "allow 0", under: third),
    Row(
      "a third, over", guarded([("maxValueUsd", "1.000002")], value: "0.333334"), "deny value_over_budget",
      under: third),
  ])
  func `guarded scales the limits by the policy's factor, rounded down to a micro-dollar`(row: Row) throws {
    try row.check()
  }

  @Test func `spend from before a mode counts in full against its scaled budget`() throws {
    var scene = try Scene()
    for line in [Line.grant(), Line.ask(at: "1001", [("valueUsd", "25")]), Line.mode(at: "1050", "guarded")] {
      #expect(try !scene.take(line).hasPrefix("refuse"))
    }
    _ = try scene.take(Line.attest(at: "1051"))
    #expect(try scene.take(Line.ask([("valueUsd", "0.000001"), ("nonce", "1")])) == "deny value_over_budget")
    #expect(try scene.take(Line.ask([("valueUsd", "0"), ("nonce", "1")])) == "allow 0")
  }

  static let key = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
  static let mixed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
  static func under(_ scope: String, _ envelope: Line.Changes = [], _ request: Line.Changes = []) -> [String]
  {
    [Line.grant(envelope), Line.mode(at: "1050", "lockdown", scope), Line.ask(request)]
  }
  static let cafe = ("labels", Optional("{\"app\":\"caf\u{E9}\",\"b\":\"\"}"))

  @Test(arguments: [
    Row("none", under("{}"), "deny mode_lockdown"),
    Row("session", under("{\"sessionKey\":\"s\"}"), "deny mode_lockdown"),
    Row("another session", under("{\"sessionKey\":\"S\"}"), "allow 99"),
    Row(
      "session as an address",
      under("{\"sessionKey\":\"\(mixed)\"}", [("sessionKey", "\"\(key)\"")], [("sessionKey", "\"\(key)\"")]),
      "deny mode_lockdown"),
    Row("wallet", under("{\"wallet\":\"w\"}"), "deny mode_lockdown"),
    Row("another wallet", under("{\"wallet\":\"x\"}"), "allow 99"),
    Row("chain", under("{\"chainId\":1}"), "deny mode_lockdown"),
    Row("another chain", under("{\"chainId\":2}"), "allow 99"),
    Row(
      "the request's chain, not the envelope's", under("{\"chainId\":2}", [], [("chainId", "2")]),
      "deny mode_lockdown chain_mismatch"),
    Row("capability", under("{\"capability\":\"swap\"}"), "deny mode_lockdown"),
    Row("another capability", under("{\"capability\":\"quote\"}"), "allow 99"),
    Row("destination", under("{\"destination\":\"d\"}"), "deny mode_lockdown"),
    Row("another destination", under("{\"destination\":\"e\"}"), "allow 99"),
    Row("domain", under("{\"nonceDomain\":\"n\"}"), "deny mode_lockdown"),
    Row("another domain", under("{\"nonceDomain\":\"m\"}"), "allow 99"),
    Row(
      "label", under("{\"label\":{\"key\":\"app\",\"value\":\"caf\u{E9}\"}}", [cafe]), "deny mode_lockdown"),
    Row(
      "label as an escape", under("{\"label\":{\"key\":\"app\",\"value\":\"caf\\u00e9\"}}", [cafe]),
      "deny mode_lockdown"),
    Row(
      "label, decomposed", under("{\"label\":{\"key\":\"app\",\"value\":\"cafe\u{301}\"}}", [cafe]),
      "allow 99"),
    Row(
      "label, another key", under("{\"label\":{\"key\":\"App\",\"value\":\"caf\u{E9}\"}}", [cafe]), "allow 99"
    ),
    Row(
      "label, another's value", under("{\"label\":{\"key\":\"b\",\"value\":\"caf\u{E9}\"}}", [cafe]),
      "allow 99"),
    Row("empty label", under("{\"label\":{\"key\":\"b\",\"value\":\"\"}}", [cafe]), "deny mode_lockdown"),
    Row("issued before", under("{\"issuedBefore\":1000.001}"), "deny mode_lockdown"),
    Row("issued at", under("{\"issuedBefore\":1000}"), "allow 99"),
    Row(
      "issued before, by the envelope", under("{\"issuedBefore\":1000}", [("issuedAt", "999.999")]),
      "deny mode_lockdown"),
    Row(
      "all that are there must match", under("{\"chainId\":1,\"capability\":\"swap\",\"wallet\":\"x\"}"),
      "allow 99"),
    Row(
      "all match", under("{\"chainId\":1,\"capability\":\"swap\",\"wallet\":\"w\",\"issuedBefore\":2e3}"),
      "deny mode_lockdown"),
  ])
  func `a scope matches the request, or the session`(row: Row) throws { try row.check() }

  @Test(arguments: [
    ("{\"wallet\":\"w\"}", false), ("{\"label\":{\"key\":\"a\",\"value\":\"b\"}}", false),
    ("{\"issuedBefore\":9999}", false),
    ("{\"sessionKey\":\"s\"}", true), ("{\"chainId\":1}", true), ("{\"capability\":\"swap\"}", true),
    ("{\"destination\":\"d\"}", true), ("{\"nonceDomain\":\"n\"}", true),
    ("{\"chainId\":1,\"wallet\":\"w\"}", false),
  ])
  func `an unknown session matches no scope that names wallet, label or issuedBefore`(
    scope: String, holds: Bool
  ) throws {
    let outcome = "deny unknown_session" + (holds ? " mode_lockdown" : "")
    try Row(scope, [Line.mode(at: "1", "lockdown", scope), Line.ask()], outcome).check()
  }

  @Test(arguments: [
    ("", "{}"), ("{ }", ""), ("{\"chainId\":1,\"wallet\":\"w\"}", "{\"wallet\":\"w\",\"chainId\":1}"),
    ("{\"issuedBefore\":5000}", "{\"issuedBefore\":5e3}"),
    ("{\"issuedBefore\":5000}", "{\"issuedBefore\":5000.000}"),
    ("{\"wallet\":\"\(key)\"}", "{\"wallet\":\"\(mixed)\"}"),
    ("{\"destination\":\"\(key)\"}", "{\"destination\":\"\(mixed)\"}"),
    (
      "{\"label\":{\"key\":\"a\",\"value\":\"/\"}}", "{\"label\":{\"value\":\"\\u002f\",\"key\":\"\\u0061\"}}"
    ),
  ])
  func `scopes are equal when their canonical values are, and no scope is the empty one`(
    first: String, second: String
  ) throws {
    var scene = try Scene()
    let envelope: Line.Changes = [
      ("wallet", "\"\(Self.key)\""), ("allowedDestinations", "[\"\(Self.key)\"]"),
      ("labels", "{\"a\":\"/\"}"),
    ]
    let wallet = first.contains("\"w\"") ? [("wallet", Optional("\"w\""))] : []
    _ = try scene.take(Line.grant(envelope + wallet))
    let ask = Line.ask([("destination", "\"\(Self.key)\"")])
    _ = try scene.take(Line.mode(at: "1050", "lockdown", first.isEmpty ? nil : first))
    #expect(try scene.take(ask) == "deny mode_lockdown")
    _ = try scene.take(Line.mode(at: "1100", "normal", second.isEmpty ? nil : second))
    #expect(try scene.take(ask) == "allow 99")
  }

  @Test func `scopes that are equal only canonically by Unicode are two`() throws {
    var scene = try Scene()
    func scope(_ value: String) -> String { "{\"label\":{\"key\":\"app\",\"value\":\"\(value)\"}}" }
    _ = try scene.take(Line.grant([Self.cafe]))
    _ = try scene.take(Line.mode(at: "1050", "lockdown", scope("caf\u{E9}")))
    _ = try scene.take(Line.mode(at: "1050", "normal", scope("cafe\u{301}")))
    #expect(try scene.take(Line.ask()) == "deny mode_lockdown")
  }

  @Test(arguments: [
    Row(
      "the tightest wins",
      [
        hour, Line.mode(at: "1050", "lockdown", "{\"chainId\":1}"), Line.mode(at: "1050", "guarded"),
        Line.ask(),
      ], "deny mode_lockdown"),
    Row(
      "a tighter one that does not match",
      [
        hour, Line.mode(at: "1050", "lockdown", "{\"chainId\":2}"), Line.mode(at: "1050", "guarded"),
        Line.ask(),
      ], "deny mode_guarded"),
    Row(
      "the start is the latest of that mode",
      [
        hour, Line.mode(at: "1050", "guarded"), Line.attest(at: "1060"),
        Line.mode(at: "1070", "guarded", "{\"chainId\":1}"), Line.ask(),
      ], "deny mode_guarded"),
    Row(
      "a looser one's start does not count",
      [
        hour, Line.mode(at: "1050", "denyFirst"), Line.attest(at: "1060"),
        Line.mode(at: "1070", "guarded", "{\"chainId\":1}"), Line.ask(),
      ], "allow 99"),
    Row(
      "one that does not match has no say on the start",
      [
        hour, Line.mode(at: "1050", "guarded"), Line.attest(at: "1060"),
        Line.mode(at: "1070", "guarded", "{\"chainId\":2}"), Line.ask(),
      ], "allow 24"),
    Row(
      "normal removes only its own scope",
      [
        hour, Line.mode(at: "1050", "lockdown", "{\"chainId\":1}"), Line.mode(at: "1060", "normal"),
        Line.ask(),
      ], "deny mode_lockdown"),
    Row(
      "a looser mode replaces a tighter one of the same scope",
      [
        hour, Line.mode(at: "1050", "lockdown"), Line.mode(at: "1060", "guarded"), Line.attest(at: "1060"),
        Line.ask(),
      ], "allow 24"),
    Row(
      "an entry replaced takes its start along",
      [
        hour, Line.mode(at: "1050", "guarded"), Line.attest(at: "1060"), Line.mode(at: "1070", "denyFirst"),
        Line.mode(at: "1080", "guarded", "{\"chainId\":1}"), Line.mode(at: "1080", "normal"), Line.ask(),
      ], "deny mode_guarded"),
  ])
  func `the effective mode is the tightest that matches, since the latest start among those`(row: Row) throws
  {
    try row.check()
  }
}
