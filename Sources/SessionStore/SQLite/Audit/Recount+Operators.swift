import AuditTrail
import Delegation
import Digests
import PolicyEngine

// MARK: The store, its policy, its operators

extension Recount {
  func found(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    guard entry.sequence == 1 else { return "a store is made once" }
    identity = StoreIdentity(
      id: entry.target, logKey: detail.key("log"), assertionKey: detail.key("assertions"))
    enter(
      policy: PolicyRow(
        version: detail["policy"] ?? "", yamlDigest: detail["yaml"] ?? "", appliedAt: entry.at,
        appliedBy: "curfew"))
    if let key = detail.key("operator"), let roles = detail["roles"].flatMap(OperatorRole.roles) {
      operators.append(
        OperatorRow(
          sequence: 1, name: entry.who, key: key, roles: roles, addedAt: entry.at,
          addedBy: Operator(name: entry.who, plane: entry.plane).qualifiedName))
    }
    return nil
  }

  func applied(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    let words = (entry.after ?? "").split(separator: " ").map(String.init)
    guard words.count == 2 else { return "it names no policy" }
    let before = policy
    enter(
      policy: PolicyRow(
        version: words[0], yamlDigest: words[1], appliedAt: entry.at,
        appliedBy: Operator(name: entry.who, plane: entry.plane).qualifiedName))
    rulesVersion += 1
    guard let before, let after = policy, !after.loosenings(since: before).isEmpty else { return nil }
    return unproved(entry, "policy.apply")
  }

  func added(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    let words = (entry.after ?? "").split(separator: " ").map(String.init)
    guard words.count == 2, let roles = OperatorRole.roles(words[0]),
      let key = try? KeyText.publicKey(words[1])
    else {
      return "it names no operator's key"
    }
    let isFirst = !operators.contains { $0.removedAt == nil }
    let problem = isFirst ? nil : unproved(entry, "operator.add")
    operators.append(
      OperatorRow(
        sequence: entry.sequence, name: entry.target, key: key, roles: roles, addedAt: entry.at,
        addedBy: Operator(name: entry.who, plane: entry.plane).qualifiedName))
    return problem
  }

  func removed(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    guard let index = operators.lastIndex(where: { $0.name == entry.target && $0.removedAt == nil }) else {
      return "it removes an operator who is not in the log"
    }
    let problem = unproved(entry, "operator.remove")
    operators[index].removedAt = entry.at
    return problem
  }
}

// MARK: Notices

extension Recount {
  /// Its text is the one whose digest was signed.
  func published(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    guard let notice = NoticePublication(incident: entry.target, detail), notice.digest == entry.after else {
      return "its text is not the one that it names"
    }
    let change = Loosening.notice(notice)
    if let problem = unproved(entry, change.action) { return problem }
    let asked = detail["request"].map { id in approvals.first { $0.ask.id == id }?.ask } ?? detail.ask
    return asked?.what == change.json ? nil : "another text was signed than it names"
  }
}

// MARK: Who asked, and who approved

extension Recount {
  func asked(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    guard let ask = detail.ask, let signature = detail.signature, ask.id == entry.target else {
      return "its request does not read"
    }
    approvals.append(ApprovalRow(sequence: entry.sequence, ask: ask, signature: signature))
    return isSigned(ask, .request, signature, by: ask.by) ? nil : "its request is not signed by `\(ask.by)`"
  }

  func answered(_ entry: AuditEntry, _ detail: EntryFields) -> String? {
    guard let index = approvals.firstIndex(where: { $0.ask.id == entry.target }),
      let signature = detail.signature
    else {
      return "it answers a request that is not in the log"
    }
    let word: Ask.Word = entry.action == "approval.approve" ? .approve : .deny
    approvals[index].state = word == .approve ? .approved : .denied
    approvals[index].decidedBy = entry.who
    approvals[index].decidedAt = entry.at
    approvals[index].answer = entry.reason
    approvals[index].answerSignature = signature
    let ask = approvals[index].ask
    if ask.by == entry.who { return "`\(entry.who)` answered their own request" }
    return isSigned(ask, word, signature, by: entry.who) ? nil : "it is not signed by `\(entry.who)`"
  }

  /// Why a loosening is not covered by signatures: an approved request of just this kind, or, where nobody could be asked
  /// or who revoked took it back, the signature of who did it.
  func unproved(_ entry: AuditEntry, _ action: String) -> String? {
    let detail = EntryFields(entry.detail)
    if let request = detail["request"] {
      let isApproved = approvals.contains {
        $0.ask.id == request && $0.state == .approved && $0.ask.action == action && $0.decidedAt == entry.at
      }
      return isApproved ? nil : "request `\(request)` was not approved for it"
    }
    guard let ask = detail.ask, let signature = detail.signature, ask.action == action else {
      return "it loosens, and nobody's signature is with it"
    }
    return isSigned(ask, .request, signature, by: entry.who) ? nil : "it is not signed by `\(entry.who)`"
  }

  func isSigned(_ ask: Ask, _ word: Ask.Word, _ signature: [UInt8], by name: String) -> Bool {
    guard let key = operators.last(where: { $0.name == name && $0.removedAt == nil })?.key else {
      return false
    }
    return ask.store == identity?.id && ask.isSigned(word, signature, by: key)
  }
}
