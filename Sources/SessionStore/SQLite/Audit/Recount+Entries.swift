import AuditTrail
import Delegation
import Digests
import PolicyEngine
import RiskScoring

extension Recount {
  /// Takes an entry of the log.
  /// - Returns: what is wrong with it by itself; nil when nothing is.
  func take(_ entry: AuditEntry) -> String? {
    pass(entry.at)
    let event = entry.event.flatMap { try? LoggedEvent(Array($0.utf8), line: 0).event }
    if entry.event != nil && event == nil { return "its event does not read" }
    if let event { return take(event, entry) }
    let detail = Fields(entry.detail)
    switch entry.action {
    case "store.create": return found(entry, detail)
    case "policy.apply": return applied(entry, detail)
    case "operator.add": return added(entry, detail)
    case "operator.remove": return removed(entry, detail)
    case "session.assert":
      guard let index = sessionIndex[entry.target], let until = entry.after.flatMap({ Timestamp(text: $0) })
      else {
        return "it asserts a session that is not in the log"
      }
      sessions[index].assertedUntil = max(sessions[index].assertedUntil ?? until, until)
    case "session.grant":
      // A refused one: another wallet's session has the key.
      watched.raise(
        .sharedKey(entry.target, wallet: entry.after ?? "", sequence: entry.sequence, at: entry.at))
    case "risk.clear":
      guard let index = sessionIndex[entry.target] else {
        return "it clears a session that is not in the log"
      }
      carryRisk(index)
      _ = sessions[index].risk.clearFloors()
    case "alert.acknowledge", "alert.close", "alert.label": return watched.act(entry, endLag: endLag)
    case "list.import", "list.remove":
      rulesVersion += 1
      return watched.change(lists: entry)
    case "approval.request": return asked(entry, detail)
    case "approval.approve", "approval.deny":
      return entry.result == "done" ? answered(entry, detail) : nil
    default: break
    }
    return nil
  }

  private func take(_ event: SessionEvent, _ entry: AuditEntry) -> String? {
    switch event {
    case .granted(let envelope):
      granted(envelope, entry)
    case .attested(let key):
      guard let index = sessionIndex[key.text] else { return "it attests a session that is not in the log" }
      sessions[index].state.attest(at: entry.at)
    case .extended(let key, let expiresAt):
      guard let index = sessionIndex[key.text] else { return "it extends a session that is not in the log" }
      let before = sessions[index].state
      sessions[index].state.expiresAt = expiresAt
      watched.replan(before, sessions[index])
    case .revoked(let notice): enter(notice, entry)
    case .reinstated(let key, let id): return withdraw(key.text, id, entry)
    case .modeChanged(let mode, let scope): return changed(mode, scope, entry)
    case .loggedOut, .requested: break
    }
    return nil
  }
}

// MARK: Revocations and modes

extension Recount {
  private func granted(_ envelope: Envelope, _ entry: AuditEntry) {
    let key = envelope.sessionKey.text
    sessionIndex[key] = sessions.count
    var session = Session(
      key: key, grantedAt: entry.at, state: SessionState(envelope: envelope, grantedAt: entry.at))
    session.riskPolicy = Int64(policies.count)
    if let policy {
      session.classes = envelope.actionClasses(under: policy)
      let last = watched.granted(session, sequence: entry.sequence, id: sessions.count + 1)
      if let last, sessions.indices.contains(last - 1),
        envelope.isWider(than: sessions[last - 1].state.envelope)
      {
        session.risk.noteDrift(at: entry.at, sequence: entry.sequence, model: policy.risk)
      }
    }
    sessions.append(session)
  }

  private func enter(_ notice: RevocationNotice, _ entry: AuditEntry) {
    let key = notice.sessionKey.text
    let effectiveAt = notice.effectiveAt ?? entry.at
    let known = revocationIndex[key]?.first { revocations[$0].id == notice.revocationID }
    if let known, revocations[known].withdrawnAt == nil {
      revocations[known].effectiveAt = min(revocations[known].effectiveAt, effectiveAt)
    } else {
      let fresh = Revocation(
        sequence: known.map { revocations[$0].sequence } ?? entry.sequence, key: key, id: notice.revocationID,
        effectiveAt: effectiveAt, committedAt: entry.at, plane: entry.plane, who: entry.who,
        reason: notice.reason ?? "", withdrawnAt: nil)
      if let known {
        revocations[known] = fresh
      } else {
        revocationIndex[key, default: []].append(revocations.count)
        revocations.append(fresh)
      }
    }
    settle(key, at: entry.at, retroactiveFrom: effectiveAt)
  }

  private func withdraw(_ key: String, _ id: String, _ entry: AuditEntry) -> String? {
    guard let known = revocationIndex[key]?.first(where: { revocations[$0].id == id }) else {
      return "it withdraws a revocation that is not in the log"
    }
    revocations[known].withdrawnAt = entry.at
    settle(key, at: entry.at)
    if !Fields(entry.detail).isUndo {
      let index = sessionIndex[key]
      watched.raise(
        .reenabled(
          .opaque(key), index.map { sessions[$0].state },
          score: index.flatMap { index in policy.map { score(index, at: entry.at, under: $0, always: true) }
          },
          sequence: entry.sequence, at: entry.at))
    }
    return unproved(entry, Loosening.reinstatement(.opaque(key), revocationID: id).action)
  }

  private func settle(_ key: String, at time: Timestamp, retroactiveFrom start: Timestamp? = nil) {
    guard let index = sessionIndex[key] else { return }
    carryRisk(index)
    let before = sessions[index].state
    let standing = (revocationIndex[key] ?? []).filter { revocations[$0].withdrawnAt == nil }
    sessions[index].state.revokedFrom = standing.map { revocations[$0].effectiveAt }.min()
    if let start, start < time, let lastUsed = sessions[index].lastUsed, lastUsed >= start {
      watched.countLate(&sessions[index], from: start, until: before.revokedFrom, rows)
    }
    if sessions[index].state.revokedFrom == nil {
      sessions[index].firstRefusedAt = nil
      sessions[index].risk.criticalSince = nil
    } else {
      watched.noteRevoked(key, at: time)
    }
    watched.replan(before, sessions[index])
  }

  func carryRisk(_ index: Int) {
    let current = Int64(policies.count)
    if sessions[index].riskPolicy == current { return }
    sessions[index].risk = models.carried(
      sessions[index].risk, from: sessions[index].riskPolicy, to: current)
    sessions[index].riskPolicy = current
  }

  /// As the enforcing transaction looks at it: only where a mode asks for it.
  func score(_ index: Int, at time: Timestamp, under policy: Policy, always: Bool = false) -> RiskScore {
    if modes.entries.isEmpty && !always { return .none }
    return sessions[index].risk.score(
      RiskContext(sessions[index].state, at: time, model: policy.risk))
  }

  private func endLag(_ key: String) {
    guard let index = sessionIndex[key] else { return }
    carryRisk(index)
    sessions[index].risk.criticalSince = nil
  }

  private func changed(_ mode: PolicyMode, _ scope: Scope, _ entry: AuditEntry) -> String? {
    let isLooser = modes.isLooser(changingTo: mode, scope: scope)
    modes.change(to: mode, scope: scope, at: entry.at)
    modePositions.removeAll { $0.scope == scope }
    if mode != .normal { modePositions.append((scope, entry.sequence)) }
    rulesVersion += 1
    return isLooser ? unproved(entry, "mode.change") : nil
  }
}

// MARK: The store, its policy, its operators

extension Recount {
  private func found(_ entry: AuditEntry, _ detail: Fields) -> String? {
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

  private func applied(_ entry: AuditEntry, _ detail: Fields) -> String? {
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

  private func added(_ entry: AuditEntry, _ detail: Fields) -> String? {
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

  private func removed(_ entry: AuditEntry, _ detail: Fields) -> String? {
    guard let index = operators.lastIndex(where: { $0.name == entry.target && $0.removedAt == nil }) else {
      return "it removes an operator who is not in the log"
    }
    let problem = unproved(entry, "operator.remove")
    operators[index].removedAt = entry.at
    return problem
  }
}

// MARK: Who asked, and who approved

extension Recount {
  private func asked(_ entry: AuditEntry, _ detail: Fields) -> String? {
    guard let ask = detail.ask, let signature = detail.signature, ask.id == entry.target else {
      return "its request does not read"
    }
    approvals.append(ApprovalRow(sequence: entry.sequence, ask: ask, signature: signature))
    return isSigned(ask, .request, signature, by: ask.by) ? nil : "its request is not signed by `\(ask.by)`"
  }

  private func answered(_ entry: AuditEntry, _ detail: Fields) -> String? {
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
  private func unproved(_ entry: AuditEntry, _ action: String) -> String? {
    let detail = Fields(entry.detail)
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

  private func isSigned(_ ask: Ask, _ word: Ask.Word, _ signature: [UInt8], by name: String) -> Bool {
    guard let key = operators.last(where: { $0.name == name && $0.removedAt == nil })?.key else {
      return false
    }
    return ask.store == identity?.id && ask.isSigned(word, signature, by: key)
  }
}

/// The members of an entry's detail.
private struct Fields {
  private let members: [JSONMember]

  init(_ json: String?) {
    guard let json, case .object(let members)? = try? parseJSON(Array(json.utf8)) else {
      members = []
      return
    }
    self.members = members
  }

  private func value(_ name: String) -> JSONValue? { members.first { $0.key == name }?.value }

  subscript(name: String) -> String? {
    if case .string(let text)? = value(name) { text } else { nil }
  }

  /// Who revoked took it back within the grace time.
  var isUndo: Bool { if case .bool(true)? = value("undo") { true } else { false } }

  func key(_ name: String) -> Ed25519.PublicKey? { self[name].flatMap { try? KeyText.publicKey($0) } }

  var signature: [UInt8]? { self["signature"].flatMap { try? Base64.decode($0) } }

  var ask: Ask? { value("ask").flatMap { try? Ask($0) } }
}
