import Testing

/// Tries every order of every choice of unanswered calls: slow, and too simple to be wrong.
private struct BruteForce {
  let history: [Operation<SessionKeyObject>]

  var isLinearizable: Bool {
    let unanswered = history.filter { $0.response == nil }
    let answered = history.filter { $0.response != nil }
    return (0..<(1 << unanswered.count)).contains { chosen in
      let kept = unanswered.enumerated().filter { chosen & (1 << $0.offset) != 0 }.map(\.element)
      return orders(of: answered + kept).contains(where: holds)
    }
  }

  private func orders(of rest: [Operation<SessionKeyObject>]) -> [[Operation<SessionKeyObject>]] {
    if rest.isEmpty { return [[]] }
    return rest.indices.flatMap { index in
      var others = rest
      let first = others.remove(at: index)
      return orders(of: others).map { [first] + $0 }
    }
  }

  private func holds(_ order: [Operation<SessionKeyObject>]) -> Bool {
    let object = SessionKeyObject()
    var state = object.initial
    for (index, operation) in order.enumerated() {
      if order[(index + 1)...].contains(where: { $0.endsAt < operation.invokedAt }) { return false }
      let (next, answer) = object.apply(operation.call, to: state)
      if let heard = operation.response, heard.answer != answer { return false }
      state = next
    }
    return true
  }
}

@Suite struct `the linearizability checker against brute force` {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `both say the same of every small history`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var accepted = 0
    for round in 0..<1500 {
      let history = (0..<Int.random(in: 1...6, using: &random)).map { operation($0, &random) }
      let expected = BruteForce(history: history).isLinearizable
      let found = LinearizabilityChecker(SessionKeyObject(), history).verdict().isLinearizable
      #expect(found == expected, "seed \(seed), round \(round): \(history)")
      if expected { accepted += 1 }
    }
    #expect((200...1300).contains(accepted), "seed \(seed): only one side was met, \(accepted) of 1500")
  }

  /// Short intervals in a short time, so that about half of them overlap.
  private func operation(_ process: Int, _ random: inout SeededRandom) -> Operation<SessionKeyObject> {
    let call = SessionKeyObject.Call.allCases.randomElement(using: &random) ?? .authorize
    let start = UInt64.random(in: 0...20, using: &random)
    if Int.random(in: 0..<5, using: &random) == 0 {
      return Operation(process, call, unansweredFrom: start)
    }
    let answer: SessionKeyObject.Answer =
      call == .authorize ? (Bool.random(using: &random) ? .allow : .denyRevoked) : .done
    return Operation(process, call, from: start, to: start + .random(in: 0...12, using: &random), answer)
  }
}
