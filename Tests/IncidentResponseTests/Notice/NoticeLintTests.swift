import Delegation
import Digests
import IncidentResponse
import Testing

/// Each rule: what it refuses, then what it lets pass.
@Suite struct `the lint of a notice` {
  @Test(arguments: [
    // E3
    ("E3", "Enter your recovery phrase to go on."), ("E3", "To go on, type your seed phrase."),
    ("E3", "We never ask for passwords, but enter your recovery phrase here."),
    ("E3", "Never wait and send us the code."), ("E3", "Enter the following: your private key."),
    ("E3", "Verify your wallet in the app."), ("E3", "Sync your wallet."),
    ("E3", "Please validate your wallet."),
    ("E3", "Move your funds to this address."), ("E3", "Claim your refund."),
    ("E3", "You need your password."),
    ("E3", "Enter your reco**very** phr_ase_ now."), ("E3", "Enter your re\u{200B}covery phrase."),
    ("E3", "Give us remote access."), ("E3", "Please provide the 12-word phrase."),
    ("E3", "Create a new wallet and move everything there."), ("E3", "Reply with your 2FA code."),
    // E4
    ("E4", "Go to https://wallet.example.evil.example now."), ("E4", "Go to http://wallet.example."),
    ("E4", "See https://bit.ly/x."), ("E4", "See bit.ly/x."), ("E4", "See xn--wllet-lqa.example."),
    ("E4", "See wаllet.example."), ("E4", "See 203.0.113.7/status."), ("E4", "See https://2130706433/."),
    ("E4", "See https://wallet.example/status?user=1."), ("E4", "See https://wallet.example@evil.example/."),
    ("E4", "Write to help@wallet.example."), ("E4", "See [wallet.example](https://wallet.example)."),
    ("E4", "See www.wallet.example."), ("E4", "See wallet.example:8080."), ("E4", "Scan the QR code."),
    ("E4", "See wallet[.]example."), ("E4", "See hxxps://wallet.example."), ("E4", "Mail mailto:a."),
    ("E4", "See [this][1]."), ("E4", "See ![this](x)."),
    ("E4", "See sub.wallet.example/status."), ("E4", "See https://wallet.example#x."),
    // E7, E8
    ("E7", "Your funds are safe."), ("E7", "There is no impact."), ("E7", "We are 100 % sure."),
    ("E7", "This cannot happen again."), ("E7", "No funds were lost."),
    ("E8", "It is 2 % now."), ("E8", "It is less than 1 percent."),
    // E9
    ("E9", "The key is 0x91c4000000000000000000000000000000000abc."),
    ("E9", "The wallet is 7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV1."),
    ("E9", "It ran on db1.internal."), ("E9", "Ask @alice."), ("E9", "Our threshold is low."),
    ("E9", "It is CVE-2026-1."), ("E9", "See op-alice."),
    // E2, E12
    ("E2", "It began at {{since}}."), ("E2", "TBD"),
    ("E12", "A \u{202E}b."), ("E12", "A\u{200D}b."), ("E12", "A\u{0007}b."), ("E12", "A b\u{00AD}c."),
    ("E12", "The pаssword."), ("E12", "The ｆｕｎｄｓ."), ("E12", "The 𝐟𝐮𝐧𝐝𝐬."), ("E12", "A\u{E0041}."),
    // W
    (
      "W1",
      "One two three four five six seven eight nine ten one two three four five six seven eight nine ten go."
    ),
    ("W3", "A small number of people saw it."), ("W3", "The sessions were quickly ended."),
    ("W3", "We will write as soon as possible."), ("W3", "We know of the issue."),
    ("W4", "It was caused by a bad file."), ("W4", "The cause is a bad file."),
    ("W5", "Act now."), ("W5", "Do it immediately."), ("W6", "The nonce ran on."), ("W6", "We cut the TTL."),
    ("W7", "It is their fault."), ("W7", "Lazarus did it."),
    ("W8", "We take security very seriously."), ("W8", "We regret any inconvenience."),
  ])
  func `refuses the words that a rule is about, on their line`(code: String, sentence: String) {
    let report = lintNotice(Sample.with(sentence))
    #expect(report.findings.contains { $0.rule.rawValue == code && $0.line == 15 }, "\(report.said)")
  }

  @Test(arguments: [
    "Do not enter your recovery phrase anywhere.", "A session tried to move your funds.",
    "If you typed your recovery phrase, tell us in the app.",
    "A session cannot show your private key.", "Type wallet.example in your browser.",
    "Open https://wallet.example/status yourself.", "Version 2.68.1 of the app ends sessions.",
    "It was 2 % of 310 wallets.", "We do not know the cause yet.", "A nonce is a number used once.",
    "We cut the TTL (how long a session lives).", "The key begins with 0x91c4.", "We saw it in the U.S. too.",
    "You are not affected if you have no session.", "A café in Zürich takes it.",
  ])
  func `lets plain words pass`(sentence: String) {
    let report = lintNotice(Sample.with(sentence))
    #expect(report.findings.isEmpty, "\(report.said)")
  }

  @Test(arguments: [
    ("E1", Sample.without("# 21 February 2026: we ended some app sessions\n")),
    ("E1", Sample.without("If you used a connected app in the last 24 hours, read this.\n")),
    ("E1", Sample.without("**What happened.** ")), ("E1", Sample.without("**Who is affected.** ")),
    ("E1", Sample.without("**Your funds.** ")), ("E1", Sample.without("**What to do now.**\n")),
    ("E1", Sample.without("**What not to do.** ")),
    ("E1", Sample.without("**Why did an app act after I logged out?** ")),
    ("E1", Sample.without("**Stay safe.** ")),
    ("E1", Sample.without("**How to check this notice is real.** ")),
    ("E1", Sample.without("**Next update.** ")),
    ("E1", Sample.without("kind: initial", for: "kind: correction")),
    ("E1", Sample.without("31 wallets. If yours is one of them, you will see a banner inside the app.")),
    ("E1", Sample.without("**Your funds.**", for: "**Next update.** x\n\n**Your funds.**")),
    ("E1", Sample.without("3. Tap", for: "3. A.\n4. B.\n5. C.\n6. Tap")),
    ("E2", Sample.without("on Base", for: "on {{chain_name}}")),
    ("E4", Sample.without("official_domain: wallet.example\n")),
    ("E4", Sample.without("official_domain: wallet.example", for: "official_domain: wallet.example?x")),
    ("E5", Sample.without("We will never ask for your recovery phrase or private key. ")),
    ("E5", Sample.without("The code INC-2026-0007 must match.")),
    ("E5", Sample.without("incident: INC-2026-0007\n")),
    ("E6", Sample.without("By 23:05 UTC today, even", for: "Even")),
    (
      "E6",
      Sample.without("By 23:05 UTC today, even if nothing has changed.", for: "This is the last update.")
    ),
    ("E6", Sample.without("By 23:05 UTC", for: "By 23:15 UTC")),
    ("E6", Sample.without("next_update_at: 2026-02-21T23:05:00Z\n").replacing("23:05", with: "22:05")),
    ("E6", Sample.without("2026-02-21T23:05:00Z", for: "2026-02-20T23:05:00Z")),
    ("E11", Sample.without("kind: initial", for: "kind: initial\ndrill: true")),
    (
      "E11",
      Sample.without("kind: initial", for: "kind: initial\ndrill: false").replacing(
        "# 21", with: "# DRILL, 21")
    ),
    ("E12", Sample.good.replacing("\n", with: "\r\n")),
    ("W10", Sample.without("# 21 February 2026: we", for: "# We")),
    ("W11", Sample.without("lang: en", for: "lang: tlh")),
    (
      "W2",
      Sample.with(
        String(
          repeating: "Considerable organisational complications necessitated extraordinary interventions. ",
          count: 20))
    ),
  ])
  func `refuses a notice whose form is broken`(code: String, text: String) {
    let report = lintNotice(text)
    #expect(report.codes.contains(code), "\(report.said)")
  }

  @Test func `a good notice passes, and a whole one in capitals of another alphabet does not`() {
    #expect(lintNotice(Sample.good).findings.isEmpty, "\(lintNotice(Sample.good).said)")
    #expect(lintNotice("# ВНИМАНИЕ").codes.contains("E12"))
  }

  @Test(arguments: [
    "", "\n", "---", "---\n---", "**", "# ", "1. ", "****", String(repeating: "(", count: 5000), "\u{0301}",
    "a\u{0000}",
  ])
  func `a text that is no notice is said to lack its blocks`(text: String) {
    for form in [NoticeForm.full, .short] {
      #expect(lintNotice(text, form: form, facts: try? facts()).blockingCount > 0, "\(text.debugDescription)")
    }
  }

  @Test func `a large hostile text is linted in a moment`() {
    let text = Sample.with(String(repeating: "a.b@c [x](y) 0x0x {{ 1,2.3 % is ed — ", count: 3000))
    #expect(lintNotice(text).blockingCount > 0)
  }
}
