import Delegation
import IncidentResponse
import SessionStore
import Terminal
import Testing

@testable import Console

/// What keys and commands do to a notice, and to which text.
@Suite struct NoticeActingTests {
  private static let wide = ScreenSize(rows: 24, columns: 160)

  @Test(arguments: ["D", "e"])
  func `a console that only reads changes no notice`(key: String) throws {
    var desk = try NoticeSamples.desk(readOnly: true)
    desk.press(key)
    #expect(desk.statusLine.contains("read-only"))
    desk.command("ask-approval now")
    desk.command("export markdown x.md")
    desk.command("draft wallet.example")
    #expect(desk.writes.isEmpty && !desk.effects.contains { if case .edit = $0 { true } else { false } })
  }

  @Test(arguments: [
    ("e", "`edit-notice` is not possible: there is no draft yet: `D` drafts the notice"),
    ("l", "`show-notice` is not possible: there is no draft yet"),
    (":ask-approval", "`ask-approval` is not possible: there is no draft yet"),
    (":post", "`post` is not possible: there is no draft yet"),
  ])
  func `without a draft there is nothing to read, edit or ask for`(command: String, reason: String) throws {
    var desk = Desk.at(
      [try IncidentSamples.incident(doing: IncidentSamples.afterVerify)], size: Self.wide)
    if command.hasPrefix(":") { desk.command(String(command.dropFirst())) } else { desk.press(command) }
    #expect(desk.statusLine.contains(reason))
    #expect(desk.writes.isEmpty)
  }

  @Test func `a notice is not drafted before its turn, nor for a closed incident`() throws {
    var desk = Desk.at([try IncidentSamples.incident()], size: Self.wide)
    desk.press("D")
    #expect(desk.statusLine.contains("`draft` is not possible: the step revoke comes first"))
    desk = Desk.at(
      [try IncidentSamples.incident(doing: IncidentSamples.settled + [.closed(summary: "quiet")])],
      size: Self.wide)
    desk.press("D")
    #expect(desk.statusLine.contains("INC-1 is closed"))
    desk = Desk.open([row(key(1))], size: Self.wide)
    desk.press("D")
    #expect(desk.statusLine.contains("no incident is shown here"))
  }

  @Test func `D asks for the official host where no draft names one, and drafts with those that are named`()
    throws
  {
    var desk = Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterVerify)])
    desk.press("D")
    #expect(desk.writes.isEmpty)
    desk.write("wallet.example app.example")
    desk.press("Enter")
    #expect(
      desk.orders == [
        .draftNotice(hosts: ["wallet.example", "app.example"], at: desk.model.storeNow, on: "INC-1")
      ])
  }

  @Test(arguments: [
    (":export pdf x", "expected `:export FORM FILE`, with markdown, html, text, short, json"),
    (":export markdown", "expected `:export FORM FILE`"),
    (":export short x.txt", "the short text is not approved: nothing was written"),
  ])
  func `an export names a form and a file`(command: String, answer: String) throws {
    var desk = try NoticeSamples.desk(
      NoticeSamples.incident([.approved]), isApproved: true, size: Self.wide)
    desk.command(String(command.dropFirst()))
    #expect(desk.statusLine.contains(answer))
    #expect(desk.writes.isEmpty)
    desk.command("export html a page.html")
    #expect(
      desk.orders == [.exportNotice(.html, to: "a page.html", digest: NoticeSamples.digest, on: "INC-1")])
  }

  @Test func `a text that a rule blocks is not asked for, and the rule is named`() throws {
    var desk = try NoticeSamples.desk(findings: [NoticeSamples.blocking], size: Self.wide)
    desk.command("ask-approval")
    #expect(desk.statusLine.contains("`ask-approval` is not possible: E3 in line 3 blocks it: `e` edits it"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `a text that changed unseen is neither edited nor asked for`() throws {
    var desk = try NoticeSamples.desk(size: Self.wide)
    desk.model.drawn.notice = "sha256:0"
    desk.type("e")
    #expect(desk.statusLine.contains("the notice had changed unseen"))
    desk.model.drawn.notice = "sha256:0"
    desk.type("n")
    #expect(desk.statusLine.contains("the notice had changed unseen"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `n asks a second person, once, for exactly the text that is shown`() throws {
    var desk = try NoticeSamples.desk()
    desk.press("n")
    let order = IncidentOrder.askApproval(
      digest: NoticeSamples.digest, reason: "notice to users", on: "INC-1")
    #expect(desk.orders == [order])
    desk.press("n")
    #expect(desk.orders == [order])
    #expect(desk.statusLine.contains("is being changed already"))
  }

  @Test func `n edits what a rule blocks or a second person denied`() throws {
    let edit = Effect.edit(
      NoticeEdit(incident: "INC-1", digest: NoticeSamples.digest, text: NoticeSamples.text))
    var desk = try NoticeSamples.desk(findings: [NoticeSamples.blocking])
    #expect(desk.press("n") == [edit])
    desk = try NoticeSamples.desk(request: NoticeSamples.request(state: .denied))
    #expect(desk.press("n") == [edit])
    #expect(desk.screen.contains { $0.contains("NEXT n  edit the notice: bob denied it: too early") })
  }

  @Test func `n waits for a second person, is one, exports, and finishes`() throws {
    var desk = try NoticeSamples.desk(request: NoticeSamples.request(), size: Self.wide)
    desk.press("n")
    #expect(desk.statusLine.contains("`next` is not possible: the next is `t`, wait for a second person"))
    desk = try NoticeSamples.desk(request: NoticeSamples.request(by: "bob"))
    desk.press("n")
    #expect(desk.model.screen == .approvals)
    desk = try NoticeSamples.desk(NoticeSamples.incident([.approved]), isApproved: true)
    desk.press("n")
    #expect(desk.statusLine.contains(":export markdown INC-1.md"))
    desk = try NoticeSamples.desk(NoticeSamples.incident([.approved, .exported]), isApproved: true)
    desk.press("n")
    let result = StepResult(summary: "the notice is out")
    #expect(desk.orders == [.perform([.stepDone(.notice, result)], on: "INC-1")])
  }

  @Test func `post says the shell's command, and a drill's goes to this machine alone`() throws {
    var desk = try NoticeSamples.desk(
      NoticeSamples.incident([.approved], isDrill: true), isApproved: true, size: Self.wide)
    desk.command("post")
    let digest = NoticeSamples.digest.prefix(19)
    #expect(
      desk.statusLine.contains(
        "curfew notice post --incident INC-1 --sha256 \(digest) --drill-target --webhook URL"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `what an editor left as it was, or could not give, is not recorded`() throws {
    var desk = try NoticeSamples.desk()
    let edit = NoticeEdit(incident: "INC-1", digest: NoticeSamples.digest, text: NoticeSamples.text)
    desk.send(.edited(edit, .failed("the editor ended with status 1: nothing is recorded")))
    #expect(desk.statusLine.contains("the editor ended with status 1"))
    desk.send(.edited(edit, .text(NoticeSamples.text)))
    #expect(desk.statusLine.contains("nothing has changed"))
    desk.send(.edited(edit, .text(" \n")))
    #expect(desk.statusLine.contains("expected a text of at most"))
    #expect(desk.writes.isEmpty)
    desk.look()
    desk.send(.edited(edit, .text("# Another")))
    #expect(
      desk.orders == [
        .recordNotice(NoticeEdit(incident: "INC-1", digest: NoticeSamples.digest, text: "# Another"))
      ])
  }
}
