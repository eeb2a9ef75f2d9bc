/// Every text that a notice is made of. A language has all of them, each with the same placeholders as English.
package enum NoticeMessage: String, CaseIterable, Sendable {
  case drillMark = "drill.mark"
  case drillNote = "drill.note"

  case titleInitialEnded = "title.initial.ended"
  case titleInitialOpen = "title.initial.open"
  case titleUpdate = "title.update"
  case titleActionNeeded = "title.actionNeeded"
  case titleResolved = "title.resolved"
  case titleCorrection = "title.correction"

  case anyApp = "audience.anyApp"
  case anyChain = "audience.anyChain"
  case audience

  case headingCorrection = "heading.correction"
  case headingHappened = "heading.happened"
  case headingAffected = "heading.affected"
  case headingFunds = "heading.funds"
  case headingDoNow = "heading.doNow"
  case headingDoNot = "heading.doNot"
  case headingSessionKey = "heading.sessionKey"
  case headingSafe = "heading.safe"
  case headingRevoke = "heading.revoke"
  case headingAfterLogout = "heading.afterLogout"
  case headingStaySafe = "heading.staySafe"
  case headingVerify = "heading.verify"
  case headingNextUpdate = "heading.nextUpdate"

  case correction
  case happenedSince = "happened.since"
  case happenedEnded = "happened.ended"
  case happenedStopped = "happened.stopped"
  case happenedOpen = "happened.open"
  case happenedOver = "happened.over"
  case causeUnknown = "cause.unknown"
  case causeSuspected = "cause.suspected"
  case causeConfirmed = "cause.confirmed"

  case walletsOne = "affected.one"
  case walletsOther = "affected.other"
  case walletsUnknown = "affected.unknown"
  case notAffected = "affected.not"

  case blockedOne = "funds.blocked.one"
  case blockedOther = "funds.blocked.other"
  case paidNone = "funds.paid.none"
  case paidOne = "funds.paid.one"
  case paidOther = "funds.paid.other"
  case paidUnknown = "funds.paid.unknown"
  case spent = "funds.spent"
  case atStake = "funds.atStake"
  case claimFundsSafe = "claim.fundsSafe"
  case claimNoLoss = "claim.noLoss"
  case claimNoImpact = "claim.noImpact"
  case claimFullyFixed = "claim.fullyFixed"

  case stepOpen = "step.open"
  case stepSettings = "step.settings"
  case stepEndAll = "step.endAll"
  case stepEndUnknown = "step.endUnknown"
  case stepCheckEmpty = "step.checkEmpty"
  case doNotApprove = "doNot.approve"
  case doNotFollow = "doNot.follow"

  case sessionKey
  case safe
  case revoke
  case afterLogout
  case staySafe
  case verifyHost = "verify.host"
  case verifyInApp = "verify.inApp"
  case nextUpdate = "next.update"
  case lastUpdate = "next.last"

  case shortText = "short.text"
  case shortVerifyHost = "short.verify.host"
  case shortVerifyInApp = "short.verify.inApp"
}
