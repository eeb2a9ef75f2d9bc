import Delegation
import PolicyEngine
import Testing

/// What the engine's replay prints for each line, without `detail`.
func replayed(_ lines: [[UInt8]], under policy: NaivePolicy) throws -> [String?] {
  var replay = Replay(policy: try policy.engine())
  return try lines.map { try replay.consume($0).map(withoutDetail) }
}

@Suite struct AgreementTests {
  @Test(arguments: 0..<400)
  func `replay answers every line of a hostile log as the naive model does`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 150)
    let printed = try replayed(log.lines, under: log.policy)
    let first = zip(printed, log.expected).enumerated().first { $0.element.0 != $0.element.1 }
    if let first {
      let line = String(decoding: log.lines[first.offset], as: UTF8.self)
      Issue.record(
        "seed \(seed), line \(first.offset + 1): \(line)\nreplay: \(first.element.0 ?? "nothing")\nnaive:  \(first.element.1 ?? "nothing")"
      )
    }
  }

  @Test func `hostile logs reach every reason and every refusal, and enough allows to mean something`() {
    var seen: [String: Int] = [:]
    var allows = 0
    for seed in 0..<60 {
      for line in HostileLog(seed: seed, length: 150).expected.compactMap({ $0 }) {
        if line.contains("\"decision\":\"allow\"") { allows += 1 }
        for name in Reasons.allNames + Refusal.allCases.map(\.rawValue) where line.contains("\"\(name)\"") {
          seen[name, default: 0] += 1
        }
      }
    }
    // Replay reads its own ledger, which cannot be stale.
    for name in Reasons.allNames + Refusal.allCases.map(\.rawValue) where name != "state_stale" {
      #expect(seen[name, default: 0] >= 10, "\(name)")
    }
    #expect(allows >= 600)
  }
}
