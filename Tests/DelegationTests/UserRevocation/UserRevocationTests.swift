import Delegation
import Digests
import Testing

@Suite struct UserRevocationTests {
  static let good = SignedRevocation.message()

  static func problem(_ message: String) -> UserRevocationProblem? {
    do throws(UserRevocationProblem) {
      _ = try UserRevocation(parsing: message)
      return nil
    } catch {
      return error
    }
  }

  static let lines = good.split(separator: "\n", omittingEmptySubsequences: false)

  @Test(arguments: [
    ("", 1), (good + "\n", 9), ("\n" + good, 9), (good + "\nNonce: k3J9xQ2m", 9),
    (good.split(separator: "\n").joined(separator: "\n"), 6), (lines.joined(separator: "\r"), 1),
    (lines.dropLast().joined(separator: "\n"), 7),
  ])
  func `another number of lines is refused`(message: String, count: Int) {
    #expect(Self.problem(message) == .lineCount(count, expected: 8))
  }

  @Test func `lines ended by CR and LF are refused`() {
    #expect(
      Self.problem(Self.lines.joined(separator: "\r\n")) == .line(1, expected: "Curfew: revoke a session key")
    )
    #expect(Self.problem(Self.good + "\r") == .nonce("k3J9xQ2m\r"))
  }

  @Test(arguments: [
    ("Curfew: revoke", "curfew: revoke", 1), ("Curfew: revoke", "\u{FEFF}Curfew: revoke", 1),
    ("Curfew: revoke", " Curfew: revoke", 1), ("session key\n\nI end", "session key\n \nI end", 2),
    ("session key\n\nI end", "session key \n\nI end", 1), ("I end this", "I keep this", 3),
    ("my wallet.\n", "my wallet\n", 3), ("\n\nSession", "\n \nSession", 4),
    ("Session key: ", "Session key:", 5),
    ("Session key: ", "Session Key: ", 5), ("Session key: ", " Session key: ", 5),
    ("Wallet: ", "wallet: ", 6),
    ("Wallet: ", "Wallet:\t", 6), ("Time: ", "Date: ", 7), ("Nonce: ", "nonce: ", 8),
    ("Curfew: revoke", "Curfe\u{301}w: revoke", 1),
  ])
  func `any other wording is refused, and its line named`(words: String, instead: String, line: Int) throws {
    let message = try #require(Self.replacing(words, by: instead))
    guard case .line(line, _) = Self.problem(message) else {
      Issue.record("gave \(String(describing: Self.problem(message)))")
      return
    }
  }

  @Test(
    arguments: [
      ("", .length(0)), ("a b", .notPrintable), (" key", .notPrintable), ("key ", .notPrintable),
      ("k\u{E9}y", .notPrintable), ("k\u{200B}ey", .notPrintable), ("key\r", .notPrintable),
      (String(repeating: "k", count: 129), .length(129)),
      (
        "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        .checksum(expected: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
      ),
    ] as [(String, Identifier.Problem)])
  func `what is no identifier is no session key`(text: String, problem: Identifier.Problem) {
    #expect(Self.problem(SignedRevocation.message(sessionKey: text)) == .sessionKey(problem))
  }

  @Test(arguments: [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
  ])
  func `a session key that is an address is taken in lower case alone`(text: String) {
    #expect(
      Self.problem(SignedRevocation.message(sessionKey: text))
        == .spelling(field: "Session key", expected: "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
  }

  @Test(arguments: [
    "0x8243aba40ad39f0a7bf388122fb8c923e3625476", "0x8243ABA40AD39F0A7BF388122FB8C923E3625476",
    "0x8243AbA40aD39F0A7bf388122fb8c923E3625476",
  ])
  func `a wallet is taken in its EIP-55 spelling alone`(text: String) {
    #expect(
      Self.problem(SignedRevocation.message(wallet: text))
        == .spelling(field: "Wallet", expected: SignedRevocation.wallet))
  }

  @Test(arguments: [
    "", "0x", "8243abA40aD39F0A7bf388122fb8c923E3625476", "0x8243abA40aD39F0A7bf388122fb8c923E362547",
    "0x8243abA40aD39F0A7bf388122fb8c923E36254760", " 0x8243abA40aD39F0A7bf388122fb8c923E3625476",
    "0x8243abA40aD39F0A7bf388122fb8c923E3625476 ", "0X8243abA40aD39F0A7bf388122fb8c923E3625476",
    "vitalik.eth",
    "0x8243abA40aD39F0A7bf388122fb8c923E362547g",
  ])
  func `what is no address is no wallet`(text: String) {
    #expect(Self.problem(SignedRevocation.message(wallet: text)) == .wallet(text))
  }

  @Test(arguments: [
    "", "1795262671", "2026-11-22T12:04:31", "2026-11-22T12:04:31.000Z", "2026-11-22T12:04:31.5Z",
    "2026-11-22T12:04:31+00:00", "2026-11-22t12:04:31Z", "2026-11-22T12:04:31z", "2026-11-22 12:04:31Z",
    "2026-02-29T12:04:31Z", "2026-11-31T12:04:31Z", "2026-13-01T12:04:31Z", "2026-11-22T24:00:00Z",
    "2026-11-22T12:04:60Z", "1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z", " 2026-11-22T12:04:31Z",
    "2026-11-22T12:04:31Z ",
  ])
  func `what is not the one spelling of a whole second is no time`(text: String) {
    #expect(Self.problem(SignedRevocation.message(time: text)) == .time(text))
  }

  @Test(arguments: [
    "", "k3J9xQ2", String(repeating: "n", count: 65), "k3J9 xQ2m", "k3J9xQ2m ", "k3J9+xQ2m", "k3J9xQ2=",
    "k3J9xQ2\u{E9}", "k3J9xQ2m\r",
  ])
  func `a nonce of another form is refused`(text: String) throws {
    #expect(Self.problem(SignedRevocation.message(nonce: text)) == .nonce(text))
    let order = try UserRevocation(parsing: Self.good)
    #expect(throws: UserRevocationProblem.nonce(text)) {
      try UserRevocation(sessionKey: order.sessionKey, wallet: order.wallet, time: order.time, nonce: text)
    }
  }

  @Test(arguments: [-1000, -1, 1, 999, 1_795_262_671_001, 253_402_300_800_000] as [Int64])
  func `a time that the text cannot carry is refused`(milliseconds: Int64) throws {
    let order = try UserRevocation(parsing: Self.good)
    let time = Timestamp(milliseconds: milliseconds)
    #expect(throws: UserRevocationProblem.time(time.seconds)) {
      try UserRevocation(sessionKey: order.sessionKey, wallet: order.wallet, time: time, nonce: order.nonce)
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func `a text that was edited is refused, or is the text of another order`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let order = try UserRevocation(parsing: Self.good)
    for _ in 0..<20 {
      var bytes = Array(Self.good.utf8)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0..<128, using: &random)
      case 1: bytes.insert(UInt8.random(in: 0..<128, using: &random), at: place)
      default: bytes.remove(at: place)
      }
      let edited = String(decoding: bytes, as: UTF8.self)
      guard let read = try? UserRevocation(parsing: edited) else { continue }
      #expect(sameCodePoints(read.message, edited), "seed \(seed): \(edited)")
      #expect((read == order) == sameCodePoints(edited, Self.good), "seed \(seed): \(edited)")
    }
  }

  @Test func `a problem is one sentence that says what was expected`() {
    let sentences: [(UserRevocationProblem, String)] = [
      (.lineCount(9, expected: 8), "expected 8 lines ended by LF, found 9"),
      (.line(2, expected: ""), "line 2: expected nothing"),
      (.line(5, expected: "Session key: "), "line 5: expected `Session key: `"),
      (.sessionKey(.notPrintable), "`Session key`: expected printable ASCII without spaces"),
      (.wallet("me"), "`Wallet`: expected an EIP-55 address, found `me`"),
      (.signature(.highS), "the signature: expected the low form of s (EIP-2)"),
    ]
    for (problem, sentence) in sentences { #expect(problem.sentence == sentence) }
  }

  @Test(arguments: SignedRevocation.all)
  func `a message is read and written again as the same bytes, and names its revocation`(
    vector: SignedRevocation
  ) throws {
    let order = try UserRevocation(parsing: vector.message)
    #expect(sameCodePoints(order.message, vector.message))
    #expect(order.sessionKey.text == vector.sessionKey)
    #expect(order.wallet.checksummed == SignedRevocation.wallet)
    #expect(order.time.utc == vector.time)
    #expect(order.nonce == vector.nonce)
    #expect(order.revocationID == vector.revocationID)
    let made = try UserRevocation(
      sessionKey: Identifier(vector.sessionKey), wallet: order.wallet, time: order.time, nonce: vector.nonce)
    #expect(made == order)
  }

  static func replacing(_ words: String, by instead: String) -> String? {
    let parts = good.split(separator: words, omittingEmptySubsequences: false)
    return parts.count == 2 ? parts.joined(separator: instead) : nil
  }
}
