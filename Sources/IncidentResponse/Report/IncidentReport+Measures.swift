import Delegation

/// What was done about it, each with the leaf of the log that says so.
extension IncidentReport {
  var measuresSection: ReportSection {
    var blocks: [ReportSection.Block] = []
    if incident.revocations.isEmpty {
      blocks.append(.text("No revocation was committed."))
    } else {
      let rows = incident.revocations.map { revocation in
        [
          revocation.committedAt.utc, String(revocation.sequence), revocation.target.text,
          String(revocation.sessions),
        ]
      }
      blocks.append(.table(header: ["revoked at", "leaf", "what", "sessions"], rows: rows))
    }
    if incident.modes.isEmpty {
      blocks.append(.text("No mode was set."))
    } else {
      let rows = incident.modes.map { change in
        [change.committedAt.utc, String(change.sequence), change.mode.rawValue, change.scope.words]
      }
      blocks.append(.table(header: ["set at", "leaf", "mode", "scope"], rows: rows))
    }
    return ReportSection(title: "Revocations and modes", blocks: blocks)
  }

  /// The stages of each notice, and of which exact text.
  var noticeSection: ReportSection {
    let rows = stages.map { event, stage in
      [
        event.happenedAt.utc, stage.stage.rawValue, stage.kind.rawValue, event.who, stage.digest,
        stage.destination ?? "",
      ]
    }
    let header = ["at", "stage", "kind", "by", "text", "where"]
    return ReportSection(
      title: "Notices",
      blocks: [rows.isEmpty ? .text("No notice was drafted.") : .table(header: header, rows: rows)])
  }

  var stages: [(event: IncidentEvent, stage: NoticeStage)] {
    incident.events.compactMap { event in
      guard case .noticeStaged(let stage) = event.action else { return nil }
      return (event, stage)
    }
  }

  var evidenceSection: ReportSection {
    var rows = incident.evidence.map { ($0.sequence, $0.title) }
    rows += incident.revocations.map { ($0.sequence, "revocation, \($0.target.text)") }
    rows += incident.modes.map { ($0.sequence, "mode \($0.mode.rawValue)") }
    guard !rows.isEmpty else {
      return ReportSection(title: "Evidence", blocks: [.text("No evidence was attached.")])
    }
    let cells = rows.map { sequence, title in
      let proof = proof(of: sequence)
      return [
        String(sequence), title, proof?.leafHash ?? "",
        proof == nil ? "not given" : proof?.proof == nil ? "no signed checkpoint covers it yet" : "below",
      ]
    }
    var blocks: [ReportSection.Block] = [.table(header: ["leaf", "what", "leaf hash", "proof"], rows: cells)]
    let named = Set(rows.map(\.0))
    for proof in proofs where named.contains(proof.sequence) {
      blocks.append(.text("Leaf \(proof.sequence), and its proof:"))
      blocks.append(.code(proof.leaf + (proof.proof.map { "\n\n" + $0 } ?? "")))
    }
    return ReportSection(title: "Evidence", blocks: blocks)
  }

  private func proof(of sequence: Int64) -> EvidenceProof? { proofs.first { $0.sequence == sequence } }
}

extension IncidentRevocation.Target {
  var text: String {
    switch self {
    case .session(let key): "session \(key.text)"
    case .scope(let scope): "scope \(scope.words)"
    }
  }
}
