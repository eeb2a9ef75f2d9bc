import Delegation
import Digests
import Testing

/// RFC 8725 lists the attacks that these are.
@Suite struct AssertionVerifyTests {
  @Test(
    arguments: [
      ("{\"alg\":\"none\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"alg\":\"HS256\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"alg\":\"eddsa\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"alg\":\"Ed25519\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"alg\":null,\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\"}", "alg"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"KID\"}", "typ"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"application/curfew-assertion+jwt\",\"kid\":\"KID\"}", "typ"),
      ("{\"alg\":\"EdDSA\",\"kid\":\"KID\"}", "typ"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"another\"}", "kid"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\"}", "kid"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\",\"crit\":[\"exp\"]}", "crit"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\",\"crit\":[]}", "crit"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\",\"jwk\":{}}", "jwk"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\",\"b64\":false}", "b64"),
      ("{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"KID\",\"ALG\":\"none\"}", "ALG"),
    ])
  func `a header that is not ours is refused, signed or not`(header: String, field: String) throws {
    let sample = try AssertionSample()
    let written = header.split(separator: "KID", omittingEmptySubsequences: false).joined(
      separator: AssertionSample.keyID)
    for token in [sample.forge(header: written), unsigned(sample.forge(header: written))] {
      guard case .field(let error) = sample.problem(of: token) else {
        Issue.record("gave \(String(describing: sample.problem(of: token)))")
        return
      }
      #expect(error.field == "header.\(field)")
    }
  }

  @Test func `a header that is no JSON object, or says a thing twice, is refused`() throws {
    let sample = try AssertionSample()
    let twice = AssertionSample.header.dropLast() + ",\"alg\":\"none\"}"
    #expect(sample.problem(of: sample.forge(header: String(twice))) == .json(.header, .duplicateKey("alg")))
    #expect(
      sample.problem(of: sample.forge(header: "[]"))
        == .field(FieldError(field: "header", expected: "an object", found: "an array")))
    guard case .json(.header, .syntax) = sample.problem(of: sample.forge(header: "")) else {
      Issue.record("an empty header")
      return
    }
  }

  @Test func `a token over 8 KiB is refused before anything is read`() throws {
    let sample = try AssertionSample()
    #expect(sample.problem(of: String(repeating: "a", count: 8193)) == .tooLong(8193))
    #expect(sample.problem(of: String(repeating: "a", count: 8192)) == .malformed(.partCount(1)))
  }

  @Test func `parts of two good tokens do not make a third, and a signature is never left out`() throws {
    let sample = try AssertionSample()
    let other = try AssertionSample.issue(sequence: 4712).token(signedBy: sample.key).split(separator: ".")
    let parts = AssertionSample.token.split(separator: ".")
    #expect(sample.problem(of: "\(parts[0]).\(other[1]).\(parts[2])") == .signature)
    #expect(sample.problem(of: "\(parts[0]).\(parts[1]).\(other[2])") == .signature)
    #expect(sample.problem(of: unsigned(AssertionSample.token)) == .signature)
    #expect(sample.problem(of: "\(parts[0]).\(parts[1])") == .malformed(.partCount(2)))
    #expect(sample.problem(of: AssertionSample.token + "=") == .malformed(.encoding(.signature, .badPadding)))
  }

  @Test func `another key's token is refused, even under this key's id`() throws {
    let sample = try AssertionSample()
    let other = try Ed25519.PrivateKey(seed: [UInt8](repeating: 9, count: 32))
    guard case .field(let error) = sample.problem(of: try AssertionSample.issue().token(signedBy: other))
    else {
      Issue.record("another key")
      return
    }
    #expect(error.field == "header.kid")
    #expect(sample.problem(of: sample.forge(key: other)) == .signature)
  }

  @Test func `claims are not looked at before the signature is found valid`() throws {
    let sample = try AssertionSample()
    let other = try Ed25519.PrivateKey(seed: [UInt8](repeating: 9, count: 32))
    for claims in ["", "{", "{\"exp\":0}"] {
      #expect(sample.problem(of: sample.forge(claims: claims, key: other)) == .signature)
    }
  }

  @Test(arguments: [
    ("{\"iss\"", "{\"aud\":\"x\",\"iss\"", "aud"), ("\"iss\":\"store-1\",", "", "iss"),
    ("\"store-1\"", "\"\"", "iss"), ("\"store-1\"", "7", "iss"),
    ("\"sub\":\"0x91c4a0b7e5d2f3816a4b5c6d7e8f90123456789a\",", "", "sub"),
    ("0x8243aba", "0x8243ABa", "wal"), ("1795262671", "\"1795262671\"", "iat"),
    ("1795262671", "1795262671.0", "iat"), ("1795262671", "-1", "iat"),
    ("1795262701", "1.795262701e9", "exp"),
    ("1795262701", "253402300800", "exp"), ("\"exp\":1795262701,", "", "exp"),
    ("\"jti\":\"a-0001\",", "", "jti"),
    ("a-0001", "a 0001", "jti"), ("[\"swap.execute\",\"quote.accept\"]", "[]", "cap"),
    ("quote.accept", "swap.execute", "cap"), ("\"cap\":[\"swap.execute\"", "\"cap\":[1", "cap[0]"),
    ("\"cid\":1", "\"cid\":0", "cid"), ("\"seq\":4711", "\"seq\":-4711", "seq"),
    ("\"seq\":4711", "\"seq\":9007199254740992", "seq"), ("\"seq\":4711", "\"seq\":4711,\"nbf\":0", "nbf"),
  ])
  func `claims that are not ours are refused, though signed`(words: String, instead: String, field: String)
    throws
  {
    let sample = try AssertionSample()
    let parts = AssertionSample.claims.split(separator: words, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    guard case .field(let error) = sample.problem(of: sample.forge(claims: parts.joined(separator: instead)))
    else {
      Issue.record("\(words) by \(instead)")
      return
    }
    #expect(error.field == "payload.\(field)")
  }

  @Test func `a claim twice is refused, though signed`() throws {
    let sample = try AssertionSample()
    let claims = AssertionSample.claims.dropLast() + ",\"exp\":1795262702}"
    #expect(sample.problem(of: sample.forge(claims: String(claims))) == .json(.payload, .duplicateKey("exp")))
  }

  @Test(arguments: [(30_000, 0), (30_000, 600_000), (30_001, 0), (86_400_000, 60_000)] as [(Int64, Int64)])
  func `from its expiry on a token is refused, whatever the leeway`(after: Int64, leeway: Int64) throws {
    let sample = try AssertionSample()
    let now = AssertionSample.now + TimeSpan(milliseconds: after)
    #expect(
      sample.problem(of: AssertionSample.token, at: now, leeway: TimeSpan(milliseconds: leeway))
        == .expired(at: AssertionSample.now + TimeSpan(seconds: 30)))
  }

  @Test(arguments: [(1, 0), (5001, 5000), (86_400_000, 5000)] as [(Int64, Int64)])
  func `a token from further ahead than the leeway is refused`(before: Int64, leeway: Int64) throws {
    let sample = try AssertionSample()
    let now = AssertionSample.now - TimeSpan(milliseconds: before)
    #expect(
      sample.problem(of: AssertionSample.token, at: now, leeway: TimeSpan(milliseconds: leeway))
        == .fromTheFuture(issuedAt: AssertionSample.now))
  }

  @Test(arguments: [301, 3600, 31_536_000, 0, -1] as [Int64])
  func `a life over 300 seconds, or of none, is refused, though signed`(seconds: Int64) throws {
    let sample = try AssertionSample()
    let parts = AssertionSample.claims.split(separator: "1795262671")
    let issuedAt = AssertionSample.now + TimeSpan(seconds: 30 - seconds)
    let claims = parts.joined(separator: issuedAt.seconds)
    // The leeway lets the clock say that it was issued, whatever its order with the expiry.
    #expect(
      sample.problem(of: sample.forge(claims: claims), leeway: TimeSpan(seconds: 60))
        == .life(TimeSpan(seconds: seconds)))
  }

  @Test(arguments: UInt64(0)..<10)
  func `flipping any one character of a token makes it refused`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sample = try AssertionSample()
    let characters = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\u{0}".utf8)
    let token = Array(AssertionSample.token.utf8)
    for place in token.indices {
      var flipped = token
      repeat {
        flipped[place] = characters.randomElement(using: &random) ?? 0
      } while flipped[place] == token[place]
      let text = String(decoding: flipped, as: UTF8.self)
      #expect(sample.problem(of: text) != nil, "seed \(seed), place \(place): \(text)")
    }
  }

  @Test(arguments: UInt64(0)..<50)
  func `cutting, doubling or adding anywhere makes a token refused`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sample = try AssertionSample()
    let token = Array(AssertionSample.token.utf8)
    for _ in 0..<20 {
      let place = Int.random(in: 0..<token.count, using: &random)
      let (before, after) = (Array(token[..<place]), Array(token[place...]))
      let added = UInt8.random(in: 0..<128, using: &random)
      let edits: [[UInt8]] = [before, before + after.dropFirst(), before + [added] + after, after + before]
      for edited in edits where edited != token {
        let text = String(decoding: edited, as: UTF8.self)
        #expect(sample.problem(of: text) != nil, "seed \(seed), place \(place): \(text)")
      }
    }
  }

  @Test(arguments: [(0, 0), (29_999, 0), (-5000, 5000), (-1, 1000)] as [(Int64, Int64)])
  func `a token holds from its issue, with leeway a little before, to its expiry`(at: Int64, leeway: Int64)
    throws
  {
    let sample = try AssertionSample()
    let read = try SessionAssertion.verify(
      token: AssertionSample.token, key: sample.key.publicKey,
      at: AssertionSample.now + TimeSpan(milliseconds: at),
      leeway: TimeSpan(milliseconds: leeway))
    #expect(try read == AssertionSample.issue())
  }

  @Test func `the order of claims does not matter to a reader`() throws {
    let sample = try AssertionSample()
    let claims = AssertionSample.claims.dropFirst().dropLast()
    let moved = "{" + claims.dropFirst("\"iss\":\"store-1\",".count) + ",\"iss\":\"store-1\"}"
    #expect(sample.problem(of: sample.forge(claims: moved)) == nil)
  }

  private func unsigned(_ token: String) -> String {
    token.split(separator: ".").prefix(2).joined(separator: ".") + "."
  }
}
