package import Delegation
import PolicyEngine
package import SessionStore

/// A drill on a store, scratch or live: canaries are granted, and the change ends them.
package final class CanaryStage: DrillStage {
  /// What a run works with.
  package struct Surroundings {
    /// `DRILL-…`.
    package let drill: String
    package let store: any SessionStore
    package let acting: Operator
    package let clock: any DrillClock
    /// The way that is tried first and is down (D10).
    package var primary: (any SessionStore)?
    /// Who approves when the first approver cannot be reached (D12).
    package var deputy: Operator?
    package var capability: Identifier?
    /// Keys of a mass revocation (D9).
    package var keys = 1000

    package init(drill: String, store: any SessionStore, acting: Operator, clock: any DrillClock) {
      self.drill = drill
      self.store = store
      self.acting = acting
      self.clock = clock
    }
  }

  package let points: [any DrillPoint]
  package var committedAt: Timestamp? { commit.at }
  let around: Surroundings
  let fault: DrillFault
  private let commit: DrillCommit
  private(set) var canaries: [Envelope] = []
  private(set) var effectiveAt: Timestamp?
  private(set) var primaryProblem: String?
  private var nonce: UInt64 = 0
  private var destination = Identifier.opaque("DRILL-sink")

  package init(_ fault: DrillFault, in around: Surroundings, points: [any DrillPoint], commit: DrillCommit) {
    self.fault = fault
    self.around = around
    self.points = points
    self.commit = commit
  }

  private var count: Int { if case .manyKeys = fault { around.keys } else { 1 } }
  var scope: Scope { Scope(label: DrillCanary.label(around.drill)) }

  package func prepare(at time: Timestamp, change: Timestamp) throws(DrillTrouble) {
    let policy = try inStore("the policy cannot be read") { () throws(StoreError) in
      try around.store.policy().policy
    }
    guard let plan = CanaryPlan.under(policy, capability: around.capability) else {
      let wanted = around.capability.map { "`\($0.text)`" } ?? "any capability"
      throw .failed("no canary can be granted: no rule is active for \(wanted)")
    }
    destination = plan.destination
    canaries = try envelopes(plan, from: time)
    let outcomes = try inStore("the canaries were not granted") { () throws(StoreError) in
      try around.store.grant(canaries.map(Grant.init), by: around.acting)
    }
    for outcome in outcomes {
      guard case .refused(let why) = outcome else { continue }
      throw .failed("a canary was not granted: \(why.map(\.rawValue).joined(separator: ", "))")
    }
  }

  private func envelopes(_ plan: CanaryPlan, from time: Timestamp) throws(DrillTrouble) -> [Envelope] {
    var envelopes: [Envelope] = []
    for number in 1...max(1, count) {
      guard let key = try? DrillCanary.key(around.drill, number) else {
        throw .failed("`\(around.drill)` cannot name a drill")
      }
      envelopes.append(
        .canary(
          key, drill: around.drill, capability: plan.capability, destinations: [plan.destination],
          expiresAt: time + plan.life))
    }
    return envelopes
  }

  /// - Throws: ``DrillTrouble/failed(_:)`` that begins with `what`.
  func inStore<T>(_ what: String, _ body: () throws(StoreError) -> T) throws(DrillTrouble) -> T {
    do throws(StoreError) {
      return try body()
    } catch {
      throw .failed("\(what): \(error.sentence)")
    }
  }

  package func requests() -> [ExecutionRequest] {
    let step = max(1, canaries.count / 8)
    let probed = canaries.enumerated().filter { $0.offset % step == 0 || $0.offset == canaries.count - 1 }
    return probed.map { probe($0.element) }
  }

  func probe(_ canary: Envelope) -> ExecutionRequest {
    nonce += 1
    return canary.probe(nonce: nonce, destination: destination)
  }

  package func advance(to time: Timestamp) {}

  package func press(at time: Timestamp) throws(DrillTrouble) {
    try requireCanaries()
    if let primary = around.primary { failFirst(on: primary) }
    try inStore("the canaries were not revoked") { () throws(StoreError) in
      if canaries.count > 1 {
        let receipt = try around.store.revoke(scope: scope, reason: around.drill, by: acting)
        commit.enter(at: around.clock.now, leaf: receipt.sequence)
      } else if let canary = canaries.first {
        try revoke(canary.sessionKey)
      }
    }
  }

  /// With the console down, another plane acts.
  private var acting: Operator {
    guard fault == .primaryPathDown else { return around.acting }
    return Operator(name: around.acting.name, plane: .policy, key: around.acting.key)
  }

  private func revoke(_ key: Identifier) throws(StoreError) {
    let id = "\(around.drill)-rev"
    func order(_ id: String, from time: Timestamp?) -> RevocationOrder {
      RevocationOrder(sessionKey: key, reason: around.drill, effectiveAt: time, revocationID: id)
    }
    let receipt = try around.store.revoke(order(id, from: nil), by: acting)
    commit.enter(at: around.clock.now, leaf: receipt.sequence)
    effectiveAt = receipt.effectiveAt
    guard fault == .repeatedOutOfOrder else { return }
    let later = receipt.effectiveAt + TimeSpan(seconds: 3600)
    _ = try around.store.revoke(order(id, from: later), by: acting)
    _ = try around.store.revoke(order(id + "-2", from: later), by: acting)
    _ = try around.store.revoke(order(id, from: nil), by: acting)
  }

  private func failFirst(on primary: any SessionStore) {
    do throws(StoreError) {
      _ = try primary.revoke(scope: scope, reason: around.drill, by: around.acting)
    } catch {
      primaryProblem = error.sentence
    }
  }

  /// Nothing but canaries may be hit: whatever bears the label must be one.
  private func requireCanaries() throws(DrillTrouble) {
    let label = DrillCanary.label(around.drill)
    let filter = SessionFilter(
      terms: [.init(.label(key: label.key, value: .init(text: label.value, isPrefix: false)))])
    let listing = try inStore("the canaries cannot be listed") { () throws(StoreError) in
      try around.store.list(SessionQuery(filter: filter, limit: canaries.count + 1))
    }
    let known = Set(canaries.map(\.sessionKey))
    let stranger = listing.rows.first { row in
      !known.contains(row.id) || !DrillCanary.isCanary(row.envelope, of: around.drill)
    }
    if let stranger {
      throw .failed(
        "`\(stranger.id.text)` bears the drill's label and is no canary of it: nothing was revoked")
    }
    guard listing.matching == canaries.count else {
      throw .failed("\(listing.matching) of \(canaries.count) canaries are there: nothing was revoked")
    }
  }

  /// How many were granted, or were to be.
  package var canaryCount: Int { canaries.count }

  /// Canaries that are neither expired nor revoked.
  package func liveCanaries() throws(StoreError) -> Int { try around.store.preview(scope: scope).sessions }

  /// Ends every canary that still lives. Harmless when there is none.
  package func cleanUp() throws(StoreError) {
    guard try liveCanaries() > 0 else { return }
    _ = try around.store.revoke(scope: scope, reason: "\(around.drill) is over", by: around.acting)
  }
}
