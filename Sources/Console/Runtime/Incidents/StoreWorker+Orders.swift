import Dispatch
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

extension StoreWorker {
  /// Carries out what is to be done to an incident; the answer comes as one event.
  func carryOut(_ order: IncidentOrder) {
    if case .finishVerify(let id) = order { return finishVerify(id, order) }
    writes.async { [self] in
      answer(order) { () throws(DeskError) in try outcome(of: order) }
    }
  }

  private func answer(_ order: IncidentOrder, _ body: () throws(DeskError) -> IncidentOutcome) {
    do throws(DeskError) {
      mailbox.post(.ordered(order, try body()))
    } catch {
      mailbox.post(.ordered(order, .refused(error.sentence)))
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
    // On queues of its own, see `carryOut`.
    case .finishVerify: return .refused("it was not asked")
    case .draftNotice(let hosts, let time, let id): return try draft(hosts: hosts, at: time, on: id)
    case .recordNotice(let edit): return try record(edit)
    case .askApproval(let digest, let reason, let id):
      return try askApproval(of: digest, reason: reason, on: id)
    case .exportNotice(let form, let path, let digest, let id):
      return try export(form, to: path, digest: digest, on: id)
    }
  }

  private func perform(_ actions: [IncidentAction], on id: String) throws(DeskError) -> Incident {
    try desk.perform(actions, on: id, eventIDs: actions.map { _ in Self.newID() })
  }

  /// 128 random bits.
  @Sendable static func newID() -> String {
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
    let incident = try desk.perform(on: id, makeID: Self.newID) { source.joining($0) }
    return .done(incident, words: "joined, \(source.words) with it")
  }

  private func open(_ source: IncidentSource) throws(DeskError) -> IncidentOutcome {
    let title = String(source.words.prefix(IncidentLimits.title))
    let opening = try desk.opening(from: source.origin, title: title)
    let incident = try desk.open(opening, eventID: Self.newID())
    let evidence = source.evidence
    let whole = evidence.isEmpty ? incident : try perform(evidence, on: incident.id)
    return .done(whole, words: "opened as \(opening.severity.word), you command it")
  }

  // MARK: Revoking and tightening

  private func link(_ receipt: RevocationReceipt, to id: String) throws(DeskError) -> IncidentOutcome {
    let incident = try link(
      IncidentRevocation(receipt), evidence: "revocation of \(receipt.sessionKey.text)", to: id)
    return .done(incident, words: "the revocation is part of it, leaf \(receipt.sequence)")
  }

  private func revoke(_ scope: Scope, for id: String) throws(DeskError) -> IncidentOutcome {
    let receipt = try attempt { () throws(StoreError) in
      try store.revoke(scope: scope, reason: "incident \(id)", by: `operator`)
    }
    let incident = try link(
      IncidentRevocation(receipt, scope), evidence: "revocation of \(scope.words)", to: id)
    let span = Format.duration(receipt.elapsed.span)
    return .done(incident, words: "\(Format.counted(receipt.revoked, "session")) revoked, commit \(span)")
  }

  /// The leaf of a revocation holds what was known of the session: it is evidence too.
  private func link(
    _ revocation: IncidentRevocation, evidence title: String, to id: String
  ) throws(DeskError) -> Incident {
    let evidence = Evidence(title: String(title.prefix(IncidentLimits.title)), sequence: revocation.sequence)
    let incident = try desk.perform(on: id, makeID: Self.newID) {
      $0.actions(linking: revocation) + [.evidenceAttached(evidence)]
    }
    return try desk.survey(incident, makeID: Self.newID)
  }

  private func tighten(_ candidate: ModeCandidate, for id: String) throws(DeskError) -> IncidentOutcome {
    let outcome = try attempt { () throws(StoreError) in
      try store.change(
        mode: candidate.mode, scope: candidate.scope, expecting: .noTighter, reason: "incident \(id)",
        by: `operator`)
    }
    guard case .done(let receipt) = outcome else { return .refused("it was not set") }
    let incident = try desk.link(IncidentModeChange(receipt), to: id, makeID: Self.newID)
    return .done(incident, words: "mode \(candidate.mode.rawValue) for \(candidate.scope.words)")
  }

  /// Points are asked where nothing else waits: one that does not answer must not keep a revocation waiting.
  private func finishVerify(_ id: String, _ order: IncidentOrder) {
    boardReads.async { [self] in
      let board: BoardReading
      do throws(DeskError) {
        let incident = try desk.incident(id)
        board = try attempt { () throws(StoreError) in
          try BoardReading(of: incident, in: store, by: `operator`)
        }
      } catch {
        return mailbox.post(.ordered(order, .refused(error.sentence)))
      }
      writes.async { [self] in
        answer(order) { () throws(DeskError) in try finishVerify(id, with: board) }
      }
    }
  }

  private func finishVerify(_ id: String, with board: BoardReading) throws(DeskError) -> IncidentOutcome {
    let incident = try desk.incident(id)
    guard board.isDone else { return .refused(board.why ?? "not every point refuses") }
    let count = board.points.count
    let result = StepResult(
      summary: "\(count) enforcement \(count == 1 ? "point refuses" : "points refuse"), quiet",
      verification: board.verification)
    let surveyed = try desk.survey(incident, makeID: Self.newID)
    let done = try desk.perform(on: surveyed.id, makeID: Self.newID) { $0.finishing(.verify, result) }
    return .done(done, words: "verified: \(result.text)")
  }

  func attempt<Value>(_ body: () throws(StoreError) -> Value) throws(DeskError) -> Value {
    do throws(StoreError) {
      return try body()
    } catch {
      throw .store(error)
    }
  }
}

extension Duration {
  var span: TimeSpan {
    TimeSpan(milliseconds: components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
