import Delegation
import SessionStore

/// What this console has revoked, and what became of it.
struct Revocations: Sendable {
  enum Phase: Hashable, Sendable {
    case sending
    case committed(RevocationReceipt)
    /// The undo is on its way.
    case undoing(RevocationReceipt)
    case undone(at: Timestamp)
    case failed
  }

  struct Entry: Hashable, Sendable {
    let key: Identifier
    let askedAt: Timestamp
    /// The incident that it was pressed in.
    let incident: String?
    var phase = Phase.sending
    /// The console's time when it heard of the commit: the grace time runs from here.
    var heardAt: Timestamp?
    /// When an enforcement point was first seen to refuse the session.
    var firstRefused: Timestamp?
    /// What the points said when they were asked last, and when they are to be asked again.
    var points: PointsReading?
    var askPointsAt: Timestamp?
  }

  /// Older ones are forgotten.
  static let entriesMax = 64

  /// Oldest first; one for each session, its latest.
  private(set) var entries: [Entry] = []

  subscript(key: Identifier) -> Entry? { entries.last { $0.key == key } }

  var latest: Entry? { entries.last }

  /// The one whose refusal is waited for: it is looked up after each change of the store.
  var watched: Entry? {
    guard let latest, case .committed = latest.phase, latest.firstRefused == nil else { return nil }
    return latest
  }

  mutating func begin(_ key: Identifier, at now: Timestamp, for incident: String? = nil) {
    entries.removeAll { $0.key == key }
    entries.append(Entry(key: key, askedAt: now, incident: incident))
    if entries.count > Self.entriesMax { entries.removeFirst() }
  }

  mutating func change(_ key: Identifier, _ body: (inout Entry) -> Void) {
    guard let index = entries.lastIndex(where: { $0.key == key }) else { return }
    body(&entries[index])
  }

  /// The latest that the operator may still undo alone.
  func undoable(at now: Timestamp) -> Entry? {
    entries.last { $0.undoLeft(at: now) != nil }
  }
}

extension Revocations.Entry {
  /// The grace time that is left; nil when there is nothing to undo or it is over.
  func undoLeft(at now: Timestamp) -> TimeSpan? {
    guard case .committed(let receipt) = phase, !receipt.wasRevokedAlready, let heardAt else { return nil }
    let passed = now - heardAt
    guard passed.milliseconds >= 0, passed < Reinstatement.grace else { return nil }
    return TimeSpan(milliseconds: Reinstatement.grace.milliseconds - passed.milliseconds)
  }
}
