import AuditTrail
import Delegation
import Digests
import GRDB
import PolicyEngine

/// Whether something that loosens may go ahead.
enum GateAnswer {
  /// With what proves it, for the leaf.
  case goesAhead(detail: String)
  case waits(ApprovalRequest)
}

extension SQLiteStore {
  /// A new id for a request: short enough to be typed.
  func requestID() -> String { "a-" + SHA256.hex(makeID().utf8).prefix(10) }
}

extension Transaction {
  /// Lets a loosening go ahead where nobody else could approve it, and asks a second operator where somebody could.
  /// - Throws: ``StoreError/operators(_:)`` unless `operator` is proved to be one.
  mutating func loosen(
    _ change: Loosening, id: String, reason: String, by operator: Operator, _ identity: StoreIdentity
  ) throws(StoreError) -> GateAnswer {
    let everybody = try OperatorRecord.all(db)
    // A store without operators gets its first one by whoever may write it: there is nobody to ask.
    if everybody.isEmpty, case .addOperator = change { return .goesAhead(detail: "{\"alone\":true}") }
    let requester = try prove(`operator`, .operator)
    let ask = Ask(
      store: identity.id, id: id, action: change.action, what: change.json, reason: reason,
      by: requester.name,
      at: time, expiresAt: min(time + ApprovalRequest.life, .max))
    guard let key = `operator`.key else { throw .operators(.noKey(requester.name)) }
    let signature = ask.signature(.request, by: key)
    let canBeAsked = everybody.contains { $0.name != requester.name && $0.roles.contains(.approver) }
    guard canBeAsked else { return .goesAhead(detail: ask.proof(signature, note: "alone")) }
    return .waits(try enter(ask, change, signature, by: `operator`))
  }

  /// What proves an undo within the grace time: who revoked signs it.
  func undoProof(
    _ change: Loosening, id: String, reason: String, by operator: Operator, _ identity: StoreIdentity
  ) throws(StoreError) -> String {
    let record = try prove(`operator`, .operator)
    let ask = Ask(
      store: identity.id, id: id, action: change.action, what: change.json, reason: reason, by: record.name,
      at: time, expiresAt: time)
    guard let key = `operator`.key else { throw .operators(.noKey(record.name)) }
    return ask.proof(ask.signature(.request, by: key), note: "undo")
  }

  private mutating func enter(
    _ ask: Ask, _ change: Loosening, _ signature: [UInt8], by operator: Operator
  ) throws(StoreError) -> ApprovalRequest {
    let pending =
      try db.int("SELECT count(*) FROM approvals WHERE state = 'pending' AND expires_at > ?", [.time(time)])
      ?? 0
    guard pending < ApprovalRequest.pendingMax else {
      throw .operators(.tooManyRequests(limit: ApprovalRequest.pendingMax))
    }
    let sequence = try audit(
      "approval.request", ask.id, by: `operator`, after: change.action, reason: ask.reason, result: "pending",
      detail: ask.proof(signature))
    try db.run(
      "INSERT INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', NULL, NULL, NULL, NULL)",
      [
        .int(sequence), .text(ask.id), .text(ask.action), .text(change.target), .text(ask.what),
        .text(change.attachment), .text(ask.reason), .text(ask.by), .time(ask.at), .time(ask.expiresAt),
        .blob(signature),
      ])
    return ApprovalRequest(
      ask: ask, target: change.target, sentences: change.sentences(under: rules), state: .pending,
      text: ask.action == "notice.publish" ? change.attachment : nil)
  }
}

extension Ask {
  /// The ask and its signature, as a leaf keeps them.
  func proof(_ signature: [UInt8], note: String? = nil) -> String {
    JSONWriter.object { writer in
      writer.member("ask", raw: canonicalText)
      writer.member("signature", Base64.encode(signature))
      if let note { writer.member(note, raw: "true") }
    }
  }
}

extension Loosening {
  /// What the change carries that is too long for what is signed; there stands its digest.
  var attachment: String? {
    switch self {
    case .policy(_, let yaml, _): yaml
    case .notice(let notice): notice.text
    default: nil
    }
  }

  /// Each limit that a policy lets more through than the one in force, which it was asked to replace.
  func sentences(under rules: Rules) -> [String] {
    guard case .policy(_, let yaml, let before) = self, rules.policy.version == before,
      let policy = try? Policy.load(yaml: yaml)
    else { return [] }
    return policy.loosenings(since: rules.policy).map(\.sentence)
  }

  /// A change as it was asked for.
  init(action: String, what: String, attachment: String?) throws(StoreError) {
    let damage = StoreError.corrupt(message: "a request's change does not read")
    guard let fields = try? ObjectReader(try parseJSON(what.utf8)) else { throw damage }
    var reader = fields
    func text(_ name: String) throws(StoreError) -> String {
      guard case .string(let text)? = reader.take(name) else { throw damage }
      return text
    }
    switch action {
    case "mode.change":
      guard let mode = PolicyMode(rawValue: try text("mode")),
        let before = PolicyMode(rawValue: try text("before")),
        let scope = reader.take("scope"), let scope = try? Scope(scope, path: "scope")
      else { throw damage }
      self = .mode(mode, scope, before: before)
    case "session.reinstate":
      self = .reinstatement(
        try Identifier(stored: try text("sessionKey")), revocationID: try text("revocationId"))
    case "policy.apply":
      guard let attachment else { throw damage }
      self = .policy(
        PolicyVersion(text: try text("policy")), yaml: attachment,
        before: PolicyVersion(text: try text("before")))
    case "operator.add":
      guard let key = try? KeyText.publicKey(try text("key")),
        let roles = OperatorRole.roles(try text("roles"))
      else {
        throw damage
      }
      self = .addOperator(try text("name"), key, roles)
    case "operator.remove": self = .removeOperator(try text("name"))
    case "notice.publish":
      guard let attachment else { throw damage }
      let notice = NoticePublication(
        incident: try text("incident"), kind: try text("kind"), form: try text("form"), text: attachment)
      self = .notice(notice)
      // Nobody approves another text than the one whose digest was signed.
      guard json == what else { throw damage }
    default: throw damage
    }
  }
}
