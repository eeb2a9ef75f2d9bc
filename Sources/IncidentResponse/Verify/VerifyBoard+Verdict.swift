package import Delegation
import SessionStore

extension VerifyBoard {
  /// Whether nothing was allowed for the configured time, with a revocation that stands.
  package var isQuiet: Bool { standsAtAll && asOf - quietSince >= quiet }

  /// Something of it is still revoked.
  private var standsAtAll: Bool { attempts.sessions.contains { $0.withdrawnAt == nil } }

  /// Revocations that name a later time: until the last of them.
  package var takesEffectAt: Timestamp? {
    attempts.sessions.filter { $0.withdrawnAt == nil && $0.effectiveAt > asOf }.map(\.effectiveAt).max()
  }

  /// What the incident's verify step is done with: it is open while a point is pending, or it is not quiet.
  package var verification: Verification {
    Verification(
      pendingPoints: pendingPoints, allowed: attempts.allowed.count, denied: attempts.denied.count,
      isQuiet: isQuiet)
  }

  /// Who was not seen to refuse: points, this store's own look, and configured evidence from outside.
  package var pendingPoints: [String] {
    // Where no session could be asked about, there is nothing that a point could refuse.
    let isAsked = probed > 0
    let silent = points.filter { isAsked ? !$0.state.isRefusing : !$0.state.isNotProbed }.map(\.point.name)
    let own = isAsked && !store.isRefusing || isUnprobed ? ["store"] : []
    let others = outside.filter { finding in
      if case .refuses = finding.state { return false }
      return finding.isConfigured
    }
    return silent + own + others.map(\.source)
  }

  /// Sessions are revoked and no request could be made for any of them.
  private var isUnprobed: Bool { standing > 0 && probed == 0 }

  package var verdict: Verdict {
    let allowsOutside = outside.contains { if case .allows = $0.state { true } else { false } }
    if attempts.allowed.count > 0 || allowsOutside || store.isAllowing
      || points.contains(where: \.state.isAllowing)
    {
      return .allowed
    }
    return pendingPoints.isEmpty && takesEffectAt == nil && standsAtAll ? .refusing : .open
  }

  /// What cannot be asked or is not known, and what limits what was seen: a sentence each.
  package var notes: [String] {
    var notes: [String] = []
    if attempts.sessions.isEmpty {
      notes.append("the revocation covered no session: there is nothing to verify")
    }
    if points.isEmpty && !attempts.sessions.isEmpty {
      notes.append(
        "no process that decides on this store can be found at this moment: there is nobody to ask")
    }
    notes += points.compactMap { point in point.state.note.map { "`\(point.point.name)` \($0)" } }
    if let own = store.note { notes.append("this process's own look at the store: it \(own)") }
    if isUnprobed { notes.append("no request can be made for the revoked sessions: nothing was asked") }
    if probed > 0 && probed < standing {
      notes.append("\(probed) of \(standing) revoked sessions were asked about, spread over all of them")
    }
    notes += sessionNotes
    notes += outside.compactMap { finding in
      switch finding.state {
      case .refuses: nil
      case .allows(let words), .unknown(let words):
        finding.isConfigured ? "`\(finding.source)`: \(words)" : words
      }
    }
    return notes
  }

  private var sessionNotes: [String] {
    var notes: [String] = []
    let unknown = attempts.sessions.count { !$0.isKnown }
    if unknown > 0 {
      notes.append("\(unknown) of the keys have no session: nobody can act with them, and a grant is refused")
    }
    let withdrawn = attempts.sessions.count { $0.withdrawnAt != nil }
    if withdrawn > 0 {
      notes.append("\(withdrawn) of the revocations were withdrawn: those are not asked about")
    }
    if let time = takesEffectAt {
      notes.append("the revocation takes effect at \(time.utc): it does not hold yet")
    }
    if let until = attempts.assertedUntil {
      notes.append(
        "a verifier that never asks the store may believe an assertion until \(until.utc): it cannot be asked"
      )
    }
    return notes
  }
}

extension VerifyBoard.PointState {
  fileprivate var isNotProbed: Bool { if case .notProbed = self { true } else { false } }

  /// What is to be said of it beside its state; nil where the state says all.
  fileprivate var note: String? {
    switch self {
    case .refusing, .notProbed: nil
    case .allowing(let count): "would allow \(count) of the requests that it was asked about"
    case .blind: "refuses everything, but cannot see the store"
    case .otherwise(let reasons):
      "refuses, but not because of the revocation: \(reasons.names.joined(separator: " "))"
    case .silent: "did not answer: it may be stopped, and what it decides when it goes on cannot be told"
    case .unreadable(let words): "cannot be asked: \(words)"
    }
  }
}
