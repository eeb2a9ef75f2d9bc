import Delegation
import PolicyEngine
import Testing

@Suite struct AgreementTests {
  @Test(arguments: 0..<300)
  func `replay answers every line of a hostile log as the naive model does`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 150)
    var replay = Replay(policy: try log.policy.engine())
    for (index, line) in log.lines.enumerated() {
      let printed = replay.consume(line)
      let expected = log.expected[index]
      if printed == expected { continue }
      // Only a refusal may differ, and only by its `detail`.
      let bare = try printed.map(withoutDetail)
      try #require(
        bare == expected, "seed \(seed), line \(index + 1): \(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test func `hostile logs reach every reason and every refusal, and enough allows to mean something`() {
    var seen: [String: Int] = [:]
    for seed in 0..<20 {
      for line in HostileLog(seed: seed, length: 150).expected.compactMap({ $0 }) {
        for word in line.split(separator: "\"") { seen[String(word), default: 0] += 1 }
      }
    }
    // Replay reads its own ledger, which cannot be stale.
    for name in Reasons.allNames + Refusal.allCases.map(\.rawValue) where name != "state_stale" {
      #expect(seen[name, default: 0] >= 4, "\(name)")
    }
    #expect(seen["allow", default: 0] >= 120)
  }
}
