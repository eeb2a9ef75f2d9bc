import Delegation

extension Model {
  /// Whether everything has been read that a key, or a write that ended, at `touched` made worth reading, and a hand may
  /// act on what is shown.
  ///
  /// A store that others write to all the time always has something new: what came after `touched` is not waited for.
  func isIdle(since touched: Timestamp, at time: Timestamp) -> Bool {
    guard loads.flight == nil, loads.begun.isEmpty else { return false }
    if let movedByAnswerAt, time - movedByAnswerAt < Self.settleSpan { return false }
    guard loads.dueAt != nil else { return true }
    return loads.lastAsked.map { $0 >= touched } ?? false
  }
}
