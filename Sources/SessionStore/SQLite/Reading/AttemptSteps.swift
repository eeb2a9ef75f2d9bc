import Delegation
import GRDB

extension SQLiteStore {
  func attemptSteps(_ query: AttemptStepQuery) throws(StoreError) -> AttemptSteps {
    try read { snapshot throws(StoreError) in
      let revoked = try RevokedSessions(snapshot.db, query.revocations)
      var steps = [AttemptSteps.Step](repeating: AttemptSteps.Step(), count: max(0, query.count))
      var later = AttemptSteps.Step()
      let length = max(1, query.step.milliseconds)
      try snapshot.forEachAttempt(revoked, from: query.from, through: query.through) {
        row, _ throws(StoreError) in
        let since = (row.time(1) - query.from).milliseconds
        guard since >= 0, row.int(0) <= query.through else { return }
        let isAllowed = row.int(2) == 0
        let place = Int(clamping: since / length)
        if place < steps.count { steps[place].count(isAllowed) } else { later.count(isAllowed) }
      }
      return AttemptSteps(steps: steps, later: later)
    }
  }
}

extension AttemptSteps.Step {
  fileprivate mutating func count(_ isAllowed: Bool) {
    if isAllowed { allowed += 1 } else { denied += 1 }
  }
}
