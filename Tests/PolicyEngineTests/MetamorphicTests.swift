import Delegation
import PolicyEngine
import Testing

/// How answers must relate when a log is changed, whatever they are.
@Suite struct MetamorphicTests {
  static func decisions(_ lines: [[UInt8]], under policy: NaivePolicy) throws -> [String?] {
    var replay = Replay(policy: try policy.engine())
    return lines.map { replay.consume($0) }
  }

  static func isAllow(_ line: String?) -> Bool { line?.contains("\"decision\":\"allow\"") ?? false }
  static func isDecision(_ line: String?) -> Bool { line?.contains("\"decision\":") ?? false }

  /// A blank line: it is refused and changes nothing, so that the numbers of the others stay.
  static let blank: [UInt8] = []

  @Test(arguments: 1000..<1020)
  func `a denied attempt or refused line changes nothing, once the clock has its time`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 120)
    let before = try Self.decisions(log.lines, under: log.policy)
    var lines = log.lines
    for (index, line) in before.enumerated() {
      guard let line, !Self.isAllow(line) else { continue }
      // A denied execution moves the clock, and so does a log-out of the same time in its place.
      lines[index] = Self.blank
      if Self.isDecision(line), let at = line.split(separator: "\"at\":").last?.split(separator: ",").first {
        lines[index] = Array(Line.logOut(at: String(at)).utf8)
      }
    }
    let after = try Self.decisions(lines, under: log.policy)
    for (index, pair) in zip(before, after).enumerated() where Self.isAllow(pair.0) || pair.0 == nil {
      #expect(pair.0 == pair.1, "seed \(seed), line \(index + 1)")
    }
  }

  @Test(arguments: 2000..<2020)
  func `a revocation more never turns a deny into an allow of its session`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 120)
    var random = SeededRandom(seed: seed)
    let before = try Self.decisions(log.lines, under: log.policy)
    let key = random.pick(Names.keys)
    let place = random.below(log.lines.count)
    var lines = log.lines
    // Put after the grants are made, in the place of a line that changes nothing.
    guard
      let free = before.indices.dropFirst(place).first(where: {
        before[$0]?.contains("\"rejected\"") ?? false
      })
    else { return }
    lines[free] = Array(
      Line.revoke(at: "0", [("sessionKey", random.spelled(key)), ("revocationId", "\"extra\"")]).utf8)
    let after = try Self.decisions(lines, under: log.policy)
    for index in before.indices where Self.isDecision(before[index]) {
      let isOurs = before[index]?.contains("\"sessionKey\":\"\(key)\"") ?? false
      let turned = !Self.isAllow(before[index]) && Self.isAllow(after[index])
      #expect(!turned, "seed \(seed), line \(index + 1)")
      if isOurs && index > free { #expect(!Self.isAllow(after[index]), "seed \(seed), line \(index + 1)") }
      if !isOurs { #expect(before[index] == after[index], "seed \(seed), line \(index + 1)") }
    }
  }

  /// What the next request is answered when everything has changed to `mode` just before it.
  static func answer(_ log: HostileLog, at cut: Int, in mode: String) throws -> String? {
    var replay = Replay(policy: try log.policy.engine())
    var model = NaiveModel(policy: log.policy)
    for line in log.lines.prefix(cut) {
      _ = replay.consume(line)
      _ = model.consume(line)
    }
    // A moment after the clock, so that nobody has attested since.
    let at = Naive.shortest(UInt128((model.clock ?? 0) + 1), places: 3)
    #expect(replay.consume(Line.mode(at: at, mode).utf8) == nil)
    return replay.consume(log.lines[cut])
  }

  @Test(arguments: 3000..<3010)
  func `guarded allows only what normal allows, and denyFirst and lockdown nothing until attested`(seed: Int)
    throws
  {
    let log = HostileLog(seed: seed, length: 60, damage: 0)
    for cut in stride(from: 20, to: log.lines.count, by: 7) {
      let normal = try Self.answer(log, at: cut, in: "normal")
      guard Self.isDecision(normal) else { continue }
      let guarded = try Self.answer(log, at: cut, in: "guarded")
      #expect(Self.isAllow(normal) || !Self.isAllow(guarded), "seed \(seed), line \(cut + 1)")
      for mode in ["denyFirst", "lockdown"] {
        #expect(
          try !Self.isAllow(Self.answer(log, at: cut, in: mode)), "seed \(seed), line \(cut + 1), \(mode)")
      }
    }
  }

  @Test(arguments: 4000..<4005)
  func `a log in chunks of any size gives the same output, twice`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 100)
    let whole = Array(log.lines.joined(separator: [0x0A]))
    let expected = try Self.decisions(log.lines, under: log.policy).compactMap { $0 }
    for chunk in [1, 7, 64, 1000, .max, .max] {
      // A log that ends in a blank line without LF has no such line.
      let output = try OutputTests.replay(whole, chunk: chunk, under: log.policy)
      #expect(
        output == (log.lines.last == [] ? expected.dropLast() : expected), "seed \(seed), chunks of \(chunk)")
    }
  }

  @Test(arguments: 5000..<5020)
  func `an event that is written and read again is the same event`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 100, damage: 5)
    var count = 0
    for (index, line) in log.lines.enumerated() {
      guard let event = try? LoggedEvent(line, line: index + 1) else { continue }
      let json = event.json
      #expect(try LoggedEvent(json.utf8, line: 0) == event, "seed \(seed), line \(index + 1): \(json)")
      #expect(try LoggedEvent(json.utf8, line: 0).json == json, "seed \(seed), line \(index + 1): \(json)")
      count += 1
    }
    #expect(count > 50)
  }

  @Test(arguments: 6000..<6005)
  func `the seed of the session table changes no answer`(seed: Int) throws {
    let log = HostileLog(seed: seed, length: 100)
    let policy = try log.policy.engine()
    var first = Replay(policy: policy, seed: 0)
    var second = Replay(policy: policy, seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    for line in log.lines { #expect(first.consume(line) == second.consume(line)) }
  }
}
