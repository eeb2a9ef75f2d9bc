import AuditTrail
import Delegation
import Digests
import GRDB
import PolicyEngine

extension SQLiteStore {
  func approvals(limit: Int) throws(StoreError) -> [ApprovalRequest] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        "SELECT \(StoredRequest.columns) FROM approvals ORDER BY sequence DESC LIMIT ?",
        [.int(Int64(max(0, limit)))])
      var requests: [ApprovalRequest] = []
      while try rows.step() {
        requests.append(
          try StoredRequest(rows, store: storeIdentity.id).shown(at: snapshot.time, under: snapshot.rules))
      }
      return requests
    }
  }

  func approve(_ id: String, by operator: Operator) throws(StoreError) -> ApprovalRequest {
    let answered = try answer(id, .approve, reason: nil, by: `operator`)
    if case .policy = answered.change { try refreshIdleLimits() }
    return answered.request
  }

  func deny(_ id: String, reason: String, by operator: Operator) throws(StoreError) -> ApprovalRequest {
    try answer(id, .deny, reason: reason, by: `operator`).request
  }

  private func answer(
    _ id: String, _ word: Ask.Word, reason: String?, by operator: Operator
  ) throws(StoreError) -> (request: ApprovalRequest, change: Loosening) {
    let envelopes = envelopes
    let answered: Result<(ApprovalRequest, Loosening), StoreError> = try write(.ordinary) {
      transaction throws(StoreError) in
      do throws(StoreError) {
        return .success(
          try transaction.answer(id, word, reason: reason, by: `operator`, storeIdentity, envelopes))
      } catch {
        // An attempt that was refused is an operator's action too: it changes nothing, and is recorded.
        guard case .operators(let problem) = error, transaction.log.hasGrown == false else { throw error }
        try transaction.audit(
          "approval.\(word.rawValue)", id, by: `operator`, reason: reason, result: "refused: \(problem.word)")
        return .failure(error)
      }
    }
    let (request, change) = try answered.get()
    return (request, change)
  }
}

/// A request as its row has it.
struct StoredRequest {
  let ask: Ask
  let target: String
  let attachment: String?
  let signature: [UInt8]
  let state: ApprovalRequest.State
  let decidedBy: String?
  let decidedAt: Timestamp?
  let answer: String?

  static let columns = """
    request_id, action, target, what, attachment, reason, asked_by, asked_at, expires_at, signature, state,
    decided_by, decided_at, answer
    """

  init(_ row: borrowing Query, store: String) throws(StoreError) {
    ask = Ask(
      store: store, id: row.text(0), action: row.text(1), what: row.text(3), reason: row.text(5),
      by: row.text(6),
      at: row.time(7), expiresAt: row.time(8))
    target = row.text(2)
    attachment = row.optionalText(4)
    signature = row.withBytes(9) { Array($0) }
    guard let state = ApprovalRequest.State(rawValue: row.text(10)) else {
      throw .corrupt(message: "`\(row.text(10))` is no state of a request")
    }
    self.state = state
    decidedBy = row.optionalText(11)
    decidedAt = row.optionalTime(12)
    answer = row.optionalText(13)
  }

  static func find(_ db: Database, _ id: String, store: String) throws(StoreError) -> StoredRequest? {
    let row = try db.query("SELECT \(columns) FROM approvals WHERE request_id = ?", [.text(id)])
    return try row.step() ? StoredRequest(row, store: store) : nil
  }

  /// As it stands at `time`: nobody need write that a request has expired.
  func state(at time: Timestamp) -> ApprovalRequest.State {
    state == .pending && time >= ask.expiresAt ? .expired : state
  }

  /// The change that was asked for.
  /// - Throws: ``StoreError/corrupt(message:)`` when the row is not what was signed.
  func change() throws(StoreError) -> Loosening {
    try Loosening(action: ask.action, what: ask.what, attachment: attachment)
  }

  private var noticeText: String? {
    guard case .notice(let notice)? = try? change() else { return nil }
    return notice.text
  }

  func shown(at time: Timestamp, under rules: Rules) -> ApprovalRequest {
    let state = state(at: time)
    let change = state == .pending ? try? change() : nil
    return ApprovalRequest(
      ask: ask, target: target, sentences: change?.sentences(under: rules) ?? [], state: state,
      decidedBy: decidedBy, decidedAt: decidedAt, answer: answer, text: noticeText)
  }
}

extension Transaction {
  /// Checks the answer, enters it, and carries an approved change out: one transaction.
  fileprivate mutating func answer(
    _ id: String, _ word: Ask.Word, reason: String?, by operator: Operator, _ identity: StoreIdentity,
    _ envelopes: EnvelopeCache
  ) throws(StoreError) -> (ApprovalRequest, Loosening) {
    let approver = try prove(`operator`, .approver)
    guard let request = try StoredRequest.find(db, id, store: identity.id) else {
      throw .operators(.unknownRequest(id))
    }
    let requester = try check(request, against: approver)
    let change = try request.change()
    if word == .approve, try !stillReplaces(change) { throw .operators(.outdated(id)) }
    guard let key = `operator`.key else { throw .operators(.noKey(approver.name)) }
    let signature = request.ask.signature(word, by: key)
    let state: ApprovalRequest.State = word == .approve ? .approved : .denied
    try audit(
      "approval.\(word.rawValue)", id, by: `operator`, before: "pending", after: state.rawValue,
      reason: reason,
      detail: request.ask.proof(signature))
    try db.run(
      "UPDATE approvals SET state = ?, decided_by = ?, decided_at = ?, answer = ?, answer_signature = ? WHERE request_id = ?",
      [
        .text(state.rawValue), .text(approver.name), .time(time), .text(reason), .blob(signature), .text(id),
      ])
    if word == .approve {
      try carryOut(
        change, reason: request.ask.reason, by: Operator(name: requester.name),
        detail: JSONWriter.object { $0.member("request", id) }, envelopes)
    }
    let answered = try StoredRequest.find(db, id, store: identity.id)
    return ((answered ?? request).shown(at: time, under: rules), change)
  }

  /// - Returns: who asked.
  private func check(
    _ request: StoredRequest, against approver: OperatorRecord
  ) throws(StoreError) -> OperatorRecord {
    let id = request.ask.id
    switch request.state(at: time) {
    case .pending: break
    case .expired: throw .operators(.expired(id))
    case let state: throw .operators(.decided(id, state))
    }
    guard request.ask.by != approver.name else { throw .operators(.ownRequest(id)) }
    // Who asked must still be an operator, and the row must be what they signed.
    guard let requester = try OperatorRecord.all(db).first(where: { $0.name == request.ask.by }) else {
      throw .operators(.unknown(request.ask.by))
    }
    guard requester.key != approver.key else { throw .operators(.ownRequest(id)) }
    guard request.ask.isSigned(.request, request.signature, by: requester.key) else {
      throw .operators(.wrongKey(requester.name))
    }
    return requester
  }

  /// Whether the change would still replace what it was asked to replace.
  private func stillReplaces(_ change: Loosening) throws(StoreError) -> Bool {
    switch change {
    case .mode(_, let scope, let before): return modeInForce(scope) == before
    case .reinstatement(let key, let id): return try standing(key, id: id, by: nil) != nil
    case .policy(let version, let yaml, let before):
      return rules.policy.version == before && (try? Policy.load(yaml: yaml))?.version == version
    case .addOperator(let name, let key, _):
      try checkNewOperator(name, key)
      return true
    case .removeOperator(let name):
      try checkRemoval(of: name)
      return true
    case .notice(let notice): return try !isApproved(notice)
    }
  }

  private mutating func carryOut(
    _ change: Loosening, reason: String, by requester: Operator, detail: String, _ envelopes: EnvelopeCache
  ) throws(StoreError) {
    switch change {
    case .mode(let mode, let scope, _):
      _ = try set(mode, scope, reason: reason, by: requester, detail: detail)
    case .reinstatement(let key, let id):
      if let standing = try standing(key, id: id, by: nil) {
        try withdraw(
          standing, of: key, reason: reason, by: requester, detail: detail, isUndo: false, envelopes)
      }
    case .policy(let version, let yaml, _):
      guard let policy = try? Policy.load(yaml: yaml), policy.version == version else {
        throw .corrupt(message: "a request's policy does not load")
      }
      _ = try putInForce(policy, yaml: yaml, reason: reason, by: requester, detail: detail)
    case .addOperator(let name, let key, let roles):
      _ = try addOperator(name, key, roles, reason: reason, by: requester, detail: detail)
    case .removeOperator(let name):
      _ = try removeOperator(name, reason: reason, by: requester, detail: detail)
    case .notice(let notice):
      _ = try publish(notice, reason: reason, by: requester, detail: detail)
    }
  }
}

extension OperatorProblem {
  /// One word for the audit trail.
  fileprivate var word: String {
    switch self {
    case .unknown: "unknown_operator"
    case .noKey: "no_key"
    case .wrongKey: "wrong_key"
    case .lacksRole: "lacks_role"
    case .nameTaken: "name_taken"
    case .keyTaken: "key_taken"
    case .badName: "bad_name"
    case .lastOne: "last_one"
    case .unknownRequest: "unknown_request"
    case .ownRequest: "own_request"
    case .expired: "expired"
    case .decided: "decided_already"
    case .outdated: "outdated"
    case .tooManyRequests: "too_many_requests"
    }
  }
}
