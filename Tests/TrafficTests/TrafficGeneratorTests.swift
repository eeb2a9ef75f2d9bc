import Delegation
import PolicyEngine
import Testing
import Traffic

@Suite struct `the traffic generator` {
  @Test func `a policy without active capabilities has no traffic`() throws {
    let policy = try Policy.load(yaml: "version: 1\ncapabilities: {}\n")
    var generator = TrafficGenerator(options(seed: 1), policy: policy)
    #expect(generator.next() == nil)
  }

  @Test(arguments: UInt64(0)..<4)
  func `the same options give the same bytes, and another seed others`(seed: UInt64) throws {
    let policy = try starterPolicy()
    let wanted = options(seed: seed, sessions: 60, attackedShare: 0.3, scenarios: Scenario.allCases)
    let first = TrafficGenerator(wanted, policy: policy).map(\.logged.json)
    #expect(first == TrafficGenerator(wanted, policy: policy).map(\.logged.json), "seed \(seed)")
    var other = wanted
    other.seed = seed + 100
    #expect(first != TrafficGenerator(other, policy: policy).map(\.logged.json), "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<4)
  func `steps come in the order of time, and requests have ids of their own`(seed: UInt64) throws {
    let wanted = options(seed: seed, attackedShare: 0.3, scenarios: Scenario.allCases)
    let steps = Array(TrafficGenerator(wanted, policy: try starterPolicy()))
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.at <= $1.at }, "seed \(seed)")
    let ids = steps.compactMap { step -> String? in
      if case .requested(let request) = step.event { return request.requestID }
      return nil
    }
    #expect(Set(ids).count == ids.count, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<4)
  func `a line of every step is read back as it was written`(seed: UInt64) throws {
    let wanted = options(seed: seed, sessions: 60, attackedShare: 0.3, scenarios: Scenario.allCases)
    for (index, step) in TrafficGenerator(wanted, policy: try starterPolicy()).enumerated() {
      let read = try LoggedEvent(Array(step.logged.json.utf8), line: index + 1)
      if read != step.logged { Issue.record("seed \(seed), line \(index + 1)") }
    }
  }

  @Test(arguments: [(1, 1), (50, 1), (400, 3)] as [(Int, Int64)])
  func `a bounded stream has the sessions asked for, in about the time asked for`(
    sessions: Int, hours: Int64
  ) throws {
    let steps = Array(
      TrafficGenerator(options(seed: 5, sessions: sessions, hours: hours), policy: try starterPolicy()))
    var labels = SessionLabels()
    for step in steps { labels.note(step) }
    // The last visit may be one of several sessions.
    #expect((sessions...sessions + 2).contains(labels.sessions.count))
    guard sessions >= 400 else { return }
    let grants = steps.compactMap { step -> Timestamp? in
      if case .granted = step.event { return step.at }
      return nil
    }
    let most = grants[grants.count * 9 / 10] - start
    #expect(
      most > TimeSpan(seconds: hours * 3600 * 7 / 10) && most < TimeSpan(seconds: hours * 3600 * 13 / 10))
  }

  @Test func `more sessions begin in the afternoon than in the night`() throws {
    let midnight = Timestamp(seconds: 1_767_571_200)
    let wanted = TrafficOptions(
      seed: 2, start: midnight, volume: .bounded(sessions: 3000, over: TimeSpan(seconds: 86_400)),
      dailySwing: 0.6)
    var byHour = [Int](repeating: 0, count: 24)
    for step in TrafficGenerator(wanted, policy: try starterPolicy()) {
      if case .granted = step.event { byHour[Int((step.at - midnight).milliseconds / 3_600_000) % 24] += 1 }
    }
    let night = byHour[2..<6].reduce(0, +)
    let afternoon = byHour[14..<18].reduce(0, +)
    #expect(afternoon > 2 * night, "\(byHour)")
  }

  @Test func `an endless stream goes on`() throws {
    let wanted = TrafficOptions(
      seed: 3, start: start, volume: .endless(sessionsPerHour: 600), attackedShare: 0.05)
    let steps = TrafficGenerator(wanted, policy: try starterPolicy()).prefix(5000).map(\.at)
    #expect(steps.count == 5000)
  }
}
