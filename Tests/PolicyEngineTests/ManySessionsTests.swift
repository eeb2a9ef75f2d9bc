import PolicyEngine
import Testing

@Suite struct ManySessionsTests {
  /// Names and addresses in turn, the addresses alike but for a few digits.
  static func key(_ index: Int) -> String {
    let digits = String(index, radix: 16)
    return index % 2 == 0
      ? "key-\(index)" : "0x" + String(repeating: "0", count: 40 - digits.utf8.count) + digits
  }

  @Test(arguments: [0, 0x5EED] as [UInt64])
  func `every one of many sessions keeps its own state while the table grows`(seed: UInt64) throws {
    let count = 2200
    var replay = Replay(policy: try NaivePolicy.plain.engine(), seed: seed)
    func ask(_ index: Int, nonce: Int, micros: Int) -> String? {
      let line = Line.ask([
        ("sessionKey", "\"\(Self.key(index))\""), ("valueUsd", "\(micros)e-6"), ("nonce", String(nonce)),
      ])
      return replay.consume(line.utf8)
    }
    for index in 0..<count {
      let name = ("sessionKey", Optional("\"\(Self.key(index))\""))
      #expect(replay.consume(Line.grant(at: "1100", [name]).utf8) == nil)
      #expect(ask(index, nonce: 0, micros: index)?.contains("\"decision\":\"allow\"") == true)
    }
    for index in stride(from: 0, to: count, by: 3) {
      let left = Naive.shortest(UInt128(100_000_000 - index - 1), places: 6)
      #expect(ask(index, nonce: 0, micros: 1)?.contains("\"reasons\":[\"nonce_replayed\"]") == true)
      #expect(ask(index, nonce: 1, micros: 1)?.hasSuffix("\"remainingUsd\":\"\(left)\"}") == true)
    }
    #expect(ask(count, nonce: 0, micros: 0)?.contains("unknown_session") == true)
  }
}
