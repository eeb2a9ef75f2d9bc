/// Whether a history could have come from one object that does one call at a time, each somewhere between its
/// invocation and its response (Herlihy and Wing, 1990).
///
/// The search is Wing and Gong's (1993) with Lowe's memory of what was tried (2017): pick a call that could be the
/// next, apply it, go on; when no call fits, take the last pick back. Two shortcuts keep it small and lose nothing. A
/// call that only reads and fits is taken at once: wherever it stood later, it could stand here. A call without an
/// answer that changes nothing here is not picked here.
struct LinearizabilityChecker<Object: SequentialObject> {
  enum Verdict {
    case linearizable
    /// `stuck` are the calls that had to be next where the longest try ended; none of them could.
    case impossible(stuck: [Operation<Object>])

    var isLinearizable: Bool { if case .linearizable = self { true } else { false } }
  }

  private struct Configuration: Hashable {
    /// Calls that took effect, as bits by position.
    var done: [UInt64]
    var state: Object.State

    func isDone(_ index: Int) -> Bool { done[index >> 6] & (1 << UInt64(index & 63)) != 0 }
    mutating func finish(_ index: Int) { done[index >> 6] |= 1 << UInt64(index & 63) }
  }

  private let object: Object
  /// By invocation.
  private let operations: [Operation<Object>]
  private let answered: Int

  init(_ object: Object, _ history: [Operation<Object>]) {
    self.object = object
    operations = history.sorted { $0.invokedAt < $1.invokedAt }
    answered = history.count { $0.response != nil }
  }

  func verdict() -> Verdict {
    let start = Configuration(
      done: Array(repeating: 0, count: operations.count / 64 + 1), state: object.initial)
    var seen: Set<Configuration> = []
    var deepest = (finished: -1, stuck: [Operation<Object>]())
    var waiting = [(configuration: start, finished: 0, first: 0)]
    while var (configuration, finished, first) = waiting.popLast() {
      advance(&configuration, &finished, &first)
      if finished == answered { return .linearizable }
      guard seen.insert(configuration).inserted else { continue }
      let choices = choices(configuration, first)
      if finished > deepest.finished {
        deepest = (finished, candidates(configuration, first).map { operations[$0] })
      }
      for index in choices.reversed() {
        var next = configuration
        next.state = object.apply(operations[index].call, to: configuration.state).state
        next.finish(index)
        waiting.append((next, finished + (operations[index].response == nil ? 0 : 1), first))
      }
    }
    return .impossible(stuck: deepest.stuck)
  }

  /// Takes every answered call that only reads and fits here.
  private func advance(_ configuration: inout Configuration, _ finished: inout Int, _ first: inout Int) {
    while true {
      while first < operations.count, configuration.isDone(first) { first += 1 }
      let free = candidates(configuration, first).filter {
        object.isReading(operations[$0].call) && operations[$0].response != nil
          && outcome($0, configuration.state) != nil
      }
      if free.isEmpty { return }
      for index in free { configuration.finish(index) }
      finished += free.count
    }
  }

  /// Calls that may be next and are no mere reading, given their answers.
  private func choices(_ configuration: Configuration, _ first: Int) -> [Int] {
    candidates(configuration, first).filter {
      guard !object.isReading(operations[$0].call), let next = outcome($0, configuration.state) else {
        return false
      }
      return operations[$0].response != nil || next != configuration.state
    }
  }

  /// Calls that may be next: none that is still open had its answer before they were invoked.
  private func candidates(_ configuration: Configuration, _ first: Int) -> [Int] {
    var found: [Int] = []
    var earliestEnd = UInt64.max
    for index in first..<operations.count where !configuration.isDone(index) {
      if operations[index].invokedAt > earliestEnd { break }
      found.append(index)
      earliestEnd = min(earliestEnd, operations[index].endsAt)
    }
    // One that came early may have been overtaken by the end of a later, shorter one.
    return found.filter { operations[$0].invokedAt <= earliestEnd }
  }

  /// The state after the call; nil where its answer says that it cannot stand here.
  private func outcome(_ index: Int, _ state: Object.State) -> Object.State? {
    let (next, answer) = object.apply(operations[index].call, to: state)
    if let heard = operations[index].response, heard.answer != answer { return nil }
    return next
  }
}
