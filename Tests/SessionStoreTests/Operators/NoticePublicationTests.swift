import AuditTrail
import Delegation
import GRDB
import SessionStore
import Testing

/// A text that goes out to users takes two people, byte by byte.
@Suite struct NoticePublicationTests {
  private static let text = "# Hello\n\nOpen the app yourself: caf\u{E9}.\n"

  private func notice(_ text: String = text, kind: String = "initial", form: String = "full")
    -> NoticePublication
  {
    NoticePublication(incident: "INC-1", kind: kind, form: form, text: text)
  }

  private func twoOperators(_ backend: Backend) throws -> Fixture {
    let fixture = try Fixture(backend)
    try fixture.add(.bob, [.operator, .approver])
    return fixture
  }

  @Test(
    arguments: Backend.all,
    [
      (Operator(name: "mallory", key: .seeded(1)), .unknown("mallory")),
      (Operator(name: "alice"), .noKey("alice")),
      (Operator(name: "alice", key: .seeded(2)), .wrongKey("alice")),
    ] as [(Operator, OperatorProblem)])
  func `who is not proved to be an operator lets no text go out`(
    backend: Backend, row: (by: Operator, problem: OperatorProblem)
  ) throws {
    let fixture = try Fixture(backend)
    #expect(throws: StoreError.operators(row.problem)) {
      try fixture.store.publishNotice(notice(), reason: "", by: row.by)
    }
    #expect(try fixture.store.publishedNotices(of: "INC-1").isEmpty)
  }

  @Test(
    arguments: Backend.all,
    [
      NoticePublication(incident: "INC 1", kind: "initial", form: "full", text: "x"),
      NoticePublication(incident: "INC-1", kind: "", form: "full", text: "x"),
      NoticePublication(incident: "INC-1", kind: "initial", form: "full", text: ""),
      NoticePublication(
        incident: "INC-1", kind: "initial", form: "full",
        text: String(repeating: "x", count: NoticePublication.textMax + 1)),
    ])
  func `what is no text of an incident is not asked for`(backend: Backend, bad: NoticePublication) throws {
    let fixture = try Fixture(backend)
    let before = try fixture.store.logHead().size
    #expect(throws: StoreError.self) { try fixture.store.publishNotice(bad, reason: "", by: .alice) }
    #expect(try fixture.store.logHead().size == before)
  }

  @Test(arguments: Backend.all)
  func `it waits for somebody else, who sees the exact text, and not for who asked`(backend: Backend) throws {
    let fixture = try twoOperators(backend)
    let store = fixture.store
    let hostile = Self.text + "\u{202E}{{x}}\r\n"
    let outcome = try store.publishNotice(notice(hostile), reason: "users ask", by: .alice)
    let request = try #require(outcome.request)
    #expect(request.text.map { Array($0.utf8) } == Array(hostile.utf8))
    #expect(request.target == "INC-1")
    #expect(try store.publishedNotices(of: "INC-1").isEmpty)
    #expect(throws: StoreError.operators(.ownRequest(request.id))) {
      try store.approve(request.id, by: .alice)
    }
    let listed = try #require(try store.approvals(limit: 1).first)
    #expect(listed.text.map { Array($0.utf8) } == Array(hostile.utf8))
    _ = try store.approve(request.id, by: .bob)
    let published = try #require(try store.publishedNotices(of: "INC-1").first)
    #expect(published.publication == notice(hostile))
    #expect(published.askedBy == "alice" && published.approvedBy == "bob")
    let leaf = try store.proveInclusion(of: published.sequence).leaf
    #expect(leaf.text.contains(NoticePublication.digest(of: hostile)))
    #expect(try store.publishedNotices(of: "INC-2").isEmpty)
    #expect(try fixture.another().publishedNotices(of: "INC-1") == [published])
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `what was denied or has expired does not go out`(backend: Backend) throws {
    let fixture = try twoOperators(backend)
    let store = fixture.store
    let denied = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    _ = try store.deny(denied.id, reason: "names a person", by: .bob)
    let late = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    fixture.clock.advance(milliseconds: ApprovalRequest.life.milliseconds)
    #expect(throws: StoreError.operators(.expired(late.id))) { try store.approve(late.id, by: .bob) }
    #expect(try store.publishedNotices(of: "INC-1").isEmpty)
  }

  @Test(arguments: Backend.all)
  func `an approved text is approved once, and every other byte, kind or form is asked for anew`(
    backend: Backend
  ) throws {
    let fixture = try twoOperators(backend)
    let store = fixture.store
    let first = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    let twice = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    _ = try store.approve(first.id, by: .bob)
    #expect(throws: StoreError.operators(.outdated(twice.id))) { try store.approve(twice.id, by: .bob) }
    let size = try store.logHead().size
    let again = try #require(try store.publishNotice(notice(), reason: "", by: .alice).done)
    #expect(again.approvedBy == "bob")
    #expect(try store.logHead().size == size)
    // The last one looks the same: `é` as two code points.
    let others = [
      notice(Self.text + " "), notice(kind: "update"), notice(form: "short"),
      notice(Self.text.replacing("\u{E9}", with: "e\u{301}")),
    ]
    for other in others {
      #expect(try store.publishNotice(other, reason: "", by: .alice).request != nil)
    }
    #expect(try store.publishedNotices(of: "INC-1").count == 1)
  }

  @Test(arguments: Backend.all)
  func `where nobody else could approve it, it goes out alone, and a second person can still approve it`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let alone = try #require(try store.publishNotice(notice(), reason: "", by: .alice).done)
    #expect(alone.approvedBy == nil)
    let again = try #require(try store.publishNotice(notice(), reason: "", by: .alice).done)
    #expect(again == alone)
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
    try fixture.add(.bob, [.approver])
    let request = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    _ = try store.approve(request.id, by: .bob)
    #expect(try store.publishedNotices(of: "INC-1").map(\.approvedBy) == [nil, "bob"])
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: [
    "UPDATE entries SET detail = replace(detail, 'Hello', 'Hullo') WHERE action = 'notice.publish'",
    "UPDATE entries SET after = replace(after, 'sha256:', 'sha256:0') WHERE action = 'notice.publish'",
    "UPDATE entries SET detail = '{}' WHERE action = 'notice.publish'",
  ])
  func `a text that was changed behind the store's back does not read as approved`(sql: String) throws {
    let folder = try Folder()
    let clock = TestClock()
    let store = try folder.open(clock)
    _ = try store.publishNotice(notice(), reason: "", by: .alice)
    store.close()
    try edit(folder, sql)
    let again = try folder.open(clock)
    defer { again.close() }
    let error = #expect(throws: StoreError.self) { try again.publishedNotices(of: "INC-1") }
    guard case .corrupt? = error else {
      Issue.record("read as \(String(describing: error))")
      return
    }
    #expect(try again.verifyAudit(AuditAnchors()).findings.contains { $0.place == "entries" })
  }

  @Test func `a request whose text was exchanged behind the store's back is not approved`() throws {
    let folder = try Folder()
    let clock = TestClock()
    let store = try folder.open(clock)
    _ = try store.addOperator("bob", key: Operator.bob.publicKey, roles: [.approver], reason: "", by: .alice)
    let request = try #require(try store.publishNotice(notice(), reason: "", by: .alice).request)
    store.close()
    try edit(folder, "UPDATE approvals SET attachment = 'Send us your funds'")
    let again = try folder.open(clock)
    defer { again.close() }
    #expect(try again.approvals(limit: 1).map(\.text) == [nil])
    #expect(throws: StoreError.self) { try again.approve(request.id, by: .bob) }
    #expect(try again.publishedNotices(of: "INC-1").isEmpty)
  }

  private func edit(_ folder: Folder, _ sql: String) throws {
    let queue = try DatabaseQueue(path: folder.path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}
