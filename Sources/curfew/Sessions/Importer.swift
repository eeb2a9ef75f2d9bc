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
  private var pending: [(line: Int, envelope: Envelope)] = []
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
      pending.append((line, envelope))
      if pending.count >= Importer.batchSize { try commit() }
    case .success(.revoked(let notice)):
      // What stood before it in the file comes before it in the store.
      try commit()
      _ = try store.revoke(
        RevocationOrder(
          sessionKey: notice.sessionKey, reason: notice.reason ?? "imported", effectiveAt: notice.effectiveAt,
          revocationID: notice.revocationID.hasPrefix("#") ? nil : notice.revocationID), by: acting)
      revoked += 1
    case .success(let event):
      try refuse(line, event.type, ["not_importable"], detail: "expected an envelope, session.granted or session.revoked")
    case .failure(let error): try refuse(line, error.type, [Refusal.malformed.rawValue], detail: error.sentence)
    }
  }

  func finish() throws {
    try commit()
    try output.flush()
  }

  private func commit() throws {
    guard !pending.isEmpty else { return }
    let outcomes = try store.grant(pending.map { Grant(envelope: $0.envelope) }, by: acting)
    for (item, outcome) in zip(pending, outcomes) {
      switch outcome {
      case .granted: granted += 1
      case .refused(let refusals):
        let event = SessionEvent.granted(item.envelope)
        let detail = refusals.first?.sentence(for: event) ?? ""
        try refuse(item.line, event.type, refusals.map(\.rawValue), detail: detail)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func refuse(_ line: Int, _ type: String?, _ reasons: [String], detail: String) throws {
    refused += 1
    try output.line(json: refusalJSON(line: line, type: type, reasons, detail: detail))
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
