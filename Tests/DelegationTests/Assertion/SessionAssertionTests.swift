import Delegation
import Digests
import Testing

@Suite struct SessionAssertionTests {
  @Test(arguments: [-1000, 0, 1, 999, 300_001, 86_400_000] as [Int64])
  func `a life that is not 1 to 300 seconds is not issued`(milliseconds: Int64) {
    let life = TimeSpan(milliseconds: milliseconds)
    #expect(throws: AssertionProblem.life(life)) { try AssertionSample.issue(life: life) }
  }

  @Test(arguments: [(0, 0), (0, 999), (0, -1), (500, 999), (999, 500), (0, -86_400_000)] as [(Int64, Int64)])
  func `nothing is asserted of a session that is over, or is before the next second`(at: Int64, end: Int64) {
    let sessionEnd = AssertionSample.now + TimeSpan(milliseconds: end)
    #expect(throws: AssertionProblem.sessionEnds(at: sessionEnd)) {
      try AssertionSample.issue(at: AssertionSample.now + TimeSpan(milliseconds: at), sessionEnd: sessionEnd)
    }
  }

  @Test(arguments: [
    ("", "a-0001", "p", 1, "iss"), ("a b", "a-0001", "p", 1, "iss"), ("store-1", "", "p", 1, "jti"),
    ("store-1", "a\n", "p", 1, "jti"), ("store-1", "a-0001", "", 1, "pol"),
    ("store-1", "a-0001", "p", 1 << 53, "seq"),
  ])
  func `what could not be read again is not issued`(
    issuer: String, id: String, policy: String, sequence: UInt64, field: String
  ) throws {
    let envelope = try AssertionSample.envelope()
    do throws(AssertionProblem) {
      _ = try SessionAssertion(
        of: envelope, issuer: issuer, id: id, policy: PolicyVersion(text: policy), sequence: sequence,
        at: AssertionSample.now, sessionEnd: .max)
      Issue.record("issued")
    } catch {
      guard case .field(let error) = error else {
        Issue.record("gave \(error)")
        return
      }
      #expect(error.field == "payload.\(field)")
    }
  }

  @Test func `a list that does not fit into a token is not issued, and the longest that does is verified`()
    throws
  {
    let sample = try AssertionSample()
    var longest = 0
    for count in 40...50 {
      let names = (0..<count).map { "\($0 + 10)" + String(repeating: "c", count: 126) }
      let envelope = try AssertionSample.envelope(capabilities: names)
      if let assertion = try? AssertionSample.issue(envelope) {
        let token = assertion.token(signedBy: sample.key)
        #expect(token.utf8.count <= SessionAssertion.largestTokenByteCount)
        #expect(sample.problem(of: token) == nil)
        longest = count
      } else {
        let error = #expect(throws: AssertionProblem.self) { try AssertionSample.issue(envelope) }
        guard case .tooLong(let bytes) = error else {
          Issue.record("gave \(String(describing: error))")
          return
        }
        #expect(bytes > SessionAssertion.largestTokenByteCount)
      }
    }
    #expect((41..<50).contains(longest))
  }

  @Test(
    arguments: [
      (0, 3_600_000, 30_000, 0, 30), (1, 3_600_000, 30_000, 0, 30), (999, 3_600_000, 30_000, 0, 30),
      (0, 3_600_000, 1500, 0, 1), (0, 3_600_000, 300_000, 0, 300), (0, 10_000, 30_000, 0, 10),
      (0, 10_999, 30_000, 0, 10), (2500, 3100, 30_000, 2, 3),
    ] as [(Int64, Int64, Int64, Int64, Int64)])
  func `an assertion ends no later than its life and its session allow`(
    at: Int64, end: Int64, life: Int64, issued: Int64, expires: Int64
  ) throws {
    let start = AssertionSample.now
    let assertion = try AssertionSample.issue(
      at: start + TimeSpan(milliseconds: at), sessionEnd: start + TimeSpan(milliseconds: end),
      life: TimeSpan(milliseconds: life))
    #expect(assertion.issuedAt == start + TimeSpan(seconds: issued))
    #expect(assertion.expiresAt == start + TimeSpan(seconds: expires))
  }

  @Test(arguments: UInt64(0)..<100)
  func `what is issued is verified as what it was`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sample = try AssertionSample()
    let names = ["swap.execute", "\"\\", "~", "a'b", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"].shuffled(
      using: &random)
    let now = Timestamp(milliseconds: Int64.random(in: 0...253_402_300_000_000, using: &random))
    let issued = try AssertionSample.issue(
      AssertionSample.envelope(
        capabilities: Array(names.prefix(Int.random(in: 1...5, using: &random))),
        chainID: UInt64.random(in: 1..<1 << 53, using: &random)),
      issuer: "s\\\"\(seed)", id: "j-\(random.next())",
      sequence: UInt64.random(in: 0..<1 << 53, using: &random), at: now,
      sessionEnd: .max, life: TimeSpan(milliseconds: Int64.random(in: 1000...300_000, using: &random)))
    let read = try SessionAssertion.verify(
      token: issued.token(signedBy: sample.key), key: sample.key.publicKey, at: now,
      leeway: TimeSpan(milliseconds: 0))
    #expect(read == issued, "seed \(seed)")
    #expect(!(read.expiresAt > now + SessionAssertion.longestLife), "seed \(seed)")
  }

  @Test func `a token is the one that another implementation makes of the same claims`() throws {
    let sample = try AssertionSample()
    #expect(try AssertionSample.issue().token(signedBy: sample.key) == AssertionSample.token)
    #expect(sample.forge() == AssertionSample.token)
  }

  @Test func `a problem is one sentence that says what was expected`() {
    let field = FieldError(field: "header.alg", expected: "`EdDSA`", found: "`none`")
    let sentences: [(AssertionProblem, String)] = [
      (.tooLong(8193), "the token: expected at most 8192 bytes, found 8193"),
      (.malformed(.partCount(2)), "the token: expected 3 parts with dots between, found 2"),
      (
        .malformed(.encoding(.payload, .badPadding)),
        "the token's payload: expected unpadded URL-safe base 64, found padding"
      ),
      (.json(.header, .duplicateKey("alg")), "the token's header: `alg` stands twice in one object"),
      (.field(field), "the token: `header.alg`: expected `EdDSA`, found `none`"),
      (.signature, "the token: expected the issuer's signature, found another"),
      (.expired(at: AssertionSample.now), "the token expired at 2026-11-21T12:04:31Z"),
      (.life(TimeSpan(seconds: 301)), "the token: expected a life of 1s to 5m, found 301s"),
    ]
    for (problem, sentence) in sentences { #expect(problem.sentence == sentence) }
  }
}
