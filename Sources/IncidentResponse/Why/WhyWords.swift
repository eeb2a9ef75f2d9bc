import AuditTrail
import Delegation
import SessionStore

/// The sentences of an answer.
struct WhyWords {
  let line: SessionLifeline

  init(_ line: SessionLifeline) { self.line = line }

  private var execution: ExecutionRecord { line.execution }
  private var decision: Decision { line.execution.decision }
  private var this: String { "this execution at \(decision.at.utc) (leaf \(execution.sequence))" }

  var answer: [String] {
    if line.row == nil, !decision.isAllowed { return unknown }
    if !decision.isAllowed { return denied }
    return [logOutSentence, revocationSentence, allowedSentence, clockSentence]
  }

  // MARK: It did not act

  private var unknown: [String] {
    let later =
      line.history.row.map { " A session was granted under it later, at \($0.grantedAt.utc)." } ?? ""
    return [
      "It did not act: at \(decision.at.utc) no session had the key \(execution.request.sessionKey.text), so \(this) was denied.\(later)",
      "All that Curfew knows is the request, and why else it would have been denied: \(ReasonWords.list(decision.reasons)).",
    ]
  }

  private var denied: [String] {
    var sentences = [
      "It did not act: \(this) was denied, because \(ReasonWords.list(decision.reasons))."
    ]
    if !line.logOuts.before.isEmpty, !decision.reasons.contains(.sessionRevoked) {
      sentences.append(
        "The log-out is not what stopped it: a log-out ends no session key, only a revocation or the end of its time does."
      )
    }
    if case .inForce(let met) = line.revocation {
      sentences.append("It was revoked at \(met.when) by \(met.who).")
    }
    return sentences
  }

  // MARK: It acted

  private var logOutSentence: String {
    let logOuts = line.logOuts
    let wallet = line.row?.envelope.wallet.text ?? ""
    if let last = logOuts.before.last {
      let several = logOuts.before.count == 1 ? "" : ", the last of \(logOuts.before.count) since the grant,"
      return
        "Logging out at \(last.at.utc) (leaf \(last.sequence))\(several) told the wallet's app, but a session key keeps its own life: it was granted at \(granted) and was good until \(expires)."
    }
    if let first = logOuts.after.first {
      return
        "It acted before the log-out: Curfew was told of that at \(first.at.utc) (leaf \(first.sequence)), after \(this). The session key was granted at \(granted) and was good until \(expires)."
    }
    return
      "Curfew was not told of any log-out of wallet \(wallet) since this session key was granted at \(granted). It would have changed nothing by itself: a session key keeps its own life, and this one was good until \(expires)."
  }

  private var granted: String { line.row?.grantedAt.utc ?? "a time that is not known" }
  private var expires: String { line.expiresAt?.utc ?? "a time that is not known" }

  private var revocationSentence: String {
    switch line.revocation {
    case .never: return "Nobody had revoked it before \(decision.at.utc), and nobody has since."
    case .committedLater(let met): return committedLater(met)
    case .effectiveLater(let met):
      return
        "Its revocation was committed at \(met.when), before this execution, but it names \(met.effectiveAt.utc) as the time from which it holds. By the store's clock, which decides, that was not yet."
    case .givenBack(let met, let entry):
      return
        "It had been revoked at \(met.when), but \(entry.who) gave it back at \(entry.at.utc) (leaf \(entry.sequence)), before this execution."
    case .inForce(let met):
      return
        "It had been revoked at \(met.when) with effect from \(met.effectiveAt.utc), and yet this execution was allowed. That must never happen: run `curfew audit verify`, and treat it as an incident."
    }
  }

  private func committedLater(_ met: SessionLifeline.Met) -> String {
    let base =
      "Nobody had revoked it before \(decision.at.utc): its revocation was committed at \(met.when), after this execution (leaf \(execution.sequence))."
    guard met.effectiveAt <= decision.at else { return base }
    return base
      + " It names an earlier time, \(met.effectiveAt.utc), as that from which it holds. That makes the execution one to answer for, but it could not stop it: the revocation was not there yet. The order of the log says so, not a clock."
  }

  private var allowedSentence: String {
    let request = execution.request
    return
      "This execution at \(decision.at.utc) was allowed because nothing spoke against it: the session was in its time, \(request.capability.text) to \(request.destination.text) on chain \(request.chainID) and \(request.value.dollars) USD were within its grant, and the mode was \(decision.mode.rawValue)."
  }

  private var clockSentence: String {
    "Times are the store's, in whole seconds; a device's own clock may differ. What came first is told by the leaves' numbers."
  }
}

// MARK: What would have stopped it

extension WhyWords {
  /// A pause that an inactivity limit could have noticed.
  private static let pauseLeast = TimeSpan(seconds: 60)

  var prevention: [String] {
    [revokingAtLogOut, plainRevocation, shorterLife, inactivity, tighterMode].compactMap(\.self)
  }

  private var revokingAtLogOut: String? {
    guard let row = line.row else { return nil }
    let how = "`curfew revoke --scope wallet:\(row.envelope.wallet.text)`"
    if let last = line.logOuts.before.last {
      let span = PlainText.span(execution.decision.at - last.at)
      return
        "Revoking the wallet's sessions when it logs out (\(how)): that was \(span) before this execution."
    }
    if line.logOuts.after.isEmpty {
      return
        "Telling Curfew when the wallet logs out, and revoking its sessions then (\(how))."
    }
    return nil
  }

  private var plainRevocation: String? {
    guard case .effectiveLater(let met) = line.revocation else { return nil }
    return
      "Revoking without a later effective time: it would have held from \(met.committedAt.utc), its commit, on."
  }

  private var shorterLife: String? {
    guard let row = line.row, let expiresAt = line.expiresAt else { return nil }
    let life = PlainText.span(expiresAt - row.issuedAt)
    let (until, what) =
      line.logOuts.before.last.map { ($0.at, "at the log-out") } ?? (
        execution.decision.at, "before this execution"
      )
    let enough = until - row.issuedAt
    guard enough > TimeSpan(seconds: 0), enough < expiresAt - row.issuedAt else { return nil }
    return
      "A shorter life: it was good for \(life); one of at most \(PlainText.span(enough)) would have been over \(what)."
  }

  private var inactivity: String? {
    guard let lastActive = line.lastActive else { return nil }
    let pause = execution.decision.at - lastActive
    guard pause >= WhyWords.pauseLeast else { return nil }
    return
      "An inactivity limit below \(PlainText.span(pause)), for which it had been quiet: it would have asked for an attestation first."
  }

  private var tighterMode: String? {
    switch execution.decision.mode {
    case .normal, .guarded:
      "Mode denyFirst, in which a session acts only once it was attested since the mode began; lockdown lets nothing act."
    case .denyFirst: "Mode lockdown, in which nothing acts."
    case .lockdown: nil
    }
  }
}
