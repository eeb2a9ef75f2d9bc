import AuditTrail
import Delegation
import Testing

/// A leaf's bytes are what is hashed and what an auditor makes again: one spelling for any value.
@Suite struct LeafWriterTests {
  private func leaf(_ write: (LeafWriter) -> Void) -> String {
    let writer = LeafWriter()
    writer.begin()
    write(writer)
    writer.end()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    "", "plain", "with \"quotes\" and \\", "line\nend\r\t", "\u{202E}gnp\u{200B}", "é ü 漢字 🙂",
    "\u{7F}\u{0}\u{1F}",
    String(repeating: "x", count: 5000),
  ])
  func `a text is written as JSON writes it`(text: String) throws {
    let expected = JSONWriter.object { $0.member("a", text) }
    #expect(leaf { $0.member("a", text) } == expected)
    guard case .object(let members) = try parseJSON(Array(expected.utf8)),
      case .string(let read)? = members.first?.value
    else { return #expect(Bool(false), "\(expected) is no object with a text") }
    #expect(sameCodePoints(read, text))
  }

  @Test(arguments: UInt64(0)..<50)
  func `numbers, times and money are spelt as everywhere else`(seed: UInt64) throws {
    var state = seed
    for step in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = state >> UInt64(1 + step % 63)
      #expect(leaf { $0.member("n", number) } == "{\"n\":\(number)}", "seed \(seed)")
      let time = Timestamp(milliseconds: Int64(number % 253_402_300_799_000))
      #expect(leaf { $0.member("at", time) } == "{\"at\":\(time.seconds)}", "seed \(seed)")
      let money = try #require(Money(micros: number % 9_000_000_000_000_000_000))
      #expect(leaf { $0.member("usd", money) } == "{\"usd\":\"\(money.dollars)\"}", "seed \(seed)")
    }
    #expect(leaf { $0.member("n", UInt64.max) } == "{\"n\":\(UInt64.max)}")
  }

  @Test func `what is absent is left out, and members keep their order`() {
    let entry = AuditEntry(
      sequence: 7, at: Timestamp(milliseconds: 1_771_700_000_500), who: "alice", plane: .secops,
      action: "session.revoke", target: "0xSession", before: nil, after: "1771700000.5", reason: "leak",
      result: "r-1",
      event: nil, detail: nil)
    let writer = LeafWriter()
    entry.write(to: writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"seq":7,"at":1771700000.5,"who":"alice","plane":"secops","action":"session.revoke","target":"0xSession","after":"1771700000.5","reason":"leak","result":"r-1"}"#
    )
  }

  @Test func `an execution says all that was asked and answered`() throws {
    let writer = LeafWriter()
    let request = ExecutionRequest(
      requestID: "r-1", sessionKey: try Identifier("0xS"), capability: try Identifier("swap.execute"),
      destination: try Identifier("0xRouterA"), chainID: 1, value: try #require(Money(micros: 1_500_000)),
      nonceDomain: try Identifier("mobile"), nonce: UInt64.max)
    let decision = Decision(
      requestID: "r-1", sessionKey: request.sessionKey, reasons: [.chainMismatch, .nonceReplayed],
      mode: .guarded,
      at: Timestamp(milliseconds: 5), policy: PolicyVersion(text: "sha256:x"), remaining: nil)
    ExecutionLeaf(request, decision, sequence: 2).write(to: writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"seq":2,"at":0.005,"action":"execution","requestId":"r-1","sessionKey":"0xS","capability":"swap.execute","destination":"0xRouterA","chainId":1,"valueUsd":"1.5","nonceDomain":"mobile","nonce":18446744073709551615,"decision":"deny","reasons":["chain_mismatch","nonce_replayed"],"mode":"guarded","policy":"sha256:x"}"#
    )
  }
}
