import Testing

/// "Reasons (all that hold, in this order)": each row of the table, one below its boundary, at it and one above.
@Suite struct ReasonTests {
  @Test(arguments: [
    Row("no session at all", [Line.ask()], "deny unknown_session"),
    Row(
      "another key's session", [Line.grant(), Line.ask([("sessionKey", "\"S\"")])], "deny unknown_session"),
    Row(
      "unknown capability too", [Line.ask([("capability", "\"no\"")])],
      "deny unknown_session capability_unregistered"),
    Row(
      "draft too", [Line.ask([("capability", "\"idea\"")])], "deny unknown_session capability_unregistered"),
    Row(
      "nothing of the envelope is looked at",
      [Line.ask([("chainId", "7"), ("valueUsd", "9000000000000"), ("nonceDomain", "\"x\"")])],
      "deny unknown_session"),
    Row(
      "lockdown too", [Line.mode(at: "1", "lockdown"), Line.ask([("capability", "\"no\"")])],
      "deny unknown_session mode_lockdown capability_unregistered"),
    Row("denyFirst is not looked at", [Line.mode(at: "1", "denyFirst"), Line.ask()], "deny unknown_session"),
    Row("guarded is not looked at", [Line.mode(at: "1", "guarded"), Line.ask()], "deny unknown_session"),
    Row("a refused grant makes no session", [Line.revoke(at: "1"), Line.ask()], "deny unknown_session"),
  ])
  func `unknown_session: of the rest only lockdown and an unregistered capability are looked at`(row: Row)
    throws
  {
    try row.check()
  }

  @Test(arguments: [
    Row(
      "1 ms before",
      [Line.grant(), Line.revoke(at: "1050", [("effectiveAt", "1100")]), Line.ask(at: "1099.999")], "allow 99"
    ),
    Row(
      "at", [Line.grant(), Line.revoke(at: "1050", [("effectiveAt", "1100")]), Line.ask(at: "1100")],
      "deny session_revoked"),
    Row(
      "1 ms after",
      [Line.grant(), Line.revoke(at: "1050", [("effectiveAt", "1100")]), Line.ask(at: "1100.001")],
      "deny session_revoked"),
    Row(
      "at its own time by default", [Line.grant(), Line.revoke(at: "1050"), Line.ask(at: "1050")],
      "deny session_revoked"),
    Row(
      "the earliest counts",
      [
        Line.grant(), Line.revoke(at: "1001", [("effectiveAt", "1200")]),
        Line.revoke(at: "1002", [("effectiveAt", "1100")]),
        Line.revoke(at: "1003", [("effectiveAt", "1150")]), Line.ask(at: "1100"),
      ], "deny session_revoked"),
    Row(
      "another key's", [Line.grant(), Line.revoke(at: "1050", [("sessionKey", "\"t\"")]), Line.ask()],
      "allow 99"),
  ])
  func `session_revoked: from its effective time on, inclusive`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row(
      "1 ms before issuedAt", [Line.grant([("issuedAt", "1100")]), Line.ask(at: "1099.999")],
      "deny session_not_yet_valid"),
    Row("at issuedAt", [Line.grant([("issuedAt", "1100")]), Line.ask(at: "1100")], "allow 99"),
    Row(
      "1 ms before notBefore", [Line.grant([("notBefore", "1100")]), Line.ask(at: "1099.999")],
      "deny session_not_yet_valid"),
    Row("at notBefore", [Line.grant([("notBefore", "1100")]), Line.ask(at: "1100")], "allow 99"),
    Row(
      "notBefore after the end", [Line.grant([("notBefore", "2000")]), Line.ask(at: "1999.999")],
      "deny session_not_yet_valid"),
  ])
  func `session_not_yet_valid: before issuedAt, or before notBefore`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row("1 ms before", [Line.grant(), Line.ask(at: "1999.999")], "allow 99"),
    Row("at", [Line.grant(), Line.ask(at: "2000")], "deny session_expired"),
    Row("after", [Line.grant(), Line.ask(at: "2000.001")], "deny session_expired"),
    Row(
      "extended", [Line.grant(), Line.extend(at: "1100", to: "2500"), Line.ask(at: "2499.999")], "allow 99"),
    Row(
      "at the extension's end", [Line.grant(), Line.extend(at: "1100", to: "2500"), Line.ask(at: "2500")],
      "deny session_expired"),
  ])
  func `session_expired: from expiresAt on, inclusive`(row: Row) throws { try row.check() }

  static let idle = ("inactivitySeconds", Optional("60"))
  static let tenSeconds = NaivePolicy.swap { $0.idle = 10_000 }

  @Test(arguments: [
    Row("envelope's, at", [Line.grant([idle]), Line.ask(at: "1060")], "allow 99"),
    Row(
      "envelope's, 1 ms over", [Line.grant([idle]), Line.ask(at: "1060.001")], "deny attestation_required"),
    Row("capability's, at", [Line.grant(), Line.ask(at: "1010")], "allow 99", under: tenSeconds),
    Row(
      "capability's, over", [Line.grant(), Line.ask(at: "1010.001")], "deny attestation_required",
      under: tenSeconds),
    Row(
      "envelope's before capability's", [Line.grant([idle]), Line.ask(at: "1060")], "allow 99",
      under: tenSeconds),
    Row("policy's, at", [Line.grant([("expiresAt", "4000")]), Line.ask(at: "2800")], "allow 99"),
    Row(
      "policy's, over", [Line.grant([("expiresAt", "4000")]), Line.ask(at: "2800.001")],
      "deny attestation_required"),
    Row(
      "a draft's is none", [Line.grant(), Line.ask([("capability", "\"idea\"")])],
      "deny capability_unregistered capability_not_granted destination_not_allowed"),
    Row(
      "since the attestation", [Line.grant([idle]), Line.attest(at: "1050"), Line.ask(at: "1110")], "allow 99"
    ),
    Row(
      "1 ms over since the attestation",
      [Line.grant([idle]), Line.attest(at: "1050"), Line.ask(at: "1110.001")], "deny attestation_required"),
    Row(
      "an attestation wakes", [Line.grant([idle]), Line.attest(at: "1500"), Line.ask(at: "1501")], "allow 99"),
    Row(
      "since the last allowed",
      [Line.grant([idle]), Line.ask(at: "1060"), Line.ask(at: "1120", [("nonce", "1")])], "allow 98"),
    Row(
      "not since a denied one",
      [Line.grant([idle]), Line.ask(at: "1060", [("chainId", "2")]), Line.ask(at: "1060.001")],
      "deny attestation_required"),
    Row(
      "an extension is no activity",
      [Line.grant([idle]), Line.extend(at: "1050", to: "2100"), Line.ask(at: "1061")],
      "deny attestation_required"),
    Row(
      "from an issuedAt before the grant",
      [Line.grant([idle, ("issuedAt", "990")]), Line.ask(at: "1050.001")], "deny attestation_required"),
    Row(
      "from an issuedAt after the grant", [Line.grant([idle, ("issuedAt", "1010")]), Line.ask(at: "1070")],
      "allow 99"),
    Row(
      "an attestation before issuedAt does not bring it back",
      [Line.grant([idle, ("issuedAt", "1010")]), Line.attest(at: "1005"), Line.ask(at: "1070")], "allow 99"),
  ])
  func
    `attestation_required: quiet for longer than the envelope's, else the capability's, else the policy's limit`(
      row: Row
    ) throws
  { try row.check() }

  @Test(arguments: [
    Row(
      "unknown", [Line.grant(), Line.ask([("capability", "\"no\"")])],
      "deny capability_unregistered capability_not_granted destination_not_allowed"),
    Row(
      "known, not granted", [Line.grant(), Line.ask([("capability", "\"quote\"")])],
      "deny capability_not_granted destination_not_allowed"),
    Row(
      "another case", [Line.grant(), Line.ask([("capability", "\"Swap\"")])],
      "deny capability_unregistered capability_not_granted destination_not_allowed"),
    Row("chain", [Line.grant(), Line.ask([("chainId", "2")])], "deny chain_mismatch"),
    Row("domain", [Line.grant(), Line.ask([("nonceDomain", "\"N\"")])], "deny domain_mismatch"),
    Row("destination", [Line.grant(), Line.ask([("destination", "\"e\"")])], "deny destination_not_allowed"),
    Row(
      "no destinations", [Line.grant([("allowedDestinations", "[]")]), Line.ask()],
      "deny destination_not_allowed"),
    Row(
      "repeated destinations", [Line.grant([("allowedDestinations", "[\"d\",\"d\"]")]), Line.ask()],
      "allow 99"),
    Row(
      "no list of this capability", [Line.grant([("allowedDestinations", "{}")]), Line.ask()],
      "deny destination_not_allowed"),
    Row(
      "this capability's list", [Line.grant([("allowedDestinations", "{\"swap\":[\"d\"]}")]), Line.ask()],
      "allow 99"),
    Row(
      "another capability's list",
      [
        Line.grant([("capabilities", "[\"swap\",\"quote\"]"), ("allowedDestinations", "{\"quote\":[\"d\"]}")]
        ), Line.ask(),
      ],
      "deny destination_not_allowed"),
  ])
  func `capability, chain, destination and nonce domain must be the envelope's`(row: Row) throws {
    try row.check()
  }

  static let address = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
  static let checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
  static let families = NaivePolicy.swap { $0.families = ["one", "two"] }
    .with { $0.families = ["one": [checksummed], "two": ["d"], "three": ["e"]] }

  @Test(arguments: [
    Row("in the second family", [Line.grant(), Line.ask()], "allow 99", under: families),
    Row(
      "in another capability's family",
      [Line.grant([("allowedDestinations", "[\"e\"]")]), Line.ask([("destination", "\"e\"")])],
      "deny destination_not_allowed", under: families),
    Row(
      "in the family, not in the envelope", [Line.grant([("allowedDestinations", "[\"e\"]")]), Line.ask()],
      "deny destination_not_allowed", under: families),
    Row(
      "an address in three spellings",
      [
        Line.grant([("allowedDestinations", "[\"\(address.uppercased().replacing("0X", with: "0x"))\"]")]),
        Line.ask([("destination", "\"\(address)\"")]),
      ],
      "allow 99", under: families),
    Row(
      "a capability that names none",
      [
        Line.grant([("capabilities", "[\"quote\"]"), ("allowedDestinations", "[\"e\"]")]),
        Line.ask([("capability", "\"quote\""), ("destination", "\"e\"")]),
      ],
      "allow 99", under: families),
  ])
  func `destination_not_allowed: where the capability names families, one of them must hold it`(row: Row)
    throws
  {
    try row.check()
  }
}

extension Line {
  static func grant(_ changes: Changes) -> String { grant(at: "1000", changes) }
  static func ask(_ changes: Changes) -> String { ask(at: "1100", changes) }
}
