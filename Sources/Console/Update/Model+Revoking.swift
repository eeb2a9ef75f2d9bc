import IncidentResponse
import Delegation
import PolicyEngine
import SessionStore

extension Model {
  static let revokeReason = "revoked from console"
  static let undoReason = "undone from console"

  var revokeAvailability: Availability {
    if screen == .sessions, !marks.isEmpty { return .enabled }
    return subject == nil ? .disabled("no session is chosen") : .enabled
  }

  mutating func revoke(_ name: String?) -> [Effect] {
    if name == nil, screen == .sessions, !marks.isEmpty { return openBulkCard() }
    switch target(named: name) {
    case .failure(let refusal): return refuse(refusal.reason)
    case .success(let key):
      if case .sending? = revocations[key]?.phase {
        say("\(short(key)) is being revoked already")
        return []
      }
      let incident = incidentInHand.flatMap { incidents[$0] }.flatMap { $0.isClosed ? nil : $0.id }
      if let reason = whyEnded(key, incident) { return refuse(reason) }
      // Who types a session's key out has looked at it.
      if name == nil, settings.confirm == .always { return openCard(of: key, incident) }
      return sendRevocation(of: key, incident)
    }
  }

  mutating func sendRevocation(of key: Identifier, _ incident: String?) -> [Effect] {
    overlay = nil
    revocations.begin(key, at: now, for: incident)
    status = nil
    holdOrder()
    return [.revoke(key, reason: Self.revokeReason)]
  }

  /// Why a session needs no revocation. Nil while the data is stale: then the store is asked, which knows.
  private func whyEnded(_ key: Identifier, _ incident: String?) -> String? {
    guard !isStale, let row = row(of: key) else { return nil }
    let name = short(key)
    switch life(of: row) {
    // What was revoked before the incident belongs to it all the same, unless it is linked already.
    case .revoked where incident.map { incidents[$0]?.revokedKeys.contains(key) == false } ?? false:
      return nil
    case .revoked:
      return "\(name) is revoked already\(row.revokedFrom.map { ", from \(UTC.time($0))" } ?? "")"
    case .expired:
      return "\(name) expired at \(UTC.time(row.expiresAt)): it can act no more, nothing was revoked"
    default: return nil
    }
  }

  /// The state that a session is in by all that is known here, which may be newer than its row.
  func life(of row: SessionRow) -> SessionLife {
    let readAt = list.asOf ?? .epoch
    switch revocations[row.id]?.phase {
    case .committed(let receipt), .undoing(let receipt):
      if receipt.committedAt >= readAt || list.entries[row.id]?.presence != .listed { return .revoked }
    case .undone(let at) where row.life == .revoked && at >= readAt: return .active
    default: break
    }
    if row.life != .revoked, storeNow >= row.expiresAt { return .expired }
    return row.life
  }

  mutating func revoked(_ receipt: RevocationReceipt) -> [Effect] {
    revocations.change(receipt.sessionKey) {
      $0.phase = .committed(receipt)
      $0.heardAt = now
    }
    let asked = [askPoints(receipt)]
    guard let incident = revocations[receipt.sessionKey]?.incident else { return storeChanged() + asked }
    let order = IncidentOrder.link(receipt, to: incident)
    ordersSent.append(order)
    return storeChanged() + [.order(order)] + asked
  }

  mutating func revokeFailed(_ key: Identifier, _ error: StoreError) -> [Effect] {
    revocations.change(key) { $0.phase = .failed }
    say("\(short(key)) was NOT revoked: \(error.sentence)", .error)
    return [.bell]
  }

  var undoAvailability: Availability {
    if revocations.undoable(at: now) != nil { return .enabled }
    guard let latest = revocations.latest else { return .disabled("nothing was revoked from here") }
    let name = short(latest.key)
    return switch latest.phase {
    case .sending: .disabled("\(name) is still being revoked, press it again then")
    case .undoing: .disabled("the undo of \(name) is on its way")
    case .undone: .disabled("\(name) is undone already")
    case .failed: .disabled("\(name) was not revoked")
    case .committed(let receipt) where receipt.wasRevokedAlready:
      .disabled("\(name) had been revoked before")
    case .committed: .disabled("the 30 s for \(name) are over, now it takes a second operator")
    }
  }

  mutating func undo() -> [Effect] {
    guard let entry = revocations.undoable(at: now), case .committed(let receipt) = entry.phase else {
      return []
    }
    revocations.change(entry.key) { $0.phase = .undoing(receipt) }
    return [.reinstate(entry.key, revocationID: receipt.revocationID, reason: Self.undoReason)]
  }

  mutating func reinstated(_ key: Identifier, _ result: Reinstatement) -> [Effect] {
    let name = short(key)
    guard case .undoing(let receipt)? = revocations[key]?.phase else { return storeChanged() }
    switch result.outcome {
    case .reinstated(_, let at):
      revocations.change(key) { $0.phase = result.stillRevoked ? .committed(receipt) : .undone(at: at) }
      if result.stillRevoked {
        revocations.change(key) { $0.heardAt = nil }
        say("\(name) stays revoked: yours is undone, another one still holds", .warning)
      } else {
        say("\(name) is reinstated\(result.wasAlone ? ", alone: this store has no second operator" : "")")
      }
    case .waits(let request):
      revocations.change(key) { $0.phase = .committed(receipt) }
      say("\(name) stays revoked: its 30 s are over, \(request.id) waits for a second operator", .warning)
    case .refused(let refusals):
      revocations.change(key) { $0.phase = .committed(receipt) }
      say(
        "\(name) was NOT reinstated: \(refusals.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", "))",
        .error)
      return storeChanged() + [.bell]
    }
    return storeChanged()
  }

  mutating func reinstateFailed(_ key: Identifier, _ error: StoreError) -> [Effect] {
    if case .undoing(let receipt)? = revocations[key]?.phase {
      revocations.change(key) { $0.phase = .committed(receipt) }
    }
    say("\(short(key)) was NOT reinstated: \(error.sentence)", .error)
    return [.bell]
  }

  /// Notes when the revocation was first seen to be refused.
  mutating func noteEffect(_ row: SessionRow) {
    guard let refused = row.firstRefusedAfterRevoke else { return }
    revocations.change(row.id) {
      if case .committed(let receipt) = $0.phase, refused >= receipt.effectiveAt { $0.firstRefused = refused }
    }
  }
}
