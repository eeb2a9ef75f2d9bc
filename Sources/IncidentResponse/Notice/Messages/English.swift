extension MessageCatalogue {
  /// The language that every notice falls back to. Sentences of twenty words at most; no cause, no promise.
  package static let english = MessageCatalogue(
    language: "en",
    months: [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ],
    moment: "{{text(time)}} UTC on {{text(day)}}", and: "and", or: "or", dollars: "US dollars",
    messages: titles.merging(facts) { $1 }.merging(advice) { $1 })

  private static let titles: [NoticeMessage: String] = [
    .drillMark: "DRILL",
    .drillNote: "This is a drill. Nothing has happened, and you need not do anything.",
    .titleInitialEnded: "{{text(day)}}: we ended some app sessions",
    .titleInitialOpen: "{{text(day)}}: a problem with app sessions",
    .titleUpdate: "{{text(day)}}: an update on app sessions",
    .titleActionNeeded: "{{text(day)}}: please end your app sessions",
    .titleResolved: "{{text(day)}}: the problem with app sessions is over",
    .titleCorrection: "{{text(day)}}: a correction about app sessions",
    .anyApp: "a connected app",
    .anyChain: "any chain",
    .audience:
      "Read this if you used {{text(apps)}} on {{text(chains)}}. It is about the time since {{utc(since)}}.",
    .headingCorrection: "What we got wrong.",
    .headingHappened: "What happened.",
    .headingAffected: "Who is affected.",
    .headingFunds: "Your funds.",
    .headingDoNow: "What to do now.",
    .headingDoNot: "What not to do.",
    .headingSessionKey: "What is a session key?",
    .headingSafe: "Is it safe to give an app a session?",
    .headingRevoke: "How do I end a session?",
    .headingAfterLogout: "Why did an app act after I logged out?",
    .headingStaySafe: "Stay safe.",
    .headingVerify: "How to check this notice is real.",
    .headingNextUpdate: "Next update.",
  ]

  private static let facts: [NoticeMessage: String] = [
    .correction: "An earlier notice said: {{text(wrong)}}. What is right: {{text(right)}}.",
    .happenedSince:
      "The problem began at {{utc(since)}}. We saw it at {{utc(detected)}}. Some app sessions tried to act in ways their owners had not allowed.",
    .happenedEnded: "We ended those sessions at {{utc(revoked)}}.",
    .happenedStopped: "From {{utc(effective)}} on, we refused all that they tried.",
    .happenedOpen: "We have not ended those sessions yet.",
    .happenedOver: "The problem is over.",
    .causeUnknown: "We do not know the cause yet.",
    .causeSuspected: "We are looking at a possible cause. We will name it once we are sure.",
    .causeConfirmed: "The cause: {{text(cause)}}.",
    .walletsOne: "{{int(wallets)}} wallet. If it is yours, you will see a banner inside the app.",
    .walletsOther: "{{int(wallets)}} wallets. If yours is one of them, you will see a banner inside the app.",
    .walletsUnknown:
      "We are still counting the wallets. If yours is one of them, you will see a banner inside the app.",
    .notAffected: "Not affected: {{text(notAffected)}}.",
    .blockedOne: "We blocked {{int(blocked)}} attempt.",
    .blockedOther: "We blocked {{int(blocked)}} attempts.",
    .paidNone: "We have seen no payment that went through.",
    .paidOne: "{{int(paid)}} payment went through. We will contact its owner inside the app.",
    .paidOther:
      "{{int(paid)}} payments went through. We will contact their owners inside the app.",
    .paidUnknown: "We are still checking if any payment went through.",
    .spent: "The sum of the payments is {{money(spent)}}.",
    .atStake: "The sessions could have spent up to {{money(stake)}} more.",
    .claimFundsSafe: "Your funds are safe.",
    .claimNoLoss: "No funds were lost.",
    .claimNoImpact: "There is no impact on your funds.",
    .claimFullyFixed: "The problem is fully fixed.",
  ]

  private static let advice: [NoticeMessage: String] = [
    .stepOpen: "Open the app yourself. Do not use a link from a message.",
    .stepSettings: "Go to Settings, then Sessions.",
    .stepEndAll: "Tap End all sessions.",
    .stepEndUnknown: "Tap End beside each session that you do not know.",
    .stepCheckEmpty: "Check that the list of sessions is empty.",
    .doNotApprove: "Do not approve a new session until we post an update here.",
    .doNotFollow: "Do not trust people who offer you help or a refund.",
    .sessionKey:
      "It is a key that you gave to an app. With it the app may act for you, within limits, for a while.",
    .safe:
      "Small limits and a short life keep the risk low. The risk is never zero. Give a session only to apps that you know.",
    .revoke:
      "Open the app, go to Settings, then Sessions, and tap End. From then on we refuse what the session tries.",
    .afterLogout:
      "Logging out of the app did not end the session you gave it. Ending the session does.",
    .staySafe:
      "We will never ask for your recovery phrase or private key. We will not message you first. We will not ask you to send funds to fix this. There is no refund form.",
    .verifyHost:
      "Type {{text(host)}} in your browser, or open Settings, then Notices, in the app. The code {{text(incident)}} must match.",
    .verifyInApp:
      "Open Settings, then Notices, in the app. The code {{text(incident)}} must match. Do not use our website for now.",
    .nextUpdate: "By {{utc(next)}}, even if nothing has changed.",
    .lastUpdate: "This is the last update on {{text(incident)}}.",
    .shortText:
      "{{text(title)}}. Open the app yourself and go to Settings, then Sessions. We will never ask for your recovery phrase. {{text(verify)}} Code {{text(incident)}}. {{text(next)}}",
    .shortVerifyHost: "To check, type {{text(host)}}.",
    .shortVerifyInApp: "To check, open Notices in the app.",
  ]
}
