import Delegation
import PolicyEngine
import SessionStore

/// Grants and revokes from lines, thousands to a commit, and prints each refused line.
final class Importer {
  private static let batchSize = 4096

  private let store: any SessionStore
  private let acting: Operator
  private let output = Output()
  private var line = 0
  /// Lines that wait for the next commit, in order, so that refusals are printed in order too.
  private enum Pending {
    case grant(line: Int, Envelope)
    case refused(String)
  }
  private var pending: [Pending] = []
  private(set) var granted = 0
  private(set) var revoked = 0
  private(set) var refused = 0

  init(store: any SessionStore, acting: Operator) {
    self.store = store
    self.acting = acting
  }

  func take(_ bytes: ArraySlice<UInt8>) throws {
    line += 1
    switch read(bytes) {
    case .success(.granted(let envelope)):
      pending.append(.grant(line: line, envelope))
    case .success(.revoked(let notice)):
      // What stood before it in the file comes before it in the store.
      try commit()
      _ = try store.revoke(
        RevocationOrder(
          sessionKey: notice.sessionKey, reason: notice.reason ?? "imported", effectiveAt: notice.effectiveAt,
          revocationID: notice.revocationID.hasPrefix("#") ? nil : notice.revocationID,
          revokedBy: notice.revokedBy), by: acting)
      revoked += 1
    case .success(let event):
      refuse(
        line, event.type, ["not_importable"],
        detail: "expected an envelope, session.granted or session.revoked")
    case .failure(let error): refuse(line, error.type, [Refusal.malformed.rawValue], detail: error.sentence)
    }
    if pending.count >= Importer.batchSize { try commit() }
  }

  func finish() throws {
    try commit()
    try output.flush()
  }

  private func commit() throws {
    let grants = pending.compactMap { item in
      if case .grant(_, let envelope) = item { Grant(envelope: envelope) } else { nil }
    }
    var outcomes = grants.isEmpty ? [][...] : try store.grant(grants, by: acting)[...]
    for item in pending {
      switch item {
      case .refused(let json): try output.line(json: json)
      case .grant(let line, let envelope):
        if let json = settle(outcomes.popFirst(), line, envelope) { try output.line(json: json) }
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Counts the outcome of a grant; the line to print when it was refused.
  private func settle(_ outcome: GrantOutcome?, _ line: Int, _ envelope: Envelope) -> String? {
    guard case .refused(let refusals)? = outcome else {
      granted += 1
      return nil
    }
    refused += 1
    let event = SessionEvent.granted(envelope)
    let detail = refusals.first?.sentence(for: event) ?? ""
    return refusalJSON(line: line, type: event.type, refusals.map(\.rawValue), detail: detail)
  }

  private func refuse(_ line: Int, _ type: String?, _ reasons: [String], detail: String) {
    refused += 1
    pending.append(.refused(refusalJSON(line: line, type: type, reasons, detail: detail)))
  }

  /// A line with a `type` is an event; any other object must be an envelope.
  private func read(_ bytes: ArraySlice<UInt8>) -> Result<SessionEvent, MalformedLine> {
    do throws(MalformedLine) {
      return .success(try LoggedEvent(bytes, line: line).event)
    } catch {
      guard error.type == nil, let value = try? parseJSON(bytes), case .object(let members) = value,
        !members.contains(where: { $0.key == "type" || $0.key == "event" })
      else { return .failure(error) }
      do throws(FieldError) {
        return .success(.granted(try Envelope(value)))
      } catch {
        return .failure(MalformedLine(type: nil, problem: .field(error)))
      }
    }
  }
}
