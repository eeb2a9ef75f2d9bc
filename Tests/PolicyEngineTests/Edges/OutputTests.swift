import Delegation
import PolicyEngine
import Testing

/// Rule 17 and "`curfew replay`": the bytes that come out, and the numbers of the lines that went in.
@Suite struct OutputTests {
  /// What replay prints for a whole log that comes in chunks of `size` bytes.
  static func replay(_ log: [UInt8], chunk size: Int = .max, under policy: NaivePolicy = .plain) throws
    -> [String]
  {
    var replay = Replay(policy: try policy.engine())
    var splitter = LineSplitter()
    var output: [String] = []
    var rest = log[...]
    while !rest.isEmpty {
      splitter.feed(rest.prefix(size)) { line in if let text = replay.consume(line) { output.append(text) } }
      rest = rest.dropFirst(size)
    }
    splitter.finish { line in if let text = replay.consume(line) { output.append(text) } }
    return output
  }

  @Test func `17: a decision's keys stand in order, without spaces, numbers in shortest decimal form`() throws
  {
    let ask = Line.ask(at: "1100.500", [("requestId", "\"r-\\u0022\\\\1\""), ("valueUsd", "\"0.10\"")])
    let denied = Line.ask(at: "1e4", [("chainId", "2"), ("nonceDomain", "\"m\"")])
    let log = [Line.grant(), ask, denied].joined(separator: "\n")
    #expect(
      try Self.replay(Array(log.utf8)) == [
        #"{"line":2,"requestId":"r-\"\\1","sessionKey":"s","decision":"allow","reasons":[],"mode":"normal","at":1100.5,"#
          + #""policy":"sha256:naive","remainingUsd":"99.9"}"#,
        ##"{"line":3,"requestId":"#3","sessionKey":"s","decision":"deny","##
          + #""reasons":["session_expired","attestation_required","chain_mismatch","domain_mismatch"],"#
          + #""mode":"normal","at":10000,"policy":"sha256:naive"}"#,
      ])
  }

  @Test func `17: remainingUsd under guarded is the scaled budget less all that was allowed`() throws {
    let lines = [
      Line.grant([("expiresAt", "1300"), ("maxValueUsd", "0.000011")]),
      Line.ask(at: "1001", [("valueUsd", "1e-6")]),
      Line.mode(at: "1050", "guarded"), Line.ask([("valueUsd", "1e-6"), ("nonce", "1")]),
    ]
    let output = try Self.replay(Array(lines.joined(separator: "\n").utf8))
    #expect(output.map { $0.hasSuffix("\"remainingUsd\":\"0.00001\"}") } == [true, false])
    #expect(
      output.last?.hasSuffix(#""mode":"guarded","at":1100,"policy":"sha256:naive","remainingUsd":"0"}"#)
        == true)
  }

  @Test func `a refused line's keys stand in order, and its detail is one lower-case sentence`() throws {
    let log = ["{}", Line.attest(at: "1"), "{\"type\":\"x\\u0000\\u202e\\\"\"}"].joined(separator: "\n")
    let output = try Self.replay(Array(log.utf8))
    let starts = [
      #"{"line":1,"rejected":null,"reasons":["malformed"],"detail":""#,
      #"{"line":2,"rejected":"session.attested","reasons":["unknown_session"],"detail":""#,
      #"{"line":3,"rejected":"x\u0000\u202e\"","reasons":["malformed"],"detail":""#,
    ]
    #expect(output.count == starts.count)
    for (line, start) in zip(output, starts) {
      #expect(line.hasPrefix(start) && line.hasSuffix("\"}"), "\(line)")
    }
    #expect(output[1].hasSuffix(#""detail":"`s` is no known session"}"#))
  }

  static func numbers(_ output: [String]) -> [String] {
    output.map { String($0.dropFirst(8).prefix { $0 != "," }) }
  }

  @Test(
    arguments: [
      ("", []), ("\n", ["1"]), ("\n\n", ["1", "2"]), ("x", ["1"]), ("x\n", ["1"]), ("x\n\n", ["1", "2"]),
      ("\n\nx", ["1", "2", "3"]),
      ("x\r\nx\r\n", ["1", "2"]), ("\r", ["1"]), ("x\n\r", ["1", "2"]), ("x\rx\n", ["1"]),
      ("x\u{2028}x\u{85}x\u{B}x\u{C}x", ["1"]),
    ] as [(String, [String])])
  func `1: lines end at LF, a blank one is a line, and a last one without LF counts`(
    log: String, lines: [String]
  ) throws {
    for chunk in [1, 2, 3, .max] {
      #expect(Self.numbers(try Self.replay(Array(log.utf8), chunk: chunk)) == lines)
    }
  }

  @Test func `1: CR before LF is white space, and ids by line number count every line`() throws {
    let log = "\r\n\n" + Line.grant() + "\r\n" + Line.ask() + "\r\n"
    let output = try Self.replay(Array(log.utf8))
    #expect(Self.numbers(output) == ["1", "2", "4"])
    #expect(
      output.last?.hasPrefix(##"{"line":4,"requestId":"#4","sessionKey":"s","decision":"allow""##) == true)
  }

  @Test(arguments: [1, 4096, 65_536, .max])
  func `2: an overlong line is refused whole, and the next one is read`(chunk: Int) throws {
    let long = Line.grant([("labels", "{\"k\":\"\(String(repeating: "x", count: 3 << 20))\"}")])
    let full = "{\"type\":\"t\",\"x\":\"" + String(repeating: "x", count: 1_048_576 - 19) + "\"}"
    let log = Array([long, full, long, Line.grant(), Line.ask(), long].joined(separator: "\n").utf8)
    let output = try Self.replay(
      chunk == 1 ? Array(log.suffix(4 << 20)) : log, chunk: chunk == 1 ? 7919 : chunk)
    #expect(output.last?.contains("\"rejected\":null,\"reasons\":[\"malformed\"]") == true)
    #expect(output.dropLast().last?.contains("\"decision\":\"allow\"") == true)
    if chunk != 1 {
      #expect(Self.numbers(output) == ["1", "2", "3", "5", "6"])
      #expect(output[1].contains("\"rejected\":\"t\""))
    }
  }

  @Test func `all reasons that hold are listed, in the contract's order`() throws {
    var scene = try Scene(.swap { $0.idle = 1000 })
    let envelope: Line.Changes = [
      ("notBefore", "9000"), ("maxExecutions", "1"), ("spendWindow", "{\"valueUsd\":1,\"seconds\":31536000}"),
      ("maxValuePerExecutionUsd", "1"), ("maxValueUsd", "1"), ("expiresAt", "1500"),
    ]
    let lines = [
      Line.grant(envelope.filter { $0.0 != "notBefore" }), Line.ask(at: "1001", [("nonce", "5000")]),
      Line.revoke(at: "1002"),
      Line.grant(at: "1002", envelope + [("sessionKey", "\"t\"")]), Line.mode(at: "1003", "lockdown"),
    ]
    for line in lines { #expect(try !scene.take(line).hasPrefix("refuse")) }
    let wrong: Line.Changes = [
      ("capability", "\"no\""), ("chainId", "2"), ("destination", "\"e\""), ("valueUsd", "2"),
      ("nonce", "5000"),
    ]
    let limits = "value_over_execution_limit value_over_window value_over_budget execution_limit_reached"
    let context = "capability_unregistered capability_not_granted chain_mismatch destination_not_allowed"
    #expect(
      try scene.take(Line.ask(at: "4000", wrong))
        == "deny session_revoked session_expired attestation_required mode_lockdown \(context) nonce_replayed \(limits)"
    )
    #expect(
      try scene.take(Line.ask(at: "4000", wrong + [("nonce", "1")]))
        == "deny session_revoked session_expired attestation_required mode_lockdown \(context) nonce_out_of_window \(limits)"
    )
    #expect(
      try scene.take(Line.ask(at: "4000", wrong + [("nonceDomain", "\"m\"")]))
        == "deny session_revoked session_expired attestation_required mode_lockdown \(context) domain_mismatch \(limits)"
    )
    #expect(
      try scene.take(Line.ask(at: "4000", wrong + [("sessionKey", "\"t\"")])).hasPrefix(
        "deny session_not_yet_valid session_expired attestation_required mode_lockdown"))
    for (mode, name) in [("denyFirst", "mode_deny_first"), ("guarded", "mode_guarded")] {
      _ = try scene.take(Line.mode(at: "4000", mode))
      let expected =
        mode == "denyFirst" ? "attestation_required \(name) \(context)" : "attestation_required \(context)"
      #expect(try scene.take(Line.ask(at: "4000", wrong)).contains(expected))
    }
  }

  @Test func `state_stale is first, before a session is even looked for`() throws {
    let request = ExecutionRequest(
      requestID: "r", sessionKey: try Identifier("s"), capability: try Identifier("no"),
      destination: try Identifier("d"),
      chainID: 1, value: .zero, nonceDomain: try Identifier("n"), nonce: 0)
    let context = DecisionContext(
      policy: try NaivePolicy.plain.engine(), modes: ModeTable(), at: Timestamp(seconds: 1), isFresh: false)
    let decision = decide(request, session: nil, in: context)
    #expect(decision.reasons.names == ["state_stale", "unknown_session", "capability_unregistered"])
    #expect(!decision.isAllowed && decision.remaining == nil)
  }

  /// The two JSON blocks of the seed document, as printed there, put on one line each.
  static let seedEnvelope = """
    {
    "sessionKey": "0xSession",
    "wallet": "0xWallet",
    "capabilities": ["swap.execute", "quote.accept"],
    "maxValueUsd": 500,
    "allowedDestinations": ["0xRouterA", "0xRouterB"],
    "chainId": 1,
    "expiresAt": 1771703600,
    "nonceDomain": "session:mobile:quotes"
    }
    """
  static let seedRevocation = """
    {
    "event": "session.revoked",
    "sessionKey": "0xSession",
    "revokedBy": "secops.policy",
    "reason": "context_mismatch",
    "invalidateCaches": true,
    "effectiveAt": 1771709999
    }
    """

  @Test func `the seed's envelope is granted, acts, and its revocation is taken as printed`() throws {
    var policy = NaivePolicy.plain
    policy.capabilities = ["swap.execute": .init(), "quote.accept": .init()]
    var scene = try Scene(policy)
    let envelope = Self.seedEnvelope.split(separator: "\n").joined()
    let revocation = Self.seedRevocation.split(separator: "\n").joined()
    let request: Line.Changes = [
      ("sessionKey", "\"0xSession\""), ("capability", "\"quote.accept\""), ("destination", "\"0xRouterB\""),
      ("valueUsd", "125.50"), ("nonceDomain", "\"session:mobile:quotes\""),
    ]
    #expect(
      try scene.take("{\"type\":\"session.granted\",\"at\":1771703000,\"envelope\":\(envelope)}") == "-")
    #expect(try scene.take(Line.ask(at: "1771703000", request)) == "allow 374.5")
    #expect(try scene.take(revocation) == "-")
    #expect(try scene.take(Line.ask(at: "1771703001", request + [("nonce", "1")])) == "allow 249")
    #expect(try scene.take(Line.ask(at: "1771703600", request + [("nonce", "2")])) == "deny session_expired")
    #expect(
      try scene.take(Line.ask(at: "1771709998.999", request + [("nonce", "2")]))
        == "deny session_expired attestation_required")
    #expect(
      try scene.take(Line.ask(at: "1771709999", request + [("nonce", "2")]))
        == "deny session_revoked session_expired attestation_required")
    #expect(
      try scene.take("{\"type\":\"session.granted\",\"at\":1771709999,\"envelope\":\(envelope)}")
        == "refuse session.granted: duplicate_session session_revoked expired_on_arrival")
  }

  @Test func `the seed's revocation on an empty log starts the clock at its effectiveAt`() throws {
    var scene = try Scene()
    #expect(try scene.take(Self.seedRevocation.split(separator: "\n").joined()) == "-")
    #expect(try scene.take(Line.logOut(at: "1771709998.999")) == "refuse user.loggedOut: out_of_order")
    #expect(try scene.take(Line.logOut(at: "1771709999")) == "-")
  }
}
