extension StoreWorker {
  /// Does what a model asks of the store, whichever loop the model runs in.
  /// - Returns: false for what is not the store's to do.
  func carryOut(_ effect: Effect) -> Bool {
    switch effect {
    case .list(let query): list(query)
    case .overview: overview()
    case .detail(let key, let executions): detail(key, executions: executions)
    case .risk(let key): risk(key)
    case .alerts(let query): alerts(query)
    case .metrics(let question): metrics(question)
    case .approvals: approvals()
    case .why(let sequence): why(sequence)
    case .drills: drills()
    case .answer(let answer): self.answer(answer)
    case .policy: policy()
    case .posture: posture()
    case .prepareSearch: prepareSearch()
    case .groups(let query): groups(query)
    case .keep(let change): keep(change)
    case .marked(let keys): marked(keys)
    case .matching(let filter): matching(filter)
    case .revokeMany(let keys, let reason): revoke(keys, reason: reason)
    case .askPoints(let key, let number, let incident): askPoints(key, revocation: number, incident: incident)
    case .auditNewest, .auditOlder, .log, .proof, .verifyLog: readAudit(effect)
    case .setMode(let order): set(order)
    case .incidents, .incident, .board, .modePreview, .stopPreview, .related, .scopeCard, .scopes:
      read(effect)
    case .order(let order): carryOut(order)
    case .alert(let action, let id, let reason): act(action, on: id, reason: reason)
    case .revoke(let key, let reason): revoke(key, reason: reason)
    case .reinstate(let key, let id, let reason): reinstate(key, revocationID: id, reason: reason)
    default: return false
    }
    return true
  }
}
