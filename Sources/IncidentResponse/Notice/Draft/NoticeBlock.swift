/// The parts of a notice in the order in which users read them. From `sessionKey` to `afterLogout` they are the
/// questions that users of session keys ask, in the order in which they come to ask them.
enum NoticeBlock: CaseIterable {
  case correction, happened, affected, funds, doNow, doNot
  case sessionKey, safe, revoke, afterLogout
  case staySafe, verify, nextUpdate

  var heading: NoticeMessage {
    switch self {
    case .correction: .headingCorrection
    case .happened: .headingHappened
    case .affected: .headingAffected
    case .funds: .headingFunds
    case .doNow: .headingDoNow
    case .doNot: .headingDoNot
    case .sessionKey: .headingSessionKey
    case .safe: .headingSafe
    case .revoke: .headingRevoke
    case .afterLogout: .headingAfterLogout
    case .staySafe: .headingStaySafe
    case .verify: .headingVerify
    case .nextUpdate: .headingNextUpdate
    }
  }

  /// Whether a notice of `kind` is refused without it: the general questions may be answered elsewhere.
  func isRequired(in kind: NoticeKind?) -> Bool {
    switch self {
    case .correction: kind == .correction
    case .sessionKey, .safe, .revoke: false
    default: true
    }
  }
}

extension NoticeDraft {
  /// The messages of a block's running text.
  func keys(of block: NoticeBlock) -> [NoticeMessage] {
    switch block {
    case .correction: [.correction]
    case .happened: happened
    case .affected: affected
    case .funds: funds
    case .doNow: []
    case .doNot: kind == .resolved ? [.doNotFollow] : [.doNotApprove, .doNotFollow]
    case .sessionKey: [.sessionKey]
    case .safe: [.safe]
    case .revoke: [.revoke]
    case .afterLogout: [.afterLogout]
    case .staySafe: [.staySafe]
    case .verify: [facts.trustedHost == nil ? .verifyInApp : .verifyHost]
    case .nextUpdate: [kind == .resolved && facts.nextUpdateAt == nil ? .lastUpdate : .nextUpdate]
    }
  }

  func stepKeys(_ block: NoticeBlock) -> [NoticeMessage] {
    guard block == .doNow else { return [] }
    switch kind {
    case .initial, .update, .correction: return [.stepOpen, .stepSettings, .stepEndAll]
    case .actionNeeded: return [.stepOpen, .stepSettings, .stepEndAll, .stepCheckEmpty]
    case .resolved: return [.stepOpen, .stepSettings, .stepEndUnknown]
    }
  }

  private var happened: [NoticeMessage] {
    var keys: [NoticeMessage] = kind == .resolved ? [.happenedOver, .happenedSince] : [.happenedSince]
    keys.append(facts.revokedAt == nil ? .happenedOpen : .happenedEnded)
    if facts.effectiveAt != nil { keys.append(.happenedStopped) }
    switch (kind, facts.causeStatus) {
    // A first notice names no cause, however sure it seems.
    case (.initial, .confirmed): break
    case (_, .unknown): keys.append(.causeUnknown)
    case (_, .suspected): keys.append(.causeSuspected)
    case (_, .confirmed): keys.append(.causeConfirmed)
    }
    return keys
  }

  private var affected: [NoticeMessage] {
    let wallets: NoticeMessage =
      switch facts.walletsAffected {
      case nil: .walletsUnknown
      case 1: .walletsOne
      default: .walletsOther
      }
    return facts.notAffected.isEmpty ? [wallets] : [wallets, .notAffected]
  }

  private var funds: [NoticeMessage] {
    var keys: [NoticeMessage] = facts.approvedClaims.map { claim in
      switch claim {
      case .fundsSafe: .claimFundsSafe
      case .noLoss: .claimNoLoss
      case .noImpact: .claimNoImpact
      case .fullyFixed: .claimFullyFixed
      }
    }
    if let blocked = facts.attemptsBlocked { keys.append(blocked == 1 ? .blockedOne : .blockedOther) }
    switch facts.paymentsMade {
    case nil: keys.append(.paidUnknown)
    case 0: keys.append(.paidNone)
    case 1: keys.append(.paidOne)
    default: keys.append(.paidOther)
    }
    if facts.valueSpent != nil { keys.append(.spent) }
    if facts.valueAtStake != nil { keys.append(.atStake) }
    return keys
  }
}
