package import Delegation
package import SessionStore

/// The plain answer to "why did this act after I logged out?", of one execution.
package struct WhyAnswer: Hashable, Sendable {
  /// How the execution stands to the log-outs that Curfew was told of.
  package enum LogOut: String, Hashable, Sendable {
    case notTold = "not_told"
    case afterExecution = "after_execution"
    case beforeExecution = "before_execution"
  }

  /// How it stands to the key's revocations.
  package enum Revocation: String, Hashable, Sendable {
    case never
    case committedLater = "committed_later"
    case effectiveLater = "effective_later"
    case givenBack = "given_back"
    /// In force when it was decided: of a denied one what is expected, of an allowed one what must never be.
    case inForce = "in_force"
  }

  package let sequence: Int64
  package let sessionKey: Identifier
  package let at: Timestamp
  /// Whether it acted.
  package let isAllowed: Bool
  /// Why not, in the contract's words.
  package let reasons: [String]
  package let logOut: LogOut
  package let revocation: Revocation
  /// False: no session had the key.
  package let isKnown: Bool
  /// Whole sentences, the answer first.
  package let answer: [String]
  /// What the log says, in its order.
  package let timeline: [WhyLine]
  /// What would have stopped it: whole sentences; none where it was stopped.
  package let prevention: [String]

  package init(_ execution: ExecutionRecord, in history: SessionHistory) {
    let line = SessionLifeline(history, execution)
    let words = WhyWords(line)
    sequence = execution.sequence
    sessionKey = execution.request.sessionKey
    at = execution.decision.at
    isAllowed = execution.decision.isAllowed
    reasons = execution.decision.reasons.names
    let logOuts = line.logOuts
    logOut =
      !logOuts.before.isEmpty ? .beforeExecution : logOuts.after.isEmpty ? .notTold : .afterExecution
    revocation =
      switch line.revocation {
      case .never: .never
      case .committedLater: .committedLater
      case .effectiveLater: .effectiveLater
      case .givenBack: .givenBack
      case .inForce: .inForce
      }
    isKnown = line.row != nil
    answer = words.answer
    timeline = WhyLine.all(history, around: execution)
    prevention = isAllowed ? words.prevention : []
  }

  /// One JSON object, without a line feed.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("leaf", raw: String(sequence))
      writer.member("sessionKey", sessionKey.text)
      writer.member("at", raw: at.seconds)
      writer.member("decision", isAllowed ? "allow" : "deny")
      writer.member("reasons", strings: reasons)
      writer.member("sessionKnown", raw: isKnown ? "true" : "false")
      writer.member("logOut", logOut.rawValue)
      writer.member("revocation", revocation.rawValue)
      writer.member("answer", strings: answer)
      writer.key("timeline")
      writer.array { for line in timeline { line.write(&$0) } }
      writer.member("prevention", strings: prevention)
    }
  }
}
