import Testing

/// Rule 14 and the rows `nonce_replayed` and `nonce_out_of_window`.
@Suite struct NonceTests {
  static func use(_ nonces: UInt64..., then last: UInt64) -> [String] {
    [Line.grant([])] + (nonces + [last]).map { Line.ask([("nonce", String($0)), ("valueUsd", "0")]) }
  }

  @Test(arguments: [
    Row("the first may be any", use(then: .max), "allow 100"),
    Row("again", use(5, then: 5), "deny nonce_replayed"),
    Row("below the highest, new", use(5, then: 4), "allow 100"),
    Row("below the highest, again", use(5, 4, then: 4), "deny nonce_replayed"),
    Row("0 again under 1023", use(0, 1023, then: 0), "deny nonce_replayed"),
    Row("0 under 1023", use(1023, then: 0), "allow 100"),
    Row("0 under 1024", use(1024, then: 0), "deny nonce_out_of_window"),
    Row("0 again under 1024", use(0, 1024, then: 0), "deny nonce_out_of_window"),
    Row("1 under 1024", use(1024, then: 1), "allow 100"),
    Row("1 under 1025", use(1025, then: 1), "deny nonce_out_of_window"),
    Row("1023 below, new", use(5000, then: 3977), "allow 100"),
    Row("1024 below", use(5000, then: 3976), "deny nonce_out_of_window"),
    Row("one that shares a bit with a forgotten one", use(7, 1031, then: 1030), "allow 100"),
    Row("in the window after a jump past it", use(7, 5000, then: 4103), "allow 100"),
    Row("still known after a slide", use(1000, 2023, then: 1000), "deny nonce_replayed"),
    Row("the greatest again", use(.max, then: .max), "deny nonce_replayed"),
    Row("1023 below the greatest", use(.max, then: .max - 1023), "allow 100"),
    Row("1024 below the greatest", use(.max, then: .max - 1024), "deny nonce_out_of_window"),
    Row("0 under the greatest", use(0, .max, then: 0), "deny nonce_out_of_window"),
  ])
  func `a nonce is accepted once, and within 1,024 of the highest`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row(
      "a denied one is not used up", [Line.grant([]), Line.ask([("chainId", "2")]), Line.ask([])], "allow 99"),
    Row(
      "a denied one does not move the window",
      [Line.grant([]), Line.ask([("nonce", "9000"), ("chainId", "2")]), Line.ask([])], "allow 99"),
    Row(
      "another domain has its own", [Line.grant([]), Line.ask([]), Line.ask([("nonceDomain", "\"m\"")])],
      "deny domain_mismatch"),
    Row(
      "another session has its own",
      [
        Line.grant([]), Line.grant([("sessionKey", "\"t\"")]), Line.ask([]),
        Line.ask([("sessionKey", "\"t\"")]),
      ], "allow 99"),
    Row(
      "requestId is no idempotency key",
      [
        Line.grant([]), Line.ask([("requestId", "\"r\"")]),
        Line.ask([("requestId", "\"r\""), ("nonce", "1")]),
      ],
      "allow 98"),
  ])
  func `nonces are those of allowed executions, by session and domain`(row: Row) throws { try row.check() }
}
