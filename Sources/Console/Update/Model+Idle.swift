import Delegation

extension Model {
  /// Whether everything has been read that a key, or a write that ended, at `touched` made worth reading, and a hand may
  /// act on what is shown.
  ///
  /// A store that others write to all the time is being read all the time: what was asked later is not waited for.
  func isIdle(since touched: Timestamp, at time: Timestamp) -> Bool {
    if let movedByAnswerAt, time - movedByAnswerAt < Self.settleSpan { return false }
    func isRead(_ load: Load) -> Bool { loads.ended[load].map { $0 >= touched } ?? false }
    // What the operator asked of the list is waited for in any case.
    guard [loads.flight?.purpose, loads.next].allSatisfy({ $0 == nil || $0 == .refresh }) else {
      return false
    }
    guard loads.begun.keys.allSatisfy(isRead), loads.next == nil || isRead(.list) else { return false }
    guard loads.dueAt != nil else { return true }
    return loads.lastAsked.map { $0 >= touched } ?? false
  }
}

extension Loads {
  mutating func note(endOf load: Load) {
    ended[load] = begun[load] ?? ended[load]
    begun[load] = nil
    questions[load] = nil
  }
}
