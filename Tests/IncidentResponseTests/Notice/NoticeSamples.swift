import Delegation
import IncidentResponse

/// 21 February 2026, 22:05 UTC, when the sample was published.
let published = 1_771_711_500

/// Facts in JSON: those of the sample, with `changes` to raw values; nil takes a field out.
func factsJSON(_ changes: [String: String?] = [:]) -> String {
  var fields: [String: String] = [
    "incidentId": "\"INC-2026-0007\"", "kind": "\"initial\"", "publishedAt": "\(published)",
    "nextUpdateAt": "\(published + 3600)", "since": "\(published - 1800)",
    "detectedAt": "\(published - 1560)", "revokedAt": "\(published - 1500)",
    "effectiveAt": "\(published - 1440)", "walletsAffected": "31", "attemptsBlocked": "29",
    "paymentsMade": "2", "valueSpentUsd": "1250.5", "valueAtStakeUsd": "40000",
    "apps": "[\"Swap Desk\"]", "chains": "[\"Base\"]", "notAffected": "[\"hardware wallets\"]",
    "officialHosts": "[\"wallet.example\"]", "compromisedHosts": "[\"walet.example\"]",
    "cause": "{\"status\":\"unknown\"}",
  ]
  for (name, value) in changes { fields[name] = value }
  return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    + "}"
}

func facts(_ changes: [String: String?] = [:]) throws -> NoticeFacts {
  try NoticeFacts(json: factsJSON(changes).utf8)
}

/// What each kind needs beside the sample's facts.
let kindChanges: [NoticeKind: [String: String?]] = [
  .initial: [:], .update: ["kind": "\"update\"", "cause": "{\"status\":\"suspected\"}"],
  .actionNeeded: ["kind": "\"actionNeeded\"", "walletsAffected": nil, "paymentsMade": nil],
  .resolved: [
    "kind": "\"resolved\"", "nextUpdateAt": nil, "paymentsMade": "0", "valueSpentUsd": nil,
    "cause": "{\"status\":\"confirmed\",\"text\":\"an app kept keys of 31 wallets in one file.\"}",
  ],
  .correction: [
    "kind": "\"correction\"",
    "correction": "{\"wrong\":\"61 wallets had such a session\",\"right\":\"31 wallets had one\"}",
  ],
]

enum Sample {
  /// A good notice, as an example of the rules gives it.
  static let good = """
    ---
    incident: INC-2026-0007
    kind: initial
    lang: en
    audience: users with an active app session on Base
    published_at: 2026-02-21T22:05:00Z
    next_update_at: 2026-02-21T23:05:00Z
    official_domain: wallet.example
    approved_by: [op-alice, op-bob]
    ---
    # 21 February 2026: we ended some app sessions

    If you used a connected app in the last 24 hours, read this.

    **What happened.** At 21:39 UTC we saw app sessions trying to send funds to addresses their owners had not allowed. We ended those sessions at 21:40 UTC.

    **Who is affected.** 31 wallets. If yours is one of them, you will see a banner inside the app.

    **Your funds.** We blocked 29 attempts. 2 payments went through before we ended the sessions. We will contact those 2 owners inside the app.

    **What to do now.**
    1. Open the app yourself. Do not use a link from a message.
    2. Go to Settings, then Sessions.
    3. Tap End all sessions.

    **What not to do.** Do not approve a new session until we post an update here.

    **Why did an app act after I logged out?** Logging out of the app did not end the session you gave it. Ending the session does.

    **Stay safe.** We will never ask for your recovery phrase or private key. We will not message you first. We will not ask you to send funds to fix this. There is no refund form.

    **How to check this notice is real.** Type wallet.example/status in your browser, or open Settings, then Notices, in the app. The code INC-2026-0007 must match.

    **Next update.** By 23:05 UTC today, even if nothing has changed.

    """

  /// The good one with a sentence more in the block on what happened: line 15.
  static func with(_ sentence: String) -> String {
    good.replacing("**What happened.**", with: "**What happened.** \(sentence)")
  }

  static func without(_ text: String, for other: String = "") -> String {
    good.replacing(text, with: other)
  }
}

extension NoticeReport {
  var codes: [String] { findings.map(\.rule.rawValue) }
  /// For a failure to show.
  var said: String {
    findings.map { "\($0.line) \($0.rule.rawValue) \($0.words): \($0.remedy)" }.joined(separator: "\n")
  }
}
