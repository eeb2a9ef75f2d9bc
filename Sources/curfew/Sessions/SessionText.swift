import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Sessions as a table for a person.
struct SessionTableText {
  private var table = TextTable([
    "STATE", "RISK", "SESSION", "WALLET", "CAPABILITY", "CHAIN", "SPENT / LIMIT", "EXPIRES", "LAST USED",
    "DENIED",
  ])

  mutating func add(_ row: SessionRow, now: Timestamp) {
    let envelope = row.envelope
    table.add([
      SafeText(row.life.rawValue), SafeText(row.risk.score.words), SafeText(envelope.sessionKey.text),
      SafeText(envelope.wallet.text),
      SafeText(envelope.capabilities.map(\.text).joined(separator: ",")), SafeText(String(envelope.chainID)),
      SafeText("\(row.spent.dollars)/\(envelope.maxValue.dollars)"), SafeText(row.expiresAt.utc),
      SafeText(row.lastUsed?.utc ?? "never"), SafeText(String(row.denied)),
    ])
  }

  func write(to output: Output) throws { try table.write(to: output) }
}

/// One session for a person.
struct SessionText {
  let detail: SessionDetail

  func write(to output: Output) throws {
    for (name, value) in fields where !value.isEmpty {
      let padding = String(repeating: " ", count: max(1, 14 - name.utf8.count))
      try output.line(SafeText(name + padding + value))
    }
    for record in detail.revocations { try output.line(line(of: record)) }
    guard !detail.executions.isEmpty else { return }
    try output.line("")
    var table = TextTable([
      "TIME", "DECISION", "CAPABILITY", "DESTINATION", "USD", "NONCE", "MODE", "REASONS",
    ])
    for record in detail.executions {
      let request = record.request
      table.add([
        SafeText(record.decision.at.utc), record.decision.isAllowed ? "allow" : "deny",
        SafeText(request.capability.text), SafeText(request.destination.text),
        SafeText(request.value.dollars),
        SafeText(String(request.nonce)), SafeText(record.decision.mode.rawValue),
        SafeText(record.decision.reasons.names.joined(separator: " ")),
      ])
    }
    try table.write(to: output)
  }

  private var fields: [(String, String)] {
    let row = detail.row
    let envelope = row.envelope
    return [
      ("session", envelope.sessionKey.text), ("state", row.life.rawValue),
      ("risk", row.risk.words), ("wallet", envelope.wallet.text),
      ("capabilities", envelope.capabilities.map(\.text).joined(separator: " ")),
      ("destinations", destinations),
      ("chain", String(envelope.chainID)), ("nonce domain", envelope.nonceDomain.text),
      ("spent", "\(row.spent.dollars) of \(envelope.maxValue.dollars) USD"),
      ("per execution", envelope.maxValuePerExecution.map { "\($0.dollars) USD" } ?? ""),
      (
        "spend window",
        envelope.spendWindow.map { "\($0.value.dollars) USD in \($0.length.policyText)" } ?? ""
      ),
      (
        "executions",
        "\(row.allowed) allowed, \(row.denied) denied\(envelope.maxExecutions.map { ", at most \($0)" } ?? "")"
      ),
      ("inactivity", envelope.inactivity?.policyText ?? ""),
      ("labels", envelope.labels.map { "\($0.key)=\($0.value)" }.joined(separator: " ")),
      ("granted", row.grantedAt.utc), ("not before", envelope.notBefore?.utc ?? ""),
      ("expires", row.expiresAt.utc),
      ("last used", row.lastUsed?.utc ?? "never"), ("attested", row.lastAttested?.utc ?? ""),
      ("revoked from", row.revokedFrom?.utc ?? ""),
      ("seen refused", row.firstRefusedAfterRevoke?.utc ?? (row.revokedFrom == nil ? "" : "not yet")),
      ("asserted until", row.assertedUntil.map { "\($0.utc), to verifiers that never ask the store" } ?? ""),
    ]
  }

  private var destinations: String {
    switch detail.row.envelope.destinations {
    case .shared(let list): list.map(\.text).joined(separator: " ")
    case .perCapability(let lists):
      lists.map { "\($0.capability.text): \($0.destinations.map(\.text).joined(separator: " "))" }.joined(
        separator: "; ")
    }
  }

  private func line(of record: RevocationRecord) -> SafeText {
    let withdrawn = record.withdrawnAt.map { ", withdrawn \($0.utc)" } ?? ""
    return SafeText(
      "revocation    \(record.notice.revocationID) by \(record.notice.revokedBy ?? record.plane.rawValue) at "
        + "\(record.committedAt.utc), effective \(record.effectiveAt.utc)\(withdrawn): \(record.notice.reason ?? "")"
    )
  }
}
