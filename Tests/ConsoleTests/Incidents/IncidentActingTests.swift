import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// What keys do in an incident, and to which.
@Suite struct IncidentActingTests {
  private static let responding = ActionTable.responding + ActionTable.recording

  @Test(arguments: responding.map(\.id))
  func `a console that only reads gives no order`(id: ActionID) throws {
    var desk = Desk.at([try IncidentSamples.incident()], readOnly: true)
    let action = try #require(ActionTable.all.first { $0.id == id })
    for key in action.keys { desk.press("\(key)") }
    desk.press(":")
    desk.write("\(id.name) P1 words")
    desk.press("Enter")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test func `an incident's chooser of a console that only reads sets no mode`() throws {
    var desk = Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterRevoke)], readOnly: true)
    let item = Chooser.Item.mode(ModeCandidate(mode: .lockdown, scope: .everything), isProposed: true)
    desk.model.overlay = .chooser(Chooser(purpose: .mode(incident: "INC-1"), items: [item]))
    desk.look()
    desk.press("Enter")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test(arguments: [
    ("4", "v", "`verify` is not possible: no incident is shown here"),
    ("1", "n", "`next` is not possible: no incident is shown here"),
    ("1", "t", "`note` is not possible: no incident is shown here"),
    ("1", "Y", "`fire` is not possible: no scope is shown to be revoked: `:scope` shows one"),
    ("1", "a", "`accept` is not possible: no incident is shown here"),
    ("3", "i", "`incident` is not possible: no session is chosen"),
  ])
  func `a key says why it does nothing elsewhere`(place: String, key: String, reason: String) {
    var desk = Desk.at([], size: ScreenSize(rows: 24, columns: 140))
    desk.press(place)
    desk.answer()
    desk.press(key)
    #expect(desk.statusLine.contains(reason))
    #expect(desk.writes.isEmpty)
  }

  @Test func `a step whose turn it is not is refused with the one that comes first`() throws {
    var desk = Desk.at([try IncidentSamples.incident()], size: ScreenSize(rows: 24, columns: 140))
    desk.press("v")
    #expect(desk.statusLine.contains("the step revoke comes first"))
    desk.press("n")
    #expect(desk.statusLine.contains("`next` is not possible: the next is `X`, revoke the session"))
    desk = Desk.at(
      [try IncidentSamples.incident(doing: IncidentSamples.afterVerify)],
      size: ScreenSize(rows: 24, columns: 140))
    desk.press("v")
    #expect(desk.statusLine.contains("the step verify is behind: `:step-back verify"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `a closed incident takes a note and no more`() throws {
    let closed = try IncidentSamples.incident(doing: IncidentSamples.settled + [.closed(summary: "quiet")])
    var desk = Desk.at([closed], size: ScreenSize(rows: 24, columns: 140))
    for key in ["v", "S"] {
      desk.press(key)
      #expect(desk.statusLine.contains("INC-1 is closed: `:reopen` goes on with it"))
    }
    desk.press("t")
    desk.write("late")
    desk.press("Enter")
    #expect(desk.orders == [.perform([.noteAdded("late")], on: "INC-1")])
  }

  @Test(arguments: [
    ("severity P9 odd", "expected `:severity P1 REASON`"), ("severity P1", "expected `:severity P1 REASON`"),
    ("skip", "expected `:skip REASON`"), ("step-back nothing odd", "expected `:step-back STEP REASON`"),
    ("role cook bob", "expected `:role ROLE NAME`"),
    ("detected noon odd", "expected `:detected TIME REASON`"),
    ("follow-up bob", "expected `:follow-up OWNER WHAT`"),
    ("evidence x y", "expected `:evidence LEAF TITLE`"),
    ("scope chain:x", "`chain:x`: expected key: wallet:"),
    ("reopen revoke why", "the incident is not closed"),
    ("accept", "no hand-over waits for an answer"),
  ])
  func `a command that cannot be read says what was expected`(command: String, answer: String) throws {
    var desk = Desk.at([try IncidentSamples.incident()], size: ScreenSize(rows: 24, columns: 160))
    desk.press(":")
    desk.write(command)
    desk.press("Enter")
    #expect(desk.screen.suffix(2).joined().contains(answer))
    #expect(desk.orders.isEmpty)
  }

  @Test(
    arguments: [
      ("severity p1 users lose money", .severitySet(.p1, reason: "users lose money")),
      ("skip no key is known", .stepSkipped(.revoke, reason: "no key is known")),
      ("role approver bob", .roleAssigned(.approver, to: "bob")),
      ("note seen on two chains", .noteAdded("seen on two chains")),
      ("take alice is asleep", .commandTaken(reason: "alice is asleep")),
      (
        "detected 2026-02-21T19:00:00Z told by a user",
        .detectionCorrected(from: start - seconds(252), to: start - seconds(400), reason: "told by a user")
      ),
      (
        "follow-up bob rotate the router",
        .followUpAgreed(FollowUp(id: "F1", what: "rotate the router", owner: "bob"))
      ),
      (
        "evidence 812 the first refusal",
        .evidenceAttached(Evidence(title: "the first refusal", sequence: 812))
      ),
      ("close all quiet", .closed(summary: "all quiet")),
    ] as [(String, IncidentAction)])
  func `a command records what it says`(command: String, action: IncidentAction) throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    desk.press(":")
    desk.write(command)
    desk.press("Enter")
    #expect(desk.orders == [.perform([action], on: "INC-1")])
  }

  @Test func `a hand-over is accepted by whom it was offered to, with the brief that was shown`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    desk.press(":")
    desk.write("handover bob")
    desk.press("Enter")
    guard case .perform(let actions, _)? = desk.orders.first,
      case .handOverOffered("bob", let brief)? = actions.first
    else {
      Issue.record("no hand-over was offered")
      return
    }
    #expect(brief.contains("Incident INC-1, P2: odd swaps"))
    try desk.carryOut()
    desk.press("a")
    #expect(desk.statusLine.contains("offered to bob, you are alice"))
    desk.model.settings.operatorPlainName = "bob"
    desk.type("a")
    #expect(desk.orders == [.perform([.handOverAccepted(offer: "e1")], on: "INC-1")])
  }

  @Test func `a round takes a dozen keys`() throws {
    var desk = Desk.at([])
    desk.alerts = [alert(7, session: key(1))]
    desk.press("2")
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    desk.press("i")
    #expect(desk.orders == [.join(.alert(desk.alerts[0]))])
    let opened = try IncidentSamples.incident(from: .alert(7))
    desk.incidents = [opened]
    let order = try #require(desk.orders.first)
    desk.effects.removeAll { if case .order = $0 { true } else { false } }
    desk.send(.ordered(order, .done(opened, words: "opened as P2, you command it")))
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    #expect(desk.model.screen == .incident("INC-1"))

    desk.press("X")
    #expect(desk.revokes == [key(1)])
    desk.effects.removeAll { if case .revoke = $0 { true } else { false } }
    desk.send(.revoked(receipt(key(1), at: desk.now)))
    try desk.carryOut()
    #expect(desk.model.nextStep?.text == "finish revoke")
    desk.press("n")
    try desk.carryOut()
    desk.press("m")
    desk.answer()
    desk.look()
    desk.press("Enter")
    try desk.carryOut()
    #expect(desk.model.shownIncident?.currentStep == .verify)
    desk.press("v")
    desk.board = IncidentSamples.board(isQuiet: true)
    try desk.carryOut()
    desk.press("n")
    #expect(desk.orders == [.finishVerify("INC-1")])
    try desk.carryOut()
    #expect(desk.model.nextStep?.text == "skip notice")
    desk.press("n")
    try desk.carryOut()
    while desk.model.shownIncident?.isClosed == false {
      let next = try #require(desk.model.nextStep)
      if case .command(let text) = next.way {
        desk.press("n")
        #expect(desk.screen.last?.contains(text.split(separator: " ")[0]) == true)
        desk.write(text.hasPrefix("role") ? "bob" : "1 words")
        desk.press("Enter")
      } else {
        desk.press("n")
      }
      try desk.carryOut()
    }
    #expect(desk.model.shownIncident?.isClosed == true)
  }

  @Test func `n does nothing when what is to be done has changed unseen`() throws {
    let incident = try IncidentSamples.incident(doing: IncidentSamples.revoked)
    var desk = Desk.at([incident], size: ScreenSize(rows: 24, columns: 140))
    let next = try incident.doing(.stepDone(.revoke, StepResult(summary: "1")))
      .doing(.stepSkipped(.tighten, reason: "odd")).doing(.stepSkipped(.verify, reason: "odd"))
    desk.send(.incidentsRead(IncidentsReading([next], .standard)))
    desk.type("n")
    #expect(desk.orders.isEmpty)
    #expect(desk.statusLine.contains("had changed unseen"))
  }

  @Test func `Y revokes the scope that the card shows, and nothing without it`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    desk.press("Y")
    #expect(desk.writes.isEmpty)
    desk.press("S")
    desk.answer()
    desk.look()
    desk.press("j", "Enter")
    for other in ["X", "Enter", "n", "j"] { desk.press(other) }
    #expect(desk.writes.isEmpty)
    desk.type("Y", isBurst: true)
    #expect(desk.writes.isEmpty)
    desk.press("Y")
    #expect(desk.orders == [.revoke(Scope(nonceDomain: .opaque("mobile")), for: "INC-1")])
  }

  @Test func `several open incidents are asked about, and one may be opened all the same`() throws {
    var desk = Desk.at([])
    desk.press("1")
    desk.answer()
    desk.look()
    desk.press("i")
    let order = try #require(desk.orders.first)
    desk.effects.removeAll { if case .order = $0 { true } else { false } }
    let open = [try IncidentSamples.incident("INC-1"), try IncidentSamples.incident("INC-2", severity: .p4)]
    desk.send(.ordered(order, .choice(open)))
    desk.look()
    #expect(desk.screen.joined().contains("several incidents are open: which one"))
    desk.press("j", "Enter")
    #expect(desk.orders == [.joinTo("INC-2", .session(key(1)))])
    desk.effects.removeAll { if case .order = $0 { true } else { false } }
    desk.send(.ordered(.joinTo("INC-2", .session(key(1))), .refused("no incident `INC-2`")))
    #expect(desk.statusLine.contains("INC-2 was NOT joined: no incident `INC-2`"))
  }

  /// Whatever the store answers between two keys, an order is for the incident that the last frame showed.
  @Test(arguments: 0..<40) func `a key acts on the incident that was drawn`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let all = try (1...4).map {
      try IncidentSamples.incident("INC-\($0)", from: .session(key($0)), startedAgo: Int64(100 + $0))
    }
    var desk = Desk.at(all)
    for _ in 0..<30 {
      let drawn = desk.frame.drawn.incident
      let target = desk.frame.drawn.target
      desk.effects = []
      if Bool.random(using: &random) {
        let shuffled = all.shuffled(using: &random).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        desk.incidents = shuffled
        desk.send(.incidentsRead(IncidentsReading(shuffled, .standard)))
      }
      let name =
        ["j", "k", "Enter", "Esc", "n", "m", "X", "v", "4", "t"].randomElement(using: &random) ?? "j"
      let before = desk.model.screen
      desk.type(name)
      for order in desk.orders {
        #expect(order.incident == drawn, "seed \(seed), \(name) on \(before)")
      }
      for key in desk.revokes { #expect(key == target, "seed \(seed), \(name) on \(before)") }
      desk.answer()
      desk.look()
      desk.now = desk.now + seconds(1)
      desk.model.ordersSent = []
    }
  }

  @Test func `the clock of an open incident wakes once a second, and of a closed one once a minute`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    desk.wait(seconds(30))
    #expect(desk.model.nextWake - desk.now <= seconds(1))
    #expect(desk.model.nextWake - desk.now >= TimeSpan(milliseconds: 500))
    desk = Desk.at([
      try IncidentSamples.incident(doing: IncidentSamples.settled + [.closed(summary: "quiet")])
    ])
    desk.wait(seconds(15))
    #expect(desk.model.nextWake - desk.now > seconds(2))
  }

  @Test func `what others did to an incident shows, and a board is read again while its step is open`() throws
  {
    let incident = try IncidentSamples.incident(doing: IncidentSamples.afterTighten + [.stepStarted(.verify)])
    var desk = Desk.at([incident])
    #expect(desk.screen.joined().contains("authorize@4711"))
    desk.board = IncidentSamples.board(pending: ["gateway@4712"])
    desk.wait(Model.boardSpan)
    desk.answer()
    desk.look()
    #expect(desk.screen.joined().contains("ALLOWS"))
    desk.incidents = [try incident.doing(.noteAdded("seen by bob"))]
    desk.now = desk.now + seconds(1)
    desk.send(.storeChanged)
    desk.answer()
    #expect(desk.screen.joined().contains("seen by bob"))
  }
}
