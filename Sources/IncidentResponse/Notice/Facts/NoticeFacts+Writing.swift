import Delegation

extension NoticeFacts {
  /// As ``init(json:)`` reads it: only what is known.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("incidentId", incidentID)
      writer.member("kind", kind.rawValue)
      writer.member("languages", strings: languages)
      if isDrill { writer.member("isDrill", raw: "true") }
      writeTimes(&writer)
      writeExtent(&writer)
      if causeStatus != .unknown || cause != nil {
        writer.key("cause")
        writer.object { writer in
          writer.member("status", causeStatus.rawValue)
          if let cause { writer.member("text", cause) }
        }
      }
      if let correction {
        writer.key("correction")
        writer.object { writer in
          writer.member("wrong", correction.wrong)
          writer.member("right", correction.right)
        }
      }
      writer.member("officialHosts", strings: officialHosts)
      writer.some("compromisedHosts", compromisedHosts)
      writer.some("approvedClaims", approvedClaims.map(\.rawValue))
      writer.some("confidential", confidential)
      writer.some("thirdParties", thirdParties)
      if let approval { writer.member("approval", raw: approval.json) }
    }
  }

  private func writeTimes(_ writer: inout JSONWriter) {
    let times: [(String, Timestamp?)] = [
      ("publishedAt", publishedAt), ("nextUpdateAt", nextUpdateAt), ("since", since),
      ("detectedAt", detectedAt), ("revokedAt", revokedAt), ("effectiveAt", effectiveAt),
    ]
    for case (let name, let time?) in times { writer.member(name, raw: time.seconds) }
  }

  private func writeExtent(_ writer: inout JSONWriter) {
    writer.some("apps", apps)
    writer.some("chains", chains)
    writer.some("notAffected", notAffected)
    let counts: [(String, UInt64?)] = [
      ("walletsAffected", walletsAffected), ("attemptsBlocked", attemptsBlocked),
      ("paymentsMade", paymentsMade),
    ]
    for case (let name, let count?) in counts { writer.member(name, raw: String(count)) }
    if let valueAtStake { writer.member("valueAtStakeUsd", raw: valueAtStake.dollars) }
    if let valueSpent { writer.member("valueSpentUsd", raw: valueSpent.dollars) }
  }
}

extension NoticeApproval {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("author", author)
      writer.member("approver", approver)
      writer.member("sha256", sha256)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func some(_ name: String, _ values: [String]) {
    if !values.isEmpty { member(name, strings: values) }
  }
}
