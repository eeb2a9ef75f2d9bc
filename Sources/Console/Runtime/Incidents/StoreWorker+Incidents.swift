import Dispatch
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Synchronization

extension StoreWorker {
  /// Reads what an effect asks of incidents.
  func read(_ effect: Effect) {
    switch effect {
    case .incidents: readIncidents()
    case .incident(let id, let joined): readIncident(id, joined: joined)
    case .board(let id, let notes): readBoard(id, notes: notes)
    case .stopPreview: previewWanted.add(1, ordering: .relaxed)
    case .modePreview(let candidate, let id): readPreview(candidate, for: id)
    case .scopes(let key): scopes(of: key)
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

  private func readIncident(_ id: String, joined: Identifier?) {
    read(.incident, on: slowReads) { [self] store throws(StoreError) in
      .incidentRead(id, try IncidentDetail(of: try book()[id], joined: joined, at: desk))
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

  /// One is read at a time: another, or a stop, ends it.
  private func readPreview(_ candidate: ModeCandidate, for id: String?) {
    let number = previewWanted.add(1, ordering: .relaxed).newValue
    slowReads.async { [self] in
      do throws(StoreError) {
        let suspects = Set(try id.flatMap { id throws(StoreError) in try book()[id]?.revokedKeys } ?? [])
        let shown = Atomic(0)
        let preview = try store.preview(mode: candidate.mode, scope: candidate.scope, suspects: suspects) {
          [self] done in
          let percent = Int(done * 100)
          // Ten frames at most.
          if percent >= shown.load(ordering: .relaxed) + 10 {
            shown.store(percent, ordering: .relaxed)
            mailbox.post(.previewed(candidate, for: id, .asked(percent: percent)))
          }
          return previewWanted.load(ordering: .relaxed) == number
        }
        mailbox.post(.previewed(candidate, for: id, preview.isComplete ? PreviewReading(preview) : .stopped))
      } catch {
        mailbox.post(.previewed(candidate, for: id, .failed(error.sentence)))
      }
    }
  }

  private func readBoard(_ id: String, notes: Bool) {
    read(.board, on: boardReads) { [self] store throws(StoreError) in
      guard let incident = try book()[id] else { throw .notFound("incident \(id)") }
      return .boardRead(id, try BoardReading(of: incident, in: store, by: notes ? `operator` : nil))
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
  /// - Parameter joined: a session that the operator came from.
  init(of incident: Incident?, joined: Identifier?, at desk: IncidentDesk) throws(StoreError) {
    let store = desk.store
    var alert: Alert?
    if case .alert(let id)? = incident?.opening.origin { alert = try store.alert(id) }
    let origin: Identifier? = if case .session(let key)? = incident?.opening.origin { key } else { nil }
    var keys: [Identifier] = []
    for key in [joined, origin, alert?.sessionKey].compactMap({ $0 }) + (incident?.revokedKeys ?? [])
    where !keys.contains(key) { keys.append(key) }
    var rows: [SessionRow] = []
    for key in keys.prefix(Self.rowsMax) {
      if let row = try store.session(key, executions: 0)?.row { rows.append(row) }
    }
    let effects = try store.pointsEffective(of: incident?.revocations.map(\.sequence) ?? [])
    let points = Dictionary(effects.map { ($0.point, $0.at) }, uniquingKeysWith: max)
    var proposal: TightenProposal?
    if let incident, !incident.isClosed, incident.modes.isEmpty {
      proposal = try? desk.proposal(for: incident)
    }
    let notice = try incident.map { incident throws(StoreError) in try NoticeReading(of: incident, in: store)
    }
    self.init(
      alert: alert, rows: rows, modes: try store.modes(), proposal: proposal,
      moments: IncidentMoments(
        alertedAt: alert?.openedAt, acknowledgedAt: alert?.acknowledgedAt,
        committedAt: incident?.revocations.first?.committedAt,
        points: points.map { IncidentMoments.Point(name: $0.key, effectiveAt: $0.value) }),
      notice: notice ?? NoticeReading())
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
