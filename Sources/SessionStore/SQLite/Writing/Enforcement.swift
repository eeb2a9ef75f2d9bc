import AuditTrail
import Delegation
import GRDB
import PolicyEngine

extension SQLiteStore {
  func authorize(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision] {
    guard !requests.isEmpty else { return [] }
    let writing = try writable()
    let ticket = AuthorizeQueue.Ticket(requests)
    queue.add(ticket)
    while true {
      do throws(StoreError) {
        if case .held = try writing.lock.enter(.ordinary, unlessDone: { ticket.result != nil }) {
          decideForAll(writing)
        }
      } catch {
        if queue.withdraw(ticket) { throw error }
      }
      if let result = ticket.result { return try result.get() }
    }
  }

  func preview(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision] {
    try read { snapshot throws(StoreError) in
      let context = DecisionContext(
        policy: snapshot.rules.policy, modes: snapshot.rules.modes, at: snapshot.time)
      var decisions: [Decision] = []
      for request in requests {
        let session = try StoredSession.find(snapshot.db, request.sessionKey, at: snapshot.time, envelopes)
        decisions.append(decide(request, session: session?.state, in: context))
      }
      return decisions
    }
  }

  /// Decides what waits, in one commit, and leaves the lock, which is held.
  private func decideForAll(_ writing: Writing) {
    let tickets = queue.take(limit: Batch.requestsMax)
    var answers: Result<[[Decision]], StoreError>
    do throws(StoreError) {
      answers = .success(
        try commit(writing) { transaction throws(StoreError) in
          var batch = Batch(transaction, envelopes)
          let answers = try batch.decide(
            tickets.map(\.requests), isUrgentWaiting: { writing.lock.isUrgentWaiting })
          transaction = try batch.finish()
          return answers
        })
      writing.checkpoints.afterCommit(writing.connection, isUrgentWaiting: writing.lock.isUrgentWaiting)
    } catch {
      answers = .failure(error)
    }
    writing.lock.leave {
      switch answers {
      case .success(let decided):
        for (ticket, decisions) in zip(tickets, decided) { ticket.finish(.success(decisions)) }
        queue.putBack(tickets.dropFirst(decided.count))
      case .failure(let error):
        for ticket in tickets { ticket.finish(.failure(error)) }
      }
    }
  }
}

/// The decisions of one commit: each sees what those before it did.
private struct Batch {
  /// A batch ends at this many requests, after this time, or when a revocation waits: whichever comes first.
  static let requestsMax = 4096
  private static let timeMax = Duration.milliseconds(10)
  /// Requests between two looks at the time and at who waits.
  private static let lookEvery = 32

  private final class Held {
    var session: StoredSession?
    var spent: UInt64 = 0
    var hasChanged = false

    init(_ session: StoredSession?) { self.session = session }
  }

  private var transaction: Transaction
  private let envelopes: EnvelopeCache
  private let context: DecisionContext
  private var sessions: [Identifier: Held] = [:]
  private var count = 0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(_ transaction: Transaction, _ envelopes: EnvelopeCache) {
    self.transaction = transaction
    self.envelopes = envelopes
    context = DecisionContext(
      policy: transaction.rules.policy, modes: transaction.rules.modes, at: transaction.time)
    start = clock.now
  }

  /// - Returns: the decisions of the first of `asked`; of the last of them perhaps only the first ones.
  mutating func decide(
    _ asked: [ArraySlice<ExecutionRequest>], isUrgentWaiting: () -> Bool
  ) throws(StoreError) -> [[Decision]] {
    let insert = try transaction.db.query(Batch.insertion)
    let find = try transaction.db.query(StoredSession.finding)
    var answers: [[Decision]] = []
    for requests in asked {
      var decisions: [Decision] = []
      decisions.reserveCapacity(requests.count)
      for request in requests {
        if mustEnd(isUrgentWaiting) { return decisions.isEmpty ? answers : answers + [decisions] }
        decisions.append(try decide(request, find, insert))
        count += 1
      }
      answers.append(decisions)
    }
    return answers
  }

  private func mustEnd(_ isUrgentWaiting: () -> Bool) -> Bool {
    guard count > 0, count % Batch.lookEvery == 0 else { return false }
    return count >= Batch.requestsMax || clock.now - start > Batch.timeMax || isUrgentWaiting()
  }

  private mutating func decide(
    _ request: ExecutionRequest, _ find: borrowing Query, _ insert: borrowing Query
  ) throws(StoreError) -> Decision {
    let held = try held(request.sessionKey, find)
    let decision = PolicyEngine.decide(request, session: held.session?.state, in: context)
    let sequence = transaction.nextSequence()
    try record(request, decision, sequence, previous: held.session?.lastExecution, insert)
    if decision.isAllowed {
      transaction.allowed += 1
      held.session?.state.record(request, allowedAt: context.at)
      held.session?.lastUsed = context.at
      held.spent += request.value.micros
    } else {
      transaction.denied += 1
      held.session?.denied += 1
    }
    if decision.reasons.contains(.sessionRevoked) {
      transaction.meta.afterRevoke += 1
      if held.session?.firstRefusedAt == nil { held.session?.firstRefusedAt = context.at }
    }
    held.session?.lastExecution = sequence
    held.hasChanged = true
    return decision
  }

  private mutating func held(_ key: Identifier, _ find: borrowing Query) throws(StoreError) -> Held {
    if let held = sessions[key] { return held }
    let held = Held(try StoredSession.find(with: find, transaction.db, key, at: context.at, envelopes))
    sessions[key] = held
    return held
  }

  private static let insertion = """
    INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private mutating func record(
    _ request: ExecutionRequest, _ decision: Decision, _ sequence: Int64, previous: Int64?,
    _ insert: borrowing Query
  ) throws(StoreError) {
    let leaf = ExecutionLeaf(request, decision, sequence: sequence)
    insert.bind(1, sequence)
    insert.bind(2, decision.at.milliseconds)
    insert.bind(3, leaf.sessionKey)
    insert.bind(4, previous)
    insert.bind(5, Int64(decision.reasons.rawValue))
    insert.bind(6, Int64(decision.mode.tightness))
    insert.bind(7, transaction.meta.policyID)
    insert.bind(8, decision.remaining.map { Int64($0.micros) })
    insert.bind(9, request.requestID)
    insert.bind(10, leaf.capability)
    insert.bind(11, leaf.destination)
    insert.bind(12, Int64(request.chainID))
    insert.bind(13, Int64(request.value.micros))
    insert.bind(14, leaf.nonceDomain)
    insert.bind(15, nonce: request.nonce)
    insert.bind(16, decision.reasons.contains(.chainMismatch) ? 1 : 0)
    insert.bind(17, decision.reasons.contains(.destinationNotAllowed) ? 1 : 0)
    insert.bind(18, transaction.log.append(leaf.write))
    try insert.run()
  }

  /// Writes each session once, however often it acted.
  mutating func finish() throws(StoreError) -> Transaction {
    let update = try transaction.db.query(StoredSession.updating)
    for held in sessions.values {
      guard held.hasChanged, let session = held.session else { continue }
      try session.write(with: update)
      transaction.life.replace(session.plan, with: LifePlan(session.state, idle: session.idle))
      if held.spent > 0, let window = session.state.envelope.spendWindow {
        try keep(held.spent, of: session.id, window: window.length)
      }
    }
    return transaction
  }

  /// Enters what a session spent at this moment, and forgets what has left its window.
  private func keep(_ micros: UInt64, of session: Int64, window: TimeSpan) throws(StoreError) {
    try transaction.db.run(
      """
      INSERT INTO window_spends VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value
      """, [.int(session), .time(context.at), .int(Int64(micros))])
    try transaction.db.run(
      "DELETE FROM window_spends WHERE session_id = ? AND at <= ?",
      [.int(session), .time(context.at - window)])
  }
}
