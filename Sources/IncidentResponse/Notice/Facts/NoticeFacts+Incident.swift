import Delegation
import SessionStore

/// The facts that an incident gives a notice, and what its author has to know of them.
package struct IncidentNotice: Sendable {
  package let facts: NoticeFacts
  /// Lower-case sentences; they go to the author, never to users.
  package let remarks: [String]
}

extension NoticeFacts {
  /// The facts of a notice, from the incident, what the store knows of it, and what people decide. What is not known is
  /// left out: a notice then says that it is not known yet.
  /// - Throws: ``NoticeFactsProblem`` where the choices are none that a notice can say.
  package static func of(
    _ incident: Incident, _ record: NoticeRecord, _ choices: NoticeChoices
  ) throws(NoticeFactsProblem) -> IncidentNotice {
    var remarks: [String] = []
    // A session that came back was not misused, as far as is known.
    let sessions = record.sessions.filter { $0.revokedFrom != nil }
    if sessions.count < record.sessions.count {
      remarks.append(
        "\(record.sessions.count - sessions.count) sessions were reinstated, and are not counted")
    }
    let revokedAt = incident.revocations.map(\.committedAt).max()
    let (wallets, spread) = walletsAffected(incident, sessions, &remarks)
    let since = choices.since ?? min(record.moments.alertedAt ?? incident.detectedAt, incident.detectedAt)
    let payments = record.attempts.map(paymentsMade)
    let facts = NoticeFacts(
      incidentID: incident.id, kind: choices.kind, languages: choices.languages, isDrill: incident.isDrill,
      publishedAt: choices.publishedAt, nextUpdateAt: choices.nextUpdateAt,
      apps: choices.apps ?? apps(sessions, &remarks), chains: chains(sessions, &remarks),
      notAffected: choices.notAffected, since: since, detectedAt: incident.detectedAt, revokedAt: revokedAt,
      effectiveAt: effectiveAt(record, revokedAt, &remarks), walletsAffected: wallets,
      attemptsBlocked: record.attempts?.denied.count, paymentsMade: payments?.count,
      valueAtStake: spread ? nil : valueAtStake(sessions), valueSpent: payments.flatMap(spent),
      causeStatus: choices.cause != nil ? .confirmed : choices.isCauseSuspected ? .suspected : .unknown,
      cause: choices.cause, correction: choices.correction, officialHosts: choices.officialHosts,
      compromisedHosts: choices.compromisedHosts, approvedClaims: choices.approvedClaims,
      confidential: choices.confidential, thirdParties: choices.thirdParties, approval: nil)
    // Read again, so that what comes from flags and labels is held to what a file of facts is held to.
    return IncidentNotice(facts: try NoticeFacts(json: facts.json.utf8), remarks: remarks)
  }

  /// - Returns: whether it is unknown how the sessions are spread, so that their value says nothing.
  private static func walletsAffected(
    _ incident: Incident, _ sessions: [SessionRow], _ remarks: inout [String]
  ) -> (UInt64?, isUnknown: Bool) {
    guard !sessions.isEmpty else { return (incident.facts.exposedWallets, true) }
    let count = UInt64(Set(sessions.map(\.envelope.wallet)).count)
    if let known = incident.facts.exposedWallets, known != count {
      remarks.append(
        "the incident's facts say \(known) exposed wallets, the sessions that it revoked are of \(count): the notice says \(count)"
      )
    }
    return (count, false)
  }

  /// The names in the label `app`. Some without one would leave readers believe that they are not meant.
  private static func apps(_ sessions: [SessionRow], _ remarks: inout [String]) -> [String] {
    let names = sessions.map { row in row.envelope.labels.first { $0.key == "app" }?.value }
    let known = Set(names.compactMap(\.self)).sorted()
    guard !known.isEmpty else { return [] }
    if names.contains(nil) {
      remarks.append("some sessions have no label `app`: the notice is for users of any app, or name them")
      return []
    }
    let clean = known.filter { (try? FactReading.line(.string($0), "app")) != nil }
    guard clean.count == known.count, clean.count <= FactReading.listLimit else {
      remarks.append("the labels `app` are not fit for a notice: it is for users of any app, or name them")
      return []
    }
    return clean
  }

  private static func chains(_ sessions: [SessionRow], _ remarks: inout [String]) -> [String] {
    let names = Set(sessions.map(\.envelope.chainID)).sorted().map(ChainName.of)
    guard names.count <= FactReading.listLimit else {
      remarks.append("the sessions are on \(names.count) chains: the notice is for users of any chain")
      return []
    }
    return names
  }

  /// From when on every enforcement point was seen to refuse: nil while one was not, or where something was allowed since.
  private static func effectiveAt(
    _ record: NoticeRecord, _ revokedAt: Timestamp?, _ remarks: inout [String]
  ) -> Timestamp? {
    let times = record.moments.points.map(\.effectiveAt)
    guard let revokedAt, !times.isEmpty else { return nil }
    let known = times.compactMap(\.self)
    guard known.count == times.count, let last = known.max(), last >= revokedAt else {
      remarks.append(
        "not every enforcement point was seen to refuse: the notice names no time from which on it was")
      return nil
    }
    if let attempts = record.attempts, attempts.allowed.count > 0 {
      remarks.append(
        "\(attempts.allowed.count) executions were allowed after the revocation: look at them first")
      return nil
    }
    return last
  }

  /// All that the sessions were allowed since it began.
  private static func paymentsMade(_ attempts: AttemptSummary) -> AttemptCount {
    let parts = [attempts.allowedBefore, attempts.allowedBeforeEffective, attempts.allowed]
    return AttemptCount(
      count: parts.reduce(0) { $0 + $1.count },
      value: sum(parts.map(\.value)))
  }

  private static func spent(_ payments: AttemptCount) -> Money? {
    payments.count == 0 ? nil : payments.value
  }

  private static func valueAtStake(_ sessions: [SessionRow]) -> Money? {
    let left = sum(
      sessions.map { row in
        Money(micros: row.envelope.maxValue.micros - min(row.spent.micros, row.envelope.maxValue.micros))
          ?? .zero
      })
    return left == .zero ? nil : left
  }

  private static func sum(_ amounts: [Money]) -> Money {
    Money(micros: amounts.reduce(0) { min($0 + $1.micros, Money.max.micros) }) ?? .max
  }
}
