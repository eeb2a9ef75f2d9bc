import AuditTrail
import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func authorize(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision] {
    guard !requests.isEmpty else { return [] }
    let writing = try writable()
    point.openIfNeeded()
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
    try read { snapshot throws(StoreError) in try snapshot.preview(requests, envelopes) }
  }

  /// Decides what waits, in one commit, and leaves the lock, which is held.
  private func decideForAll(_ writing: Writing) {
    let tickets = queue.take(limit: Batch.requestsMax)
    var answers: Result<[[Decision]], StoreError>
    do throws(StoreError) {
      answers = .success(
        try commit(writing) { transaction throws(StoreError) in
          var batch = Batch(transaction, envelopes, listings)
          let answers = try batch.decide(
            tickets.map(\.requests), isUrgentWaiting: { writing.lock.isUrgentWaiting })
          transaction = try batch.finish()
          try settleRiskBounds(&transaction)
          return answers
        })
      point.noteDecision(at: (try? answers.get())?.last?.last?.at)
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

extension Snapshot {
  /// What would be decided: each request sees the store as it is.
  func preview(
    _ requests: ArraySlice<ExecutionRequest>, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> [Decision] {
    var decisions: [Decision] = []
    decisions.reserveCapacity(requests.count)
    for request in requests {
      var session = try StoredSession.find(db, request.sessionKey, at: time, envelopes)
      session?.carryRisk(rules, policyID: meta.policyID)
      decisions.append(
        decide(request, session: session?.state, in: DecisionContext(rules, at: time, session)))
    }
    return decisions
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
    /// It gave a signal, or was revoked for one.
    var isSeen = false

    init(_ session: StoredSession?) { self.session = session }
  }

  private var transaction: Transaction
  private let envelopes: EnvelopeCache
  private let listings: ListingCache
  private var time: Timestamp { transaction.time }
  private var sessions: [Identifier: Held] = [:]
  private var count = 0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(_ transaction: Transaction, _ envelopes: EnvelopeCache, _ listings: ListingCache) {
    self.transaction = transaction
    self.envelopes = envelopes
    self.listings = listings
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
    // A critical session's score grows while nobody ends it: it may have come to the limit by time alone.
    if held.session?.risk.criticalSince != nil { try revokeIfDue(held) }
    let context = DecisionContext(transaction.rules, at: time, held.session)
    let decision = PolicyEngine.decide(request, session: held.session?.state, in: context)
    let sequence = transaction.nextSequence()
    try record(request, decision, sequence, previous: held.session?.lastExecution, insert)
    let change = try watch(request, decision, sequence, held)
    if decision.isAllowed {
      transaction.allowed += 1
      held.session?.state.record(request, allowedAt: time)
      held.session?.lastUsed = time
      held.spent += request.value.micros
    } else {
      transaction.denied += 1
      held.session?.denied += 1
    }
    if decision.reasons.contains(.sessionRevoked) {
      transaction.meta.afterRevoke += 1
      if held.session?.firstRefusedAt == nil { try refused(held) }
    }
    held.session?.lastExecution = sequence
    held.hasChanged = true
    if change?.signals.isEmpty == false { try revokeIfDue(held) }
    return decision
  }

  private mutating func held(_ key: Identifier, _ find: borrowing Query) throws(StoreError) -> Held {
    if let held = sessions[key] { return held }
    let held = Held(try StoredSession.find(with: find, transaction.db, key, at: time, envelopes))
    held.session?.carryRisk(transaction.rules, policyID: transaction.meta.policyID)
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
      guard held.hasChanged, var session = held.session else { continue }
      if held.isSeen { session.boundRisk(transaction.rules.policy, at: time) }
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
      """, [.int(session), .time(time), .int(Int64(micros))])
    try transaction.db.run(
      "DELETE FROM window_spends WHERE session_id = ? AND at <= ?",
      [.int(session), .time(time - window)])
  }
}

/// What is seen of the sessions meanwhile, and what the policy plane does about it.
extension Batch {
  private mutating func watch(
    _ request: ExecutionRequest, _ decision: Decision, _ sequence: Int64, _ held: Held
  ) throws(StoreError) -> RiskChange? {
    let listing = try listings.listing(
      transaction.db, request.destination, chain: request.chainID, transaction.rules)
    let family = transaction.rules.family(of: request.destination, listing)
    let policy = transaction.rules.policy
    // Taken out and put back: a copy of it would cost more than what is done with it.
    guard var session = held.session.take() else {
      transaction.watch.take(unknown: request, decision, family: family)
      return nil
    }
    defer { held.session = session }
    var mismatches: Int64?
    if decision.reasons.contains(.chainMismatch) || decision.reasons.contains(.destinationNotAllowed) {
      let counts = MismatchCounts(transaction.db)
      try counts.sweep(&transaction.meta, to: time - policy.detection.window)
      mismatches = try counts.add(session.id, at: time)
    }
    let change = transaction.watch.take(
      request, decision, sequence: sequence, session.state, risk: &session.risk, mismatches: mismatches,
      isListed: listing.isBad, family: family, under: policy)
    if !change.signals.isEmpty { held.isSeen = true }
    return change
  }

  /// Revokes on the policy plane when the score has come so far: in the same transaction, with its evidence.
  private mutating func revokeIfDue(_ held: Held) throws(StoreError) {
    guard let session = held.session,
      session.risk.mustBeRevoked(session.state, at: time, under: transaction.rules.policy)
    else { return }
    let wasRevoked = session.state.revokedFrom != nil
    let why = session.risk.explanation(
      RiskContext(session.state, at: time, model: transaction.rules.policy.risk))
    try transaction.revokeByPolicy(session, why, wasRevoked: wasRevoked)
    held.isSeen = true
    held.hasChanged = true
    held.session?.state.revokedFrom = min(session.state.revokedFrom ?? time, time)
    if let state = held.session?.state {
      try transaction.replan(session.state, as: state, id: session.id)
      try transaction.noteRevoked(session.state.envelope.sessionKey)
    }
  }

  /// The first refusal of a revoked session: from now on its revocation is known to be effective.
  private func refused(_ held: Held) throws(StoreError) {
    held.session?.firstRefusedAt = time
    guard let session = held.session else { return }
    try transaction.noteEffective(session.state.envelope.sessionKey)
  }
}

extension DecisionContext {
  /// The session's risk is looked at only where a mode asks for it; it is under the policy in force.
  init(_ rules: Rules, at time: Timestamp, _ session: StoredSession?) {
    var risk = RiskScore.none
    if !rules.modes.entries.isEmpty, let session {
      risk = session.risk.score(RiskContext(session.state, at: time, model: rules.policy.risk))
    }
    self.init(policy: rules.policy, modes: rules.modes, risk: risk, at: time)
  }
}
