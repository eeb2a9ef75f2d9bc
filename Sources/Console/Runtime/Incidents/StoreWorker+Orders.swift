import Dispatch
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

extension StoreWorker {
  /// Carries out what is to be done to an incident; the answer comes as one event.
  func carryOut(_ order: IncidentOrder) {
    writes.async { [self] in
      do throws(DeskError) {
        mailbox.post(.ordered(order, try outcome(of: order)))
      } catch {
        mailbox.post(.ordered(order, .refused(error.sentence)))
      }
    }
  }

  private func outcome(of order: IncidentOrder) throws(DeskError) -> IncidentOutcome {
    switch order {
    case .join(let source): return try join(source)
    case .open(let source): return try open(source)
    case .joinTo(let id, let source): return try join(source, to: id)
    case .perform(let actions, let id):
      return .done(try perform(actions, on: id), words: actions.last?.text ?? "nothing was changed")
    case .link(let receipt, let id): return try link(receipt, to: id)
    case .revoke(let scope, let id): return try revoke(scope, for: id)
    case .tighten(let candidate, let id): return try tighten(candidate, for: id)
    case .finishVerify(let id): return try finishVerify(id)
    }
  }

  private func perform(_ actions: [IncidentAction], on id: String) throws(DeskError) -> Incident {
    try desk.perform(actions, on: id, eventIDs: actions.map { _ in Self.newID() })
  }

  /// Performs what becomes of the incident as it stands when it is recorded.
  private func perform(
    on id: String, _ make: (Incident) throws(DeskError) -> [IncidentAction]
  ) throws(DeskError) -> Incident {
    let me = `operator`.name
    return try desk.perform(on: id) { (incident, time) throws(DeskError) in
      try make(incident).map {
        IncidentEvent(
          id: Self.newID(), incident: id, happenedAt: time, recordedAt: time, who: me, action: $0)
      }
    }
  }

  /// 128 random bits.
  private static func newID() -> String {
    String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
  }

  // MARK: Opening

  private func join(_ source: IncidentSource) throws(DeskError) -> IncidentOutcome {
    // A drill is no place for what is real.
    let open = try desk.book().open.filter { !$0.isDrill }
    if let same = open.first(where: { $0.opening.origin == source.origin }) {
      return .done(same, words: "it was opened from this already")
    }
    guard let only = open.first else { return try self.open(source) }
    return open.count == 1 ? try join(source, to: only.id) : .choice(open)
  }

  private func join(_ source: IncidentSource, to id: String) throws(DeskError) -> IncidentOutcome {
    let incident = try perform(on: id) { (incident) throws(DeskError) in source.joining(incident) }
    return .done(incident, words: "joined, \(source.words) with it")
  }

  private func open(_ source: IncidentSource) throws(DeskError) -> IncidentOutcome {
    let opening = try IncidentOpener(store: store).opening(from: source)
    let incident = try desk.open(opening, eventID: Self.newID())
    let evidence = source.evidence
    let whole = evidence.isEmpty ? incident : try perform(evidence, on: incident.id)
    return .done(whole, words: "opened as \(opening.severity.word), you command it")
  }

  // MARK: Revoking and tightening

  private func link(_ receipt: RevocationReceipt, to id: String) throws(DeskError) -> IncidentOutcome {
    let sequence = receipt.sequence
    let incident = try perform(on: id) { (incident) throws(DeskError) in
      incident.linking(
        IncidentRevocation(
          sequence: sequence, target: .session(receipt.sessionKey), sessions: 1,
          committedAt: receipt.committedAt),
        evidence: "revocation of \(receipt.sessionKey.text)")
    }
    return .done(incident, words: "the revocation is part of it, leaf \(sequence)")
  }

  private func revoke(_ scope: Scope, for id: String) throws(DeskError) -> IncidentOutcome {
    let receipt = try attempt { () throws(StoreError) in
      try store.revoke(scope: scope, reason: "incident \(id)", by: `operator`)
    }
    let incident = try perform(on: id) { (incident) throws(DeskError) in
      incident.linking(
        IncidentRevocation(
          sequence: receipt.sequence, target: .scope(scope), sessions: UInt64(receipt.revoked),
          committedAt: receipt.committedAt), evidence: "revocation of \(scope.words)")
    }
    let span = Format.duration(receipt.elapsed.span)
    return .done(incident, words: "\(Format.count(receipt.revoked)) sessions revoked, commit \(span)")
  }

  private func tighten(_ candidate: ModeCandidate, for id: String) throws(DeskError) -> IncidentOutcome {
    let outcome = try attempt { () throws(StoreError) in
      try store.change(
        mode: candidate.mode, scope: candidate.scope, reason: "incident \(id)", by: `operator`)
    }
    guard case .done(let receipt) = outcome else {
      return .refused(
        "that is looser than what is in force: a second operator is asked, see `curfew approvals`")
    }
    let change = IncidentModeChange(
      sequence: receipt.sequence, mode: receipt.after, scope: receipt.scope, committedAt: receipt.committedAt)
    let words = "mode \(candidate.mode.rawValue) for \(candidate.scope.words)"
    let incident = try perform(on: id) { (incident) throws(DeskError) in
      guard incident.currentStep == .tighten else { return [.tightened(change)] }
      // Choosing it is enough.
      return (incident.isStarted(.tighten) ? [] : [.stepStarted(.tighten)]) + [
        .tightened(change), .stepDone(.tighten, StepResult(summary: words)),
      ]
    }
    return .done(incident, words: words)
  }

  private func finishVerify(_ id: String) throws(DeskError) -> IncidentOutcome {
    let incident = try desk.incident(id)
    let board = try attempt { () throws(StoreError) in try BoardReading(of: incident, in: store, notes: true)
    }
    guard board.isDone else { return .refused(board.why ?? "not every point refuses") }
    let result = StepResult(
      summary: "\(board.points.count) enforcement points refuse, quiet", verification: board.verification)
    let done = try perform(on: id) { (incident) throws(DeskError) in incident.finishing(.verify, result) }
    return .done(done, words: "verified: \(result.text)")
  }

  private func attempt<Value>(_ body: () throws(StoreError) -> Value) throws(DeskError) -> Value {
    do throws(StoreError) {
      return try body()
    } catch {
      throw .store(error)
    }
  }
}

extension Incident {
  /// Links a revocation that is committed; the step begins with it.
  func linking(_ revocation: IncidentRevocation, evidence title: String) -> [IncidentAction] {
    let begins = currentStep == .revoke && !isStarted(.revoke)
    return (begins ? [.stepStarted(.revoke)] : []) + [
      .revoked(revocation),
      .evidenceAttached(
        Evidence(title: String(title.prefix(IncidentLimits.title)), sequence: revocation.sequence)),
    ]
  }
}

extension Duration {
  var span: TimeSpan {
    TimeSpan(milliseconds: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
