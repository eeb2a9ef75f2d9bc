/// What was asked of a store and what was heard from it: by one process or, merged, by several.
struct Observations: Sendable {
  struct Request: Sendable {
    let key: String
    let micros: Int
    /// The line that was printed for it; nil: none was.
    var answer: String?

    /// The process said that it could not ask the store.
    var isStale: Bool { answer.map { reasons($0) == ["state_stale"] } ?? false }
    var isAllowed: Bool { answer.map { object($0)["decision"] as? String == "allow" } ?? false }
  }

  private(set) var requests: [String: Request] = [:]
  /// Keys whose revoke said that it was done.
  private(set) var revoked: Set<String> = []
  /// Answers that nobody could have expected.
  private(set) var problems: [String] = []

  /// - Returns: the request's line.
  mutating func ask(
    _ id: String, _ key: String, nonce: Int, micros: Int, destination: String = "0xMarket"
  ) -> String {
    requests[id] = Request(key: key, micros: micros)
    let fraction = String(1_000_000 + micros % 1_000_000).dropFirst()
    return Sample.request(
      key, nonce: nonce, value: "\"\(micros / 1_000_000).\(fraction)\"", destination: destination, id: id)
  }

  /// - Parameter expected: the reasons that the answer must have, unless the store could not be asked.
  mutating func hear(_ line: String, for id: String, expecting expected: [String]? = nil) {
    requests[id]?.answer = line
    if object(line)["requestId"] as? String != id { problems.append("\(id) was answered with \(line)") }
    let heard = reasons(line)
    if let expected, heard != expected, heard != ["state_stale"] {
      problems.append("\(id): expected \(expected) or `state_stale`, heard \(line)")
    }
  }

  mutating func hearRevoked(_ key: String) { revoked.insert(key) }

  mutating func merge(_ other: Observations) {
    requests.merge(other.requests) { $1 }
    revoked.formUnion(other.revoked)
    problems += other.problems
  }

  var staleCount: Int { requests.values.count(where: \.isStale) }
}
