import Delegation
import IncidentResponse
import Testing

@Suite struct `the draft of a notice` {
  @Test(arguments: NoticeKind.allCases, [false, true])
  func `passes its own lint in each kind, in full and in short, with and without its facts`(
    kind: NoticeKind, isDrill: Bool
  ) throws {
    var changes = try #require(kindChanges[kind])
    if isDrill { changes["isDrill"] = "true" }
    let facts = try facts(changes)
    for form in [NoticeForm.full, .short] {
      let text = try draftNotice(facts, form: form)
      // The short form has no header that names the official host.
      for known in form == .full ? [facts, nil] : [facts] {
        let report = lintNotice(text, form: form, facts: known)
        #expect(report.findings.isEmpty, "\(text)\n\(report.said)")
      }
      #expect(text.contains("DRILL") == isDrill)
    }
  }

  @Test func `answers what users ask, in the order in which they come to ask it`() throws {
    let text = try draftNotice(facts())
    let questions = [
      "**What is a session key?**", "**Is it safe to give an app a session?**", "**How do I end a session?**",
      "**Why did an app act after I logged out?**",
    ]
    let places = questions.compactMap { text.firstRange(of: $0)?.lowerBound }
    #expect(places.count == 4 && places == places.sorted())
  }

  @Test func `says the facts, and a value's text as it is`() throws {
    let text = try draftNotice(facts(["walletsAffected": "1234567", "apps": "[\"R&D 'Swap'\"]"]))
    for words in [
      "1,234,567 wallets.", "1,250.50 US dollars", "40,000 US dollars", "21:35 UTC on 21 February 2026",
      "R&D 'Swap' on Base", "next_update_at: 2026-02-21T23:05:00Z", "Not affected: hardware wallets.",
    ] { #expect(text.contains(words), "\(words)\n\(text)") }
  }

  @Test(arguments: [
    ("W9", "Code", String(repeating: "Read on. ", count: 5) + "Code"), ("W10", "21 February 2026: we", "We"),
    ("E5", " We will never ask for your recovery phrase.", ""), ("E5", "To check, type wallet.example. ", ""),
    ("E5", " Code INC-2026-0007.", ""), ("E6", "Next update: 23:05 UTC on 21 February 2026.", ""),
    ("E6", "23:05 UTC", "23:06 UTC"), ("E6", "UTC on 21", "UTC on 22"), ("E8", "Open", "31 or 32. Open"),
    ("E3", "Open", "Enter your code. Open"), ("E4", "type wallet.example", "type walet.example"),
  ])
  func `in its short form is refused without one of its parts`(code: String, part: String, other: String)
    throws
  {
    let facts = try facts()
    let text = try draftNotice(facts, form: .short)
    #expect(text.count <= 281 && text.contains(part))
    let report = lintNotice(text.replacing(part, with: other), form: .short, facts: facts)
    #expect(report.codes.contains(code), "\(report.said)")
  }

  @Test func `sends nobody to a host that is compromised`() throws {
    let facts = try facts(["compromisedHosts": "[\"wallet.example\"]"])
    let text = try draftNotice(facts)
    #expect(!text.contains("Type wallet.example") && text.contains("Do not use our website for now."))
  }

  @Test func `a gap that the facts do not fill is an error`() throws {
    let facts = try facts()
    #expect(throws: NoticeDraftProblem.unresolvedPlaceholder("wrong")) {
      try draftNotice(facts, as: .correction)
    }
    let resolved = try IncidentResponseTests.facts(try #require(kindChanges[.resolved]))
    #expect(throws: NoticeDraftProblem.unresolvedPlaceholder("next")) {
      try draftNotice(resolved, as: .update)
    }
  }

  @Test(arguments: [
    ("{{text(nothing)}}", NoticeDraftProblem.unresolvedPlaceholder("nothing")),
    ("{{int(since)}}", .wrongType(name: "since", expected: .int)),
    ("{{since}}", .malformedPlaceholder("{{since}}")), ("{{#x}}a{{/x}}", .malformedPlaceholder("{{#x}}")),
    ("{{utc(since)", .malformedPlaceholder("{{utc(since)")),
    ("{{date(since)}}", .malformedPlaceholder("{{date(since)}}")),
    ("{{{utc(since)}}}", .malformedPlaceholder("{{{utc(since)}}")),
  ])
  func `a message with a bad placeholder is an error`(message: String, problem: NoticeDraftProblem) throws {
    let facts = try facts()
    var messages = MessageCatalogue.english.messages
    messages[.safe] = message
    let catalogue = MessageCatalogue(english: messages)
    #expect(throws: problem) { try draftNotice(facts, in: catalogue) }
    #expect(catalogue.mismatches().count == 1)
    messages[.safe] = nil
    #expect(throws: NoticeDraftProblem.missingMessage(.safe, language: "en")) {
      try draftNotice(facts, in: MessageCatalogue(english: messages))
    }
  }

  @Test func `every language has every message, with the placeholders of English`() {
    for catalogue in MessageCatalogue.all { #expect(catalogue.mismatches() == []) }
    #expect(MessageCatalogue.named("en-GB")?.language == "en" && MessageCatalogue.named("tlh") == nil)
  }
}

@Suite struct `the facts of a notice` {
  @Test(
    arguments: [
      (["kind": "\"first\""], "`kind`"), (["incidentId": "\"INC 7\""], "`incidentId`"),
      (["odd": "1"], "`odd`"),
      (["officialHosts": "[]"], "`officialHosts`"),
      (["officialHosts": "[\"Wallet.example\"]"], "`officialHosts[0]`"),
      (["officialHosts": "[\"xn--wllet-lqa.example\"]"], "`officialHosts[0]`"),
      (["officialHosts": "[\"203.0.113.7\"]"], "`officialHosts[0]`"),
      (["nextUpdateAt": nil], "`nextUpdateAt`"),
      (["nextUpdateAt": "\(published)"], "`nextUpdateAt`"), (["apps": "[\"a\\u202Eb\"]"], "`apps[0]`"),
      (["apps": "[\"{{x}}\"]"], "`apps[0]`"), (["apps": "[\"a\\nb\"]"], "`apps[0]`"),
      (["apps": "[\" \"]"], "`apps[0]`"),
      (["cause": "{\"status\":\"confirmed\"}"], "`cause.text`"), (["kind": "\"correction\""], "`correction`"),
      (["revokedAt": nil], "`revokedAt`"), (["since": "\(published)"], "`detectedAt`"),
      (["walletsAffected": "1.5"], "`walletsAffected`"),
      (["approvedClaims": "[\"all\"]"], "`approvedClaims[0]`"),
      (["approval": "{\"author\":\"a\",\"approver\":\"b\",\"sha256\":\"AB\"}"], "`approval.sha256`"),
      (["languages": "[]"], "`languages`"),
    ] as [([String: String?], String)])
  func `are refused with the field's name`(changes: [String: String?], field: String) {
    do {
      _ = try facts(changes)
      Issue.record("taken: \(changes)")
    } catch let problem as NoticeFactsProblem {
      #expect(problem.sentence.hasPrefix(field), "\(problem.sentence)")
    } catch { Issue.record("\(error)") }
  }

  @Test func `what is no JSON is said so, and the least that is needed is taken`() throws {
    #expect(throws: NoticeFactsProblem.self) { try NoticeFacts(json: "{".utf8) }
    let least =
      "{\"incidentId\":\"I\",\"kind\":\"initial\",\"publishedAt\":3,\"nextUpdateAt\":4,\"since\":1,\"detectedAt\":2,\"officialHosts\":[\"a.example\"]}"
    let facts = try NoticeFacts(json: least.utf8)
    #expect(facts.languages == ["en"] && facts.causeStatus == .unknown && facts.trustedHost == "a.example")
    #expect(try draftNotice(facts).contains("We have not ended those sessions yet."))
  }
}
