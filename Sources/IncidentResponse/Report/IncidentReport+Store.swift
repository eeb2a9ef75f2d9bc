import AuditTrail
package import Delegation
import Digests
import PolicyEngine
package import SessionStore

extension IncidentReport {
  /// Makes the report of an incident from what the store knows of it.
  ///
  /// Of a closed incident everything is taken as it stood at its close, and each proof leads to a signed head that is kept
  /// for good: made again from the same store, or from a copy, at any time, the report has the same bytes. Two things can
  /// still change it. Events after the close (notes, follow-ups) belong to it. And a revocation that is committed later but
  /// names a time within a window of the metrics changes that window's lifetimes and what was allowed after revocation.
  package init(of incident: Incident, in store: any SessionStore) throws(StoreError) {
    let end = try ReportEnd(of: incident, in: store)
    let policy = try store.policy(at: end.at).policy
    let windows = MetricsWindows(incident, until: end.at)
    self.init(
      incident: incident, response: policy.response,
      moments: try IncidentMoments(of: incident, until: end.at, in: store),
      attempts: try AttemptChart(of: incident, until: end, in: store),
      before: try windows?.before(in: store, asOf: end.at),
      after: try windows?.after(in: store, asOf: end.at),
      proofs: try EvidenceProof.all(of: incident, in: store), store: store.identity.id,
      policy: policy.version.text, countedUntil: end.at)
  }
}

/// The last moment that a report looks at.
private struct ReportEnd {
  let at: Timestamp
  /// The last leaf.
  let sequence: Int64

  /// Of a closed incident its close, of an open one the log's end: never a clock's time.
  init(of incident: Incident, in store: any SessionStore) throws(StoreError) {
    if incident.isClosed, let closing = incident.events.last(where: \.isClosing), let leaf = closing.sequence
    {
      (at, sequence) = (closing.recordedAt, leaf)
      return
    }
    let size = Int64(clamping: try store.logHead().size)
    let recorded = incident.events.map(\.recordedAt).max() ?? incident.openedAt
    sequence = size
    at = max(recorded, try store.leaf(size)?.time ?? recorded)
  }
}

extension IncidentEvent {
  fileprivate var isClosing: Bool { if case .closed = action { true } else { false } }
}

extension LogLeaf {
  /// Each leaf says its time, whatever else it says.
  fileprivate var time: Timestamp? {
    guard let value = try? parseJSON(text.utf8), var fields = try? ObjectReader(value) else { return nil }
    return try? fields.required("at", expected: "epoch seconds", Read.time)
  }
}

/// The windows of whole minutes whose metrics are compared: after the first revocation, or the detection where there was
/// none, until the end; and as long a time before the detection.
private struct MetricsWindows {
  private static let minute: Int64 = 60_000

  private let start: Timestamp
  private let detected: Timestamp
  private let length: TimeSpan

  /// Nil where no whole minute lies between.
  init?(_ incident: Incident, until end: Timestamp) {
    let first = incident.revocations.map(\.committedAt).min() ?? incident.detectedAt
    let (from, to) = (
      (first.milliseconds + Self.minute - 1) / Self.minute, end.milliseconds / Self.minute
    )
    guard to > from else { return nil }
    start = Timestamp(milliseconds: from * Self.minute)
    length = TimeSpan(milliseconds: (to - from) * Self.minute)
    detected = Timestamp(milliseconds: incident.detectedAt.milliseconds / Self.minute * Self.minute)
  }

  func before(in store: any SessionStore, asOf: Timestamp) throws(StoreError) -> HealthMetrics {
    try store.metrics(from: detected - length, to: detected, asOf: asOf)
  }

  func after(in store: any SessionStore, asOf: Timestamp) throws(StoreError) -> HealthMetrics {
    try store.metrics(from: start, to: start + length, asOf: asOf)
  }
}

extension AttemptChart {
  /// Around the first revocation of the incident, of the sessions of all of them; nil where nothing was revoked.
  fileprivate init?(
    of incident: Incident, until end: ReportEnd, in store: any SessionStore
  ) throws(StoreError) {
    guard let revokedAt = incident.revocations.map(\.committedAt).min() else { return nil }
    let steps = try store.attemptSteps(
      AttemptStepQuery(
        revocations: incident.revocations.map(\.sequence), from: AttemptChart.first(of: revokedAt),
        step: AttemptChart.step, count: AttemptChart.count, through: end.sequence))
    self.init(steps, revokedAt: revokedAt)
  }
}

extension IncidentMoments {
  /// - Parameter end: what came later is not known yet.
  package init(of incident: Incident, until end: Timestamp, in store: any SessionStore) throws(StoreError) {
    var alert: Alert?
    if case .alert(let id) = incident.opening.origin { alert = try store.alert(id) }
    self.init(
      alertedAt: alert?.openedAt,
      acknowledgedAt: alert?.acknowledgedAt.flatMap { $0 <= end ? $0 : nil },
      committedAt: incident.revocations.map(\.committedAt).min(),
      points: try IncidentMoments.points(of: incident, until: end, in: store))
  }

  /// Each point with the time at which it was first seen to refuse the last of the revocations that it was asked about; and
  /// those that a verification named as not seen to refuse.
  private static func points(
    of incident: Incident, until end: Timestamp, in store: any SessionStore
  ) throws(StoreError) -> [Point] {
    var effective: [String: Timestamp] = [:]
    for effect in try store.pointsEffective(of: incident.revocations.map(\.sequence)) where effect.at <= end {
      effective[effect.point] = max(effective[effect.point] ?? effect.at, effect.at)
    }
    var points = effective.map { Point(name: $0.key, effectiveAt: $0.value) }
    let pending = incident.events.reduce(into: Set<String>()) { names, event in
      if case .stepDone(_, let result) = event.action {
        names.formUnion(result.verification?.pendingPoints ?? [])
      }
    }
    points += pending.filter { effective[$0] == nil }.map { Point(name: $0, effectiveAt: nil) }
    return points.sorted { $0.name < $1.name }
  }
}

extension EvidenceProof {
  /// Of each leaf that was attached, that revoked, or that set a mode.
  fileprivate static func all(
    of incident: Incident, in store: any SessionStore
  ) throws(StoreError) -> [EvidenceProof] {
    let leaves = Set(
      incident.evidence.map(\.sequence) + incident.revocations.map(\.sequence)
        + incident.modes.map(\.sequence))
    var proofs: [EvidenceProof] = []
    for sequence in leaves.sorted() {
      if let evidence = try store.proveForGood(sequence) {
        let file = (try? SignedNote(evidence.checkpoint.utf8)).map { note in
          InclusionProofFile(index: UInt64(sequence - 1), path: evidence.path, checkpoint: note).bytes
        }
        proofs.append(
          EvidenceProof(evidence.leaf, proof: file.map { String(decoding: $0, as: UTF8.self) }))
      } else if let leaf = try store.leaf(sequence) {
        proofs.append(EvidenceProof(leaf, proof: nil))
      }
    }
    return proofs
  }

  private init(_ leaf: LogLeaf, proof: String?) {
    self.init(
      sequence: leaf.sequence, leaf: leaf.text, leafHash: Hex.encode(leaf.hash.bytes), proof: proof)
  }
}
