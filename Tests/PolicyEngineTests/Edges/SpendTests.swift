import Testing

/// The four rows of the reasons table that limit value and number, one below each limit, at it and one above.
@Suite struct SpendTests {
  @Test(arguments: [
    Row(
      "under", [Line.grant([("maxValuePerExecutionUsd", "5")]), Line.ask([("valueUsd", "4.999999")])],
      "allow 95.000001"),
    Row("at", [Line.grant([("maxValuePerExecutionUsd", "5")]), Line.ask([("valueUsd", "5")])], "allow 95"),
    Row(
      "over", [Line.grant([("maxValuePerExecutionUsd", "5")]), Line.ask([("valueUsd", "5.000001")])],
      "deny value_over_execution_limit"),
    Row(
      "at the capability's", [Line.grant(), Line.ask([("valueUsd", "3")])], "allow 97",
      under: .swap { $0.maxValue = 3_000_000 }),
    Row(
      "over the capability's", [Line.grant(), Line.ask([("valueUsd", "3.000001")])],
      "deny value_over_execution_limit", under: .swap { $0.maxValue = 3_000_000 }),
    Row(
      "the smaller is the envelope's",
      [Line.grant([("maxValuePerExecutionUsd", "2")]), Line.ask([("valueUsd", "2.5")])],
      "deny value_over_execution_limit", under: .swap { $0.maxValue = 3_000_000 }),
    Row(
      "the smaller is the capability's",
      [Line.grant([("maxValuePerExecutionUsd", "9")]), Line.ask([("valueUsd", "3.5")])],
      "deny value_over_execution_limit", under: .swap { $0.maxValue = 3_000_000 }),
    Row(
      "a draft has no limit", [Line.grant(), Line.ask([("capability", "\"idea\""), ("valueUsd", "9")])],
      "deny capability_unregistered capability_not_granted destination_not_allowed"),
    Row(
      "nothing, where the limit is 0",
      [Line.grant([("maxValuePerExecutionUsd", "0")]), Line.ask([("valueUsd", "0")])], "allow 100"),
  ])
  func `value_over_execution_limit: over the smaller of the envelope's and the capability's`(row: Row) throws
  {
    try row.check()
  }

  static let window = ("spendWindow", Optional("{\"valueUsd\":10,\"seconds\":60}"))
  static func spend(_ value: String, at: String, nonce: Int) -> String {
    Line.ask(at: at, [("valueUsd", value), ("nonce", String(nonce))])
  }

  @Test(arguments: [
    Row("at, alone", [Line.grant([window]), spend("10", at: "1100", nonce: 0)], "allow 90"),
    Row(
      "over, alone", [Line.grant([window]), spend("10.000001", at: "1100", nonce: 0)],
      "deny value_over_window"),
    Row(
      "at, together",
      [Line.grant([window]), spend("6", at: "1100", nonce: 0), spend("4", at: "1159.999", nonce: 1)],
      "allow 90"),
    Row(
      "over, together",
      [Line.grant([window]), spend("6", at: "1100", nonce: 0), spend("4.000001", at: "1159.999", nonce: 1)],
      "deny value_over_window"),
    Row(
      "in the same moment",
      [Line.grant([window]), spend("6", at: "1100", nonce: 0), spend("5", at: "1100", nonce: 1)],
      "deny value_over_window"),
    Row(
      "left the window",
      [Line.grant([window]), spend("6", at: "1100", nonce: 0), spend("10", at: "1160", nonce: 1)], "allow 84"),
    Row(
      "one left, one not",
      [
        Line.grant([window]), spend("6", at: "1100", nonce: 0), spend("4", at: "1130", nonce: 1),
        spend("6.000001", at: "1160", nonce: 2),
      ], "deny value_over_window"),
    Row(
      "a denied one counts nothing",
      [Line.grant([window]), spend("11", at: "1100", nonce: 0), spend("10", at: "1100", nonce: 0)], "allow 90"
    ),
    Row(
      "a window of 0 lets 0 through",
      [Line.grant([("spendWindow", "{\"valueUsd\":0,\"seconds\":1}")]), spend("0", at: "1100", nonce: 0)],
      "allow 100"),
  ])
  func `value_over_window: this value and those allowed in (t - seconds, t]`(row: Row) throws {
    try row.check()
  }

  @Test(arguments: [
    Row("at", [Line.grant(), spend("100", at: "1100", nonce: 0)], "allow 0"),
    Row("over", [Line.grant(), spend("100.000001", at: "1100", nonce: 0)], "deny value_over_budget"),
    Row(
      "at, together",
      [Line.grant(), spend("99.5", at: "1100", nonce: 0), spend("0.5", at: "1101", nonce: 1)], "allow 0"),
    Row(
      "over, together",
      [Line.grant(), spend("99.5", at: "1100", nonce: 0), spend("0.500001", at: "1101", nonce: 1)],
      "deny value_over_budget"),
    Row("0 of 0", [Line.grant([("maxValueUsd", "0")]), spend("0", at: "1100", nonce: 0)], "allow 0"),
    Row(
      "a micro-dollar of 0", [Line.grant([("maxValueUsd", "0")]), spend("0.000001", at: "1100", nonce: 0)],
      "deny value_over_budget"),
    Row(
      "the largest twice",
      [
        Line.grant([("maxValueUsd", "9e12")]), spend("9e12", at: "1100", nonce: 0),
        spend("9e12", at: "1100", nonce: 1),
      ],
      "deny value_over_budget"),
    Row(
      "what is left of the largest",
      [Line.grant([("maxValueUsd", "9e12")]), spend("0.000001", at: "1100", nonce: 0)],
      "allow 8999999999999.999999"),
  ])
  func `value_over_budget: this value and all allowed before`(row: Row) throws { try row.check() }

  @Test(arguments: [
    Row(
      "0 allows nothing", [Line.grant([("maxExecutions", "0")]), Line.ask()], "deny execution_limit_reached"),
    Row("-0 is 0", [Line.grant([("maxExecutions", "-0")]), Line.ask()], "deny execution_limit_reached"),
    Row(
      "the last of two", [Line.grant([("maxExecutions", "2")]), Line.ask(), Line.ask([("nonce", "1")])],
      "allow 98"),
    Row(
      "the third of two",
      [
        Line.grant([("maxExecutions", "2")]), Line.ask(), Line.ask([("nonce", "1")]),
        Line.ask([("nonce", "2")]),
      ], "deny execution_limit_reached"),
    Row(
      "denied ones do not count",
      [Line.grant([("maxExecutions", "1")]), Line.ask([("chainId", "2")]), Line.ask()], "allow 99"),
  ])
  func `execution_limit_reached: maxExecutions were allowed`(row: Row) throws { try row.check() }
}
