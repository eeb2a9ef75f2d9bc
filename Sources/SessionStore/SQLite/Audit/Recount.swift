import AuditTrail
import Delegation
import Digests
import PolicyEngine
import RiskScoring

/// What every table must hold, by the log alone: its leaves are taken in order, as replay takes an event log, and each
/// decision is made again.
final class Recount {
  struct Session {
    let key: String
    let grantedAt: Timestamp
    var state: SessionState
    var denied: Int64 = 0
    var lastUsed: Timestamp?
    var lastExecution: Int64?
    var firstRefusedAt: Timestamp?
    var assertedUntil: Timestamp?
    /// What still counts in its spend window, as `window_spends` keeps it.
    var window: [(at: Timestamp, micros: UInt64)] = []
    var risk = RiskState()
    var riskPolicy: Int64 = 1
    /// Of its capabilities when it was granted.
    var classes = ""
  }

  struct Revocation {
    let sequence: Int64
    let key: String
    let id: String
    var effectiveAt: Timestamp
    var committedAt: Timestamp
    var plane: Plane
    var who: String
    var reason: String
    var withdrawnAt: Timestamp?
  }

  struct PolicyRow {
    let version: String
    let yamlDigest: String
    let appliedAt: Timestamp
    let appliedBy: String
  }

  struct OperatorRow {
    let sequence: Int64
    let name: String
    let key: Ed25519.PublicKey
    let roles: Set<OperatorRole>
    let addedAt: Timestamp
    let addedBy: String
    var removedAt: Timestamp?
  }

  struct ApprovalRow {
    let sequence: Int64
    let ask: Ask
    let signature: [UInt8]
    var state = ApprovalRequest.State.pending
    var decidedBy: String?
    var decidedAt: Timestamp?
    var answer: String?
    var answerSignature: [UInt8]?
  }

  var identity: StoreIdentity?
  var sessions: [Session] = []
  var sessionIndex: [String: Int] = [:]
  var revocations: [Revocation] = []
  /// Positions in ``revocations``, by key.
  var revocationIndex: [String: [Int]] = [:]
  var modes = ModeTable()
  /// The sequence of the entry behind each mode in force, in the same order.
  var modePositions: [(scope: Scope, sequence: Int64)] = []
  var policies: [PolicyRow] = []
  /// The policies themselves, by place in ``policies``; nil where the row's text is not the log's.
  var loaded: [Policy?] = []
  var operators: [OperatorRow] = []
  var approvals: [ApprovalRow] = []
  var traffic: [Int64: (allowed: Int64, denied: Int64)] = [:]
  var executions: Int64 = 0
  var afterRevoke: Int64 = 0
  var rulesVersion: Int64 = 1
  var countedUntil: Int64 = 0
  var lastTime = Timestamp.epoch
  /// What alerts, metrics and the seed's window follow from.
  var watched = RecountedWatch()
  var models = RiskModels()

  let rows: RecountRows

  init(_ rows: RecountRows) { self.rows = rows }

  var policy: Policy? { loaded.last ?? nil }

  /// Moves time as a transaction does that adds a leaf.
  func pass(_ time: Timestamp, allowed: Int64 = 0, denied: Int64 = 0) {
    lastTime = time
    let second = floorSecond(time)
    if allowed + denied > 0 {
      let before = traffic[second] ?? (0, 0)
      traffic[second] = (before.allowed + allowed, before.denied + denied)
    }
    if second - countedUntil >= Transaction.foldEvery {
      for old in traffic.keys where old < second - Transaction.trafficKept { traffic[old] = nil }
      countedUntil = second
    }
  }

  func enter(policy row: PolicyRow) {
    policies.append(row)
    guard let text = rows.yaml(Int64(policies.count)), text.digestText == row.yamlDigest,
      let policy = try? Policy.load(yaml: text), policy.version.text == row.version
    else { return loaded.append(nil) }
    models.add(Int64(policies.count), HalfLives(policy.risk), appliedAt: row.appliedAt)
    watched.use(policy, at: row.appliedAt)
    loaded.append(policy)
  }
}

// MARK: Executions

extension Recount {
  /// Takes an execution, and decides it again.
  /// - Returns: what follows from the log for the row's columns that are no part of its leaf; nil where a policy is missing,
  ///   which is a finding of its own.
  func take(_ request: ExecutionRequest, recorded: Reasons, at time: Timestamp, sequence: Int64)
    -> ExecutionFacts?
  {
    pass(time, allowed: recorded.isEmpty ? 1 : 0, denied: recorded.isEmpty ? 0 : 1)
    executions += 1
    if recorded.contains(.sessionRevoked) { afterRevoke += 1 }
    let key = request.sessionKey.text
    guard let index = sessionIndex[key] else {
      return policy.map {
        let decision = decide(
          request, session: nil, in: DecisionContext(policy: $0, modes: modes, at: time))
        watched.take(unknown: request, decision, rows)
        return ExecutionFacts(previous: nil, policyID: Int64(policies.count), decision: decision)
      }
    }
    carryRisk(index)
    let decision = policy.map { policy in
      let context = DecisionContext(
        policy: policy, modes: modes, risk: score(index, at: time, under: policy), at: time)
      let decision = decide(request, knowing: sessions[index].state, in: context)
      watched.take(request, decision, sequence: sequence, index, &sessions[index], rows, under: policy)
      return decision
    }
    let previous = sessions[index].lastExecution
    sessions[index].take(
      request, isAllowed: recorded.isEmpty, isRevoked: recorded.contains(.sessionRevoked), at: time)
    if sessions[index].firstRefusedAt == time { watched.noteEffective(key, at: time) }
    sessions[index].lastExecution = sequence
    return decision.map { ExecutionFacts(previous: previous, policyID: Int64(policies.count), decision: $0) }
  }
}

struct ExecutionFacts {
  let previous: Int64?
  let policyID: Int64
  let decision: Decision
}

extension Recount.Session {
  fileprivate mutating func take(
    _ request: ExecutionRequest, isAllowed: Bool, isRevoked: Bool, at time: Timestamp
  ) {
    if isAllowed {
      state.record(request, allowedAt: time)
      lastUsed = time
      keepWindow(request.value.micros, at: time)
    } else {
      denied += 1
    }
    if isRevoked, firstRefusedAt == nil { firstRefusedAt = time }
  }

  private mutating func keepWindow(_ micros: UInt64, at time: Timestamp) {
    guard micros > 0, let length = state.envelope.spendWindow?.length else { return }
    if let last = window.last, last.at == time {
      window[window.count - 1].micros += micros
    } else {
      window.append((time, micros))
    }
    window.removeAll { $0.at <= time - length }
  }
}
