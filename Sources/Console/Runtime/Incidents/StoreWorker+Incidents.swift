import RiskScoring
import Dispatch
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

extension StoreWorker {
  /// Reads what an effect asks of incidents.
  func read(_ effect: Effect) {
    switch effect {
    case .incidents: readIncidents()
    case .incident(let id, let joined, let alert): readIncident(id, joined: joined, alert: alert)
    case .board(let id, let notes): readBoard(id, notes: notes)
    case .modePreview(let candidate, let id): readPreview(candidate, for: id)
    case .related(let key, let id): readRelated(key, for: id)
    case .scopeCard(let scope, let title, let id): readCard(scope, title: title, for: id)
    default: break
    }
  }

  private func readIncidents() {
    read(.incidents, on: nil) { [self] store throws(StoreError) in
      .incidentsRead(IncidentsReading(try book(), try store.policy().policy.response))
    }
  }

  private func readIncident(_ id: String, joined: Identifier?, alert: Alert?) {
    read(.incident, on: nil) { [self] store throws(StoreError) in
      let incident = try book()[id]
      return .incidentRead(id, try IncidentDetail(of: incident, joined: joined, alert: alert, in: store))
    }
  }

  private func readRelated(_ key: Identifier, for id: String) {
    read(.related, on: slowReads) { store throws(StoreError) in
      let row = try store.session(key, executions: 0)?.row
      var related: [RelatedScope] = []
      if let row {
        for shared in RelatedScope.shared(by: row) {
          let preview = try store.preview(scope: shared.scope)
          related.append(RelatedScope(title: shared.title, scope: shared.scope, preview: preview))
        }
      }
      return .relatedRead(id, related)
    }
  }

  private func readCard(_ scope: Scope, title: String, for id: String) {
    read(.related, on: slowReads) { store throws(StoreError) in
      .cardRead(
        RevokeCard(incident: id, title: title, scope: scope, preview: try store.preview(scope: scope)))
    }
  }

  private func readPreview(_ candidate: ModeCandidate, for id: String) {
    slowReads.async { [mailbox] in
      mailbox.post(.previewed(candidate, .failed("this store cannot say what it would have denied")))
    }
  }

  private func readBoard(_ id: String, notes: Bool) {
    read(.board, on: slowReads) { [self] store throws(StoreError) in
      .boardRead(id, try BoardReading(of: try book()[id], in: store, notes: notes))
    }
  }

  /// - Throws: also where an event does not read: as a failure of the store, whose log it is.
  private func book() throws(StoreError) -> IncidentBook {
    do throws(DeskError) {
      return try desk.book()
    } catch {
      throw error.storeError
    }
  }
}

extension DeskError {
  /// For what only reads.
  fileprivate var storeError: StoreError {
    if case .store(let error) = self { return error }
    return .failed(code: 0, message: sentence)
  }
}

extension IncidentDetail {
  /// - Parameter alert: as it was known; read again by its session while it may still change.
  init(of incident: Incident?, joined: Identifier?, alert known: Alert?, in store: any SessionStore)
    throws(StoreError)
  {
    var alert: Alert?
    if case .alert(let id)? = incident?.opening.origin {
      let query = AlertQuery(
        states: Set(AlertState.allCases), sessionKey: known?.sessionKey, limit: known == nil ? 5_000 : 200)
      alert =
        known?.acknowledgedAt == nil ? try store.alerts(query).alerts.first { $0.id == id } ?? known : known
    }
    var keys: [Identifier] = []
    let origin: Identifier? = if case .session(let key)? = incident?.opening.origin { key } else { nil }
    for key in [joined, origin, alert?.sessionKey].compactMap({ $0 }) + (incident?.revokedKeys ?? [])
    where !keys.contains(key) { keys.append(key) }
    var rows: [SessionRow] = []
    for key in keys.prefix(Self.rowsMax) {
      if let row = try store.session(key, executions: 0)?.row { rows.append(row) }
    }
    self.init(
      alert: alert, rows: rows, modes: try store.modes(),
      moments: IncidentMoments(
        alertedAt: alert?.openedAt, acknowledgedAt: alert?.acknowledgedAt,
        committedAt: incident?.revocations.first?.committedAt))
  }
}

extension RelatedScope {
  /// What other sessions may share with this one, the narrowest first.
  static func shared(by row: SessionRow) -> [(title: String, scope: Scope)] {
    let envelope = row.envelope
    var scopes: [(title: String, scope: Scope)] = [("same wallet", Scope(wallet: envelope.wallet))]
    let destinations: [Identifier] =
      switch envelope.destinations {
      case .shared(let list): list
      case .perCapability(let lists): lists.flatMap(\.destinations)
      }
    var seen: Set<Identifier> = []
    for destination in destinations where seen.insert(destination).inserted && seen.count <= 4 {
      scopes.append(
        ("same destination \(destination.text)", Scope(chainID: envelope.chainID, destination: destination)))
    }
    for capability in envelope.capabilities.prefix(4) {
      scopes.append(
        ("same action \(capability.text)", Scope(chainID: envelope.chainID, capability: capability)))
    }
    scopes.append(("same nonce domain", Scope(nonceDomain: envelope.nonceDomain)))
    for label in envelope.labels.prefix(4) {
      scopes.append(("same label \(label.key)", Scope(label: label)))
    }
    return scopes
  }
}
