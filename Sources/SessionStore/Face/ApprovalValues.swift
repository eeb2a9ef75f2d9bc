package import AuditTrail
package import Delegation
package import Digests

/// A change that loosens: it takes an operator who asks and another one who approves (design principle 1).
package enum Loosening: Hashable, Sendable {
  case mode(PolicyMode, Scope, before: PolicyMode)
  case reinstatement(Identifier, revocationID: String)
  case policy(PolicyVersion, yaml: String, before: PolicyVersion)
  case addOperator(String, Ed25519.PublicKey, Set<OperatorRole>)
  case removeOperator(String)
  /// Letting a text go out to users.
  case notice(NoticePublication)

  /// As the audit trail names it.
  package var action: String {
    switch self {
    case .mode: "mode.change"
    case .reinstatement: "session.reinstate"
    case .policy: "policy.apply"
    case .addOperator: "operator.add"
    case .removeOperator: "operator.remove"
    case .notice: "notice.publish"
    }
  }

  package var target: String {
    switch self {
    case .mode(_, let scope, _): scope.json
    case .reinstatement(let key, _): key.text
    case .policy: "policy"
    case .addOperator(let name, _, _), .removeOperator(let name): name
    case .notice(let notice): notice.incident
    }
  }

  /// The change as a JSON object in one spelling: what is signed.
  package var json: String {
    JSONWriter.object { writer in
      switch self {
      case .mode(let mode, let scope, let before):
        writer.member("mode", mode.rawValue)
        writer.member("scope", raw: scope.json)
        writer.member("before", before.rawValue)
      case .reinstatement(let key, let revocationID):
        writer.member("sessionKey", key.text)
        writer.member("revocationId", revocationID)
      case .policy(let version, let yaml, let before):
        writer.member("policy", version.text)
        writer.member("yaml", "sha256:" + SHA256.hex(yaml.utf8))
        writer.member("before", before.text)
      case .addOperator(let name, let key, let roles):
        writer.member("name", name)
        writer.member("key", KeyText.text(of: key))
        writer.member("roles", OperatorRole.text(roles))
      case .removeOperator(let name): writer.member("name", name)
      case .notice(let notice):
        writer.member("incident", notice.incident)
        writer.member("kind", notice.kind)
        writer.member("form", notice.form)
        writer.member("sha256", SHA256.hex(notice.text.utf8))
      }
    }
  }
}

/// Something asked of a second operator.
package struct ApprovalRequest: Hashable, Sendable, Identifiable {
  package enum State: String, CaseIterable, Hashable, Sendable {
    case pending
    case approved
    case denied
    case expired
  }

  /// What is asked, exactly: this is what was signed.
  package let ask: Ask
  package let target: String
  /// The exact text of a notice; nil for any other change, and where it is not what was signed.
  package let text: String?
  /// Each limit of a policy that lets through more than before; empty for any other change.
  package let sentences: [String]
  package let state: State
  package let decidedBy: String?
  package let decidedAt: Timestamp?
  /// Why it was denied.
  package let answer: String?

  package var id: String { ask.id }

  /// How long a request waits.
  package static let life = TimeSpan(seconds: 900)
  /// At most so many wait at a time.
  package static let pendingMax = 64

  package init(
    ask: Ask, target: String, sentences: [String], state: State, decidedBy: String? = nil,
    decidedAt: Timestamp? = nil, answer: String? = nil, text: String? = nil
  ) {
    self.ask = ask
    self.target = target
    self.sentences = sentences
    self.state = state
    self.decidedBy = decidedBy
    self.decidedAt = decidedAt
    self.answer = answer
    self.text = text
  }
}
