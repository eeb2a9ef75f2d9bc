import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// What holds of the console whatever is pressed, shown, answered and forgotten, in any order.
@Suite struct UpdatePropertyTests {
  /// Seeds of one row of cases.
  private static let each = 32

  @Test(arguments: 0..<8) func `what is written is what was shown, and no held order moves`(part: Int) throws
  {
    var asked = 0
    for seed in UInt64(part * Self.each)..<UInt64((part + 1) * Self.each) {
      var trial = try Trial(seed: seed)
      var count = 0
      while count < 110, trial.problems.isEmpty {
        trial.happen()
        count += 1
      }
      asked += trial.writesAsked
      if let problem = trial.problems.first { Issue.record("seed \(seed), step \(count): \(problem)") }
    }
    // Or the properties would hold of a console that does nothing.
    #expect(asked > 30)
  }

  @Test(arguments: 0..<4) func `at rest it wakes once a second at most, and asks for nothing in a loop`(
    part: Int
  ) throws {
    for seed in UInt64(part * 8)..<UInt64((part + 1) * 8) {
      var trial = try Trial(seed: 1_000 + seed)
      for _ in 0..<60 { trial.happen() }
      trial.settle()
      let (began, end) = (trial.desk.now, trial.desk.now + seconds(30))
      var (wakes, reads) = (0, 0)
      while trial.desk.model.nextWake < end {
        let next = trial.desk.model.nextWake
        trial.pass(next - trial.desk.now)
        wakes += 1
        reads += trial.questions.count
        trial.settle()
      }
      #expect(trial.problems.isEmpty, "seed \(1_000 + seed)")
      // A second's text, and a read that is due, may fall on different moments of it.
      #expect(wakes <= 2 * Int((end - began).milliseconds / 1_000), "seed \(1_000 + seed): \(wakes) wakes")
      #expect(reads <= 200, "seed \(1_000 + seed): \(reads) reads")
    }
  }
}

extension Trial {
  /// Everything is answered and seen.
  mutating func settle() {
    var rounds = 0
    while !questions.isEmpty, rounds < 200 {
      step(isAnswer: true) { $0.answer(at: 0) }
      rounds += 1
    }
    if rounds == 200 { note("what is asked for has no end") }
    look()
  }
}
