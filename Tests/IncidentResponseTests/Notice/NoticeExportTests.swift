import Delegation
import SessionStore
import Testing

@testable import IncidentResponse

/// What leaves: approved bytes, in forms that hold nothing but them.
@Suite struct NoticeExportTests {
  private func staged(
    _ text: String, _ facts: NoticeFacts?, form: NoticeForm = .full, digest: String? = nil,
    approvals: [(text: String, approvedBy: String?)]
  ) throws -> NoticeProgress {
    let stage = NoticeStage(
      stage: .drafted, kind: .initial, form: form, digest: digest ?? NoticePublication.digest(of: text),
      text: text, facts: facts)
    let incident = try incident([opening(), .noticeStaged(stage)])
    let published = approvals.enumerated().map { place, approval in
      PublishedNotice(
        publication: NoticePublication(
          incident: incident.id, kind: "initial", form: form.rawValue, text: approval.text),
        sequence: Int64(place) + 9, at: at(50), askedBy: "alice", approvedBy: approval.approvedBy)
    }
    return try #require(incident.noticeProgress(published).last)
  }

  private func approved(_ text: String, _ facts: NoticeFacts?, form: NoticeForm = .full) throws
    -> NoticeProgress
  {
    try staged(text, facts, form: form, approvals: [(text, "bob")])
  }

  @Test(arguments: NoticeExportForm.allCases)
  func `what nobody approved does not leave`(form: NoticeExportForm) throws {
    let text = try draftNotice(facts(), form: form.source)
    for approvals in [[], [(text + " ", "bob")]] as [[(String, String?)]] {
      let progress = try staged(text, facts(), form: form.source, approvals: approvals)
      #expect(throws: NoticeExportProblem.notApproved(progress.digest)) {
        try progress.exported(as: form, isDrill: false)
      }
    }
  }

  @Test func `a text under another text's digest does not leave`() throws {
    let text = try draftNotice(facts())
    let other = NoticePublication.digest(of: "x")
    let progress = try staged(text, facts(), digest: other, approvals: [(text, "bob")])
    #expect(
      throws: NoticeExportProblem.otherBytes(
        found: NoticePublication.digest(of: text), approved: progress.approval?.publication.digest ?? "")
    ) { try progress.release(isDrill: false) }
  }

  @Test func `what a rule blocks does not leave, although it was approved`() throws {
    let text = try draftNotice(facts()).replacing("31 wallets", with: "13 wallets")
    let error = #expect(throws: NoticeExportProblem.self) {
      try approved(text, facts()).release(isDrill: false)
    }
    guard case .blocked(let findings)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(findings.map(\.rule) == [.number])
  }

  @Test(arguments: NoticeExportForm.allCases)
  func `a drill's notice leaves in no form without its mark, and in each with it`(form: NoticeExportForm)
    throws
  {
    let plain = try draftNotice(facts(), form: form.source)
    // Without facts the lint has only the text's own header to go by.
    for known in [try facts(["isDrill": "true"]), nil] {
      #expect(throws: NoticeExportProblem.self) {
        try approved(plain, known, form: form.source).exported(as: form, isDrill: true)
      }
    }
    let drill = try facts(["isDrill": "true"])
    let made = try approved(draftNotice(drill, form: form.source), drill, form: form.source)
      .exported(as: form, isDrill: true)
    #expect(made.contains("DRILL"))
    #expect(throws: NoticeExportProblem.self) {
      try approved(draftNotice(drill, form: form.source), facts(), form: form.source)
        .exported(as: form, isDrill: false)
    }
  }

  @Test func `an approval by the author alone is no second person's, whoever asked`() throws {
    let text = try draftNotice(facts())
    let alone = try staged(text, facts(), approvals: [(text, nil)])
    #expect(!alone.hasSecondPerson && alone.signedOff == nil)
    #expect(try alone.release(isDrill: false) == text)
    let second = try staged(text, facts(), approvals: [(text, nil), (text, "bob")])
    #expect(second.signedOff?.author == "alice" && second.signedOff?.approver == "bob")
    // Who drafted it approves what another one asked: that one signed the same bytes.
    let stage = NoticeStage(
      stage: .drafted, kind: .initial, digest: NoticePublication.digest(of: text), text: text,
      facts: try facts())
    let byAlice = try incident([opening(), .noticeStaged(stage)])
    let published = PublishedNotice(
      publication: NoticePublication(incident: "INC-1", kind: "initial", form: "full", text: text),
      sequence: 9,
      at: at(50), askedBy: "carol", approvedBy: "alice")
    let crossed = try #require(byAlice.noticeProgress([published]).last)
    #expect(crossed.signedOff?.author == "alice" && crossed.signedOff?.approver == "carol")
    #expect(try crossed.release(isDrill: false) == text)
  }

  @Test func `markdown and short are the approved bytes`() throws {
    for form in [NoticeExportForm.markdown, .short] {
      let text = try draftNotice(facts(), form: form.source)
      #expect(try approved(text, facts(), form: form.source).exported(as: form, isDrill: false) == text)
    }
  }

  @Test func `plain text has no markup and no header, and keeps the steps' numbers`() throws {
    let text = NoticeDocument(Sample.good).plainText
    #expect(text.hasPrefix("21 February 2026: we ended some app sessions\n\n"))
    #expect(!text.contains("**") && !text.contains("approved_by"))
    #expect(text.contains("What to do now.\n\n1. Open the app yourself."))
    #expect(text.contains("\n2. Go to Settings, then Sessions.\n3. Tap End all sessions.\n"))
  }

  @Test func `HTML escapes whatever stands in the text`() {
    let page = NoticeDocument(
      "# \(hostileText.split(separator: "\n")[0])\n\n<img src=x onerror=1> & \"q\"\n\n- a\n"
    )
    .html(linking: ["wallet.example"], isDrill: false)
    #expect(!page.contains("<script>alert") && !page.contains("<img"))
    #expect(page.contains("&lt;img src=x onerror=1&gt; &amp; &quot;q&quot;"))
    #expect(page.contains("<ul>\n<li>a</li>\n</ul>"))
    #expect(!page.contains("\u{202E}"))
  }

  @Test(
    arguments: [
      ("https://wallet.example/status.", true), ("https://wallet.example", true),
      ("http://wallet.example", false), ("https://wallet.example.evil.example", false),
      ("https://evil.example/wallet.example", false), ("https://wallet.example@evil.example", false),
      ("https://wallet.example:8443", false), ("https://wallet.example/\"onclick=1", false),
      ("https://wallet.example/?next=evil", false), ("HTTPS://wallet.example", false),
      ("javascript:1", false),
    ] as [(String, Bool)])
  func `only an official https address becomes a link`(word: String, isLink: Bool) {
    let page = NoticeDocument("# T\n\nSee \(word) now\n").html(linking: ["wallet.example"], isDrill: false)
    #expect(page.contains("<a href=\"https://wallet.example") == isLink)
    #expect(page.contains("<a ") == isLink)
  }

  @Test func `JSON is one object with the text, its digest and whether it is a drill`() throws {
    let text = try draftNotice(facts())
    let json = try approved(text, facts()).exported(as: .json, isDrill: false)
    var fields = try ObjectReader(parseJSON(json.dropLast().utf8))
    #expect(try fields.required("text", expected: "", Read.string) == text)
    #expect(try fields.required("isDrill", expected: "", Read.bool) == false)
    let digest = try fields.required("sha256", expected: "", Read.string)
    #expect("sha256:\(digest)" == NoticePublication.digest(of: text))
  }

  @Test func `a text that is drafted again is the latest, with what came of it before`() throws {
    func stage(_ stage: NoticeStage.Stage, _ text: String) -> IncidentAction {
      .noticeStaged(
        NoticeStage(
          stage: stage, kind: .initial, digest: NoticePublication.digest(of: text),
          text: stage == .drafted ? text : nil, destination: stage == .posted ? "hooks.example" : nil))
    }
    let incident = try incident([
      opening(), stage(.drafted, "a"), stage(.approved, "a"), stage(.posted, "a"), stage(.drafted, "b"),
      stage(.drafted, "a"),
    ])
    let texts = incident.noticeProgress([])
    #expect(texts.map(\.text) == ["b", "a"])
    #expect(texts[1].wasPosted(to: "hooks.example")?.at == at(3))
    #expect(texts[1].wasPosted(to: "other.example") == nil && texts[0].departures.isEmpty)
  }
}
