import Delegation
import Testing

@testable import IncidentResponse

@Suite struct AttemptChartTests {
  private static func attempt(_ milliseconds: Int64, _ isAllowed: Bool) -> Attempt {
    Attempt(at: start + TimeSpan(milliseconds: milliseconds), isAllowed: isAllowed)
  }

  @Test(
    arguments: [
      (-120_001, nil), (-120_000, 0), (-1, 11), (0, 12), (9_999, 12), (10_000, 13), (299_999, 41),
      (300_000, nil),
    ] as [(Int64, Int?)])
  func `an attempt counts in its ten seconds from the revocation, or outside`(
    milliseconds: Int64, place: Int?
  ) {
    let chart = AttemptChart([Self.attempt(milliseconds, false)], revokedAt: start)
    #expect(chart.columns.firstIndex { $0.denied == 1 } == place)
    #expect(chart.outside.denied == (place == nil ? 1 : 0))
  }

  @Test func `the text shows what was let through before, and refused after`() {
    var attempts = (0..<8).map { Self.attempt(-95_000 + $0, true) }
    attempts += [Self.attempt(-5, true), Self.attempt(3_000, true), Self.attempt(900_000, false)]
    attempts += (0..<4).map { Self.attempt(14_000 + $0, false) }
    let chart = AttemptChart(attempts, revokedAt: start)
    #expect(
      chart.text(effective: [at(3)]) == """
                  -2:00 … revoked │ … +5:00, 10 s a column, at most 8
        allowed   ··█········▁│▁·····························
        denied    ············│·▄····························
        effective             │^                            \u{20}
        outside   0 allowed, 1 denied
        """)
  }

  @Test func `one attempt beside very many is still seen, and a chart of none has no height`() {
    let many = (0..<10_000).map { Self.attempt(Int64($0 % 10) * -1000 - 1, true) }
    let chart = AttemptChart(many + [Self.attempt(5, true)], revokedAt: start)
    #expect(chart.text().contains("│▁·"))
    #expect(chart.svg(effective: []).contains("height=\"1\"/>"))
    let none = AttemptChart([], revokedAt: start)
    #expect(!none.svg(effective: [at(2)]).contains("<rect"))
    #expect(!none.text().contains("▁"))
  }
}
