package import Delegation

/// What came of sending a notice once.
package enum DeliveryAnswer: Hashable, Sendable {
  /// An HTTP status, and the text of its `Retry-After`.
  case status(Int, retryAfter: String? = nil)
  case timedOut
  /// Nobody answered, or the connection broke: why.
  case unreachable(String)
  /// It must not be sent there, such as for a certificate that does not hold: why.
  case refused(String)
}

package enum DeliveryVerdict: Hashable, Sendable {
  case delivered
  /// Send the same once more after this time.
  case again(after: TimeSpan, because: String)
  /// It was not taken, and sending it again would not change that, or was tried often enough: why.
  case failed(String)
}

/// When a notice is sent again. Only for what may pass by itself: no answer, 408, 429 and 5xx (RFC 9110, section 15).
package struct DeliveryRules: Hashable, Sendable {
  /// Attempts after the first.
  package let retries: Int

  /// Before the first retry; it doubles up to ``waitMax``.
  package static let waitFirst = TimeSpan(seconds: 1)
  package static let waitMax = TimeSpan(seconds: 30)
  /// A receiver that asks for more is waited for no longer.
  package static let retryAfterMax = TimeSpan(seconds: 300)

  package init(retries: Int) { self.retries = retries }

  /// - Parameters:
  ///   - attempt: from 1.
  ///   - now: what a `Retry-After` that names a date is counted from.
  package func verdict(_ answer: DeliveryAnswer, attempt: Int, now: Timestamp) -> DeliveryVerdict {
    switch answer {
    case .status(200..<300, _): return .delivered
    case .status(let code, let retryAfter) where code == 408 || code == 429 || code >= 500:
      return again(attempt, asked: retryAfter.flatMap { RetryAfter.span($0, now) }, "it answered \(code)")
    case .status(300..<400, _): return .failed("it answered with a redirect, which is not followed")
    case .status(let code, _): return .failed("it answered \(code)")
    case .timedOut: return again(attempt, asked: nil, "it did not answer in time")
    case .unreachable(let why): return again(attempt, asked: nil, why)
    case .refused(let why): return .failed(why)
    }
  }

  private func again(_ attempt: Int, asked: TimeSpan?, _ why: String) -> DeliveryVerdict {
    guard attempt <= retries else { return .failed("\(why), after \(attempt) attempts") }
    let doubled = DeliveryRules.waitFirst.milliseconds << Int64(min(max(attempt - 1, 0), 16))
    let wait = asked ?? TimeSpan(milliseconds: min(doubled, DeliveryRules.waitMax.milliseconds))
    guard wait <= DeliveryRules.retryAfterMax else {
      return .failed("\(why), and asks to wait \(wait.milliseconds / 1000) s")
    }
    return .again(after: wait, because: why)
  }
}

/// RFC 9110, section 10.2.3: seconds, or an HTTP date.
enum RetryAfter {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Returns: nil where it is neither; nothing below zero.
  static func span(_ text: String, _ now: Timestamp) -> TimeSpan? {
    if text.utf8.count <= 9, let seconds = Int64(text), seconds >= 0 { return TimeSpan(seconds: seconds) }
    return date(text).map { $0 < now ? TimeSpan(seconds: 0) : $0 - now }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`; the obsolete spellings are not read.
  private static func date(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[1].count == 2, words[3].count == 4,
      let month = months.firstIndex(where: { $0 == words[2] })
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Timestamp(text: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }
}
