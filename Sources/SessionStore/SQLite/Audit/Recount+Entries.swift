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
    let detail = EntryFields(entry.detail)
    switch entry.action {
    case "store.create": return found(entry, detail)
    case "policy.apply": return applied(entry, detail)
    case "operator.add": return added(entry, detail)
    case "operator.remove": return removed(entry, detail)
    case "notice.publish": return published(entry, detail)
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
    if !EntryFields(entry.detail).isUndo {
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
