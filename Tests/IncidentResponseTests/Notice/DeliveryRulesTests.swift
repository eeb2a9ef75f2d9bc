import Delegation
import IncidentResponse
import Testing

@Suite struct DeliveryRulesTests {
  private static let now = Timestamp(seconds: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

  private func verdict(_ answer: DeliveryAnswer, attempt: Int = 1, retries: Int = 3) -> DeliveryVerdict {
    DeliveryRules(retries: retries).verdict(answer, attempt: attempt, now: Self.now)
  }

  private func wait(_ verdict: DeliveryVerdict) -> Int64? {
    if case .again(let span, _) = verdict { span.milliseconds } else { nil }
  }

  @Test(arguments: [400, 401, 403, 404, 409, 410, 422, 301, 302, 307, 100])
  func `what another attempt would not change ends it`(code: Int) {
    guard case .failed(let why) = verdict(.status(code)) else {
      Issue.record("\(code) is tried again")
      return
    }
    #expect(!why.isEmpty)
  }

  @Test func `a certificate that does not hold ends it`() {
    #expect(verdict(.refused("x")) == .failed("x"))
  }

  @Test(arguments: [200, 201, 202, 204])
  func `any success ends it`(code: Int) { #expect(verdict(.status(code)) == .delivered) }

  @Test(
    arguments: [.status(408), .status(429), .status(500), .status(503), .timedOut, .unreachable("x")]
      as [DeliveryAnswer])
  func `what may pass is tried again, each time later, and not for ever`(answer: DeliveryAnswer) {
    let waits = (1...8).map { wait(verdict(answer, attempt: $0, retries: 7)) }
    #expect(waits == [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, nil])
    guard case .failed(let why) = verdict(answer, attempt: 8, retries: 7) else {
      Issue.record("it goes on")
      return
    }
    #expect(why.hasSuffix("after 8 attempts"))
  }

  @Test(
    arguments: [
      ("0", 0), ("7", 7000), ("Sun, 06 Nov 1994 08:50:07 GMT", 30_000), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
      // What does not read is not kept.
      ("soon", 1000), ("-1", 1000), ("Sunday, 06-Nov-94 08:49:37 GMT", 1000), ("", 1000), ("1e3", 1000),
      ("99999999999999999999", 1000),
    ] as [(String, Int64)])
  func `Retry-After is kept where it reads`(text: String, expected: Int64) {
    #expect(wait(verdict(.status(503, retryAfter: text))) == expected)
  }

  @Test func `a receiver that asks for longer than anybody waits is given up`() {
    #expect(wait(verdict(.status(429, retryAfter: "300"))) == 300_000)
    #expect(wait(verdict(.status(429, retryAfter: "301"))) == nil)
  }
}
