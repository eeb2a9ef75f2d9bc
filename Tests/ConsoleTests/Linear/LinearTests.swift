import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// The console as lines: what is typed, what is done, what is said.
@Suite struct LinearTests {
  private static let rows = (1...3).map { row(key($0), risk: risk(99 - 10 * $0, .context)) }
  /// Two keys that are shortened alike.
  private static let twins = [
    row(.opaque("0x0001aaaabbbb0001")), row(.opaque("0x0001aaaacccc0001")), row(key(2)),
  ]

  // MARK: What is refused

  @Test(arguments: ["1", "3", "17"]) func `a number of a list stops nothing`(number: String) {
    var desk = LinearDesk.open(Self.rows)
    desk.type("list")
    let said = desk.type("X \(number)")
    #expect(said.joined().contains("is a number of a list"))
    #expect(desk.writes.isEmpty)
  }

  @Test(arguments: ["X", "revoke", ":revoke", "u", "A", "acknowledge", "N now", "deny", "approve"])
  func `what acts is told on what, or does nothing`(line: String) {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
    let said = desk.type(line)
    #expect(!said.isEmpty)
    #expect(desk.writes.isEmpty)
  }

  @Test func `a shortened key that two sessions share does nothing, and both are named`() {
    var desk = LinearDesk.open(Self.twins)
    let said = desk.type("X 0x0001…0001")
    #expect(said.first?.contains("may mean 2 sessions: nothing was done") == true)
    #expect(said.contains("0x0001aaaabbbb0001") && said.contains("0x0001aaaacccc0001"))
    #expect(desk.writes.isEmpty)
  }

  @Test(arguments: ["0x9999…0001", "0x0001", "alice", "0x0001aaaa", "0x0001…", "0x0001..0002"])
  func `a key that no session has, or not wholly, stops nothing`(name: String) {
    var desk = LinearDesk.open(Self.rows)
    let said = desk.type("revoke \(name)")
    #expect(said.contains { $0.contains("nothing was done") })
    #expect(desk.writes.isEmpty)
  }

  @Test func `two keys behind one command stop nothing`() {
    var desk = LinearDesk.open(Self.rows)
    desk.type("X \(key(1).text) \(key(2).text)")
    #expect(desk.writes.isEmpty)
  }

  @Test func `read-only refuses every write, with the action's name`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12)], readOnly: true)
    for action in ActionTable.all where action.risk != .read {
      let said = desk.type("\(action.id.name) \(key(1).text)")
      #expect(said.joined().contains("read-only: `\(action.id.name)` was refused"), "\(action.id)")
    }
    #expect(desk.writes.isEmpty)
  }

  @Test func `lines that come at once, as in a paste, change nothing`() {
    var desk = LinearDesk.open(Self.rows, isTyped: true)
    let said = desk.type("X \(key(1).text)", isBurst: true)
    #expect(said.joined().contains("as in a paste: nothing was done"))
    #expect(desk.writes.isEmpty)
    #expect(desk.type("list", isBurst: true).joined().contains("3 sessions"))
  }

  @Test(arguments: ["fire", "choose 1", "accept", "Y"], [true, false])
  func `what acts on what was said does nothing when it came before that`(line: String, isTyped: Bool) {
    var desk = LinearDesk.open(Self.rows, isTyped: isTyped)
    desk.linear.take("list", at: desk.now)
    let said = desk.type(line)
    #expect(said.contains { $0.contains("came before what it acts on was said: nothing was done") })
    #expect(desk.writes.isEmpty)
    #expect(!desk.type(line).joined().contains("came before"))
  }

  @Test func `what was answered and not printed yet was read by nobody`() {
    var desk = LinearDesk.open(Self.rows, isTyped: true)
    desk.linear.take("help", at: desk.now)
    #expect(desk.linear.isReady)
    #expect(desk.type("fire").contains { $0.contains("came before") })
  }

  @Test func `what was typed and not begun is named at the end, and no late answer begins it`() {
    var desk = LinearDesk.open(Self.rows, isTyped: true)
    desk.linear.take("X 0x0002…0002", at: desk.now)
    desk.linear.take("list", at: desk.now)
    #expect(!desk.linear.isDone)
    #expect(
      desk.linear.abandon().map(\.string) == ["`X 0x0002…0002` was NOT done", "`list` was NOT done"])
    desk.answer()
    #expect(desk.writes.isEmpty && desk.linear.isDone)
  }

  @Test func `what is given up after a minute is said not to be done`() {
    var desk = LinearDesk.open(Self.rows)
    desk.linear.take("X 0x0002…0002", at: desk.now)
    _ = desk.linear.takeSteps()
    _ = desk.wait(seconds(2))
    #expect(desk.wait(seconds(60)).contains("`X 0x0002…0002` was NOT done"))
    #expect(desk.linear.hasLost)
  }

  // MARK: Modes

  @Test func `a mode is set in words, and a list that wants a cursor is never left open`() {
    var desk = LinearDesk.open(Self.rows)
    for line in ["m", "mode", ":mode"] {
      #expect(desk.type(line).last?.contains("`mode MODE SCOPE [--reason TEXT]` sets one") == true)
      #expect(desk.linear.model.overlay == nil)
    }
    #expect(desk.type("help mode").joined().contains("a tighter one at once"))
    desk.type("mode normal chain:1")
    #expect(desk.writes.isEmpty)
    desk.type("mode guarded chain:1")
    let order = ModeOrder(
      candidate: ModeCandidate(mode: .guarded, scope: Scope(chainID: 1)), before: .normal,
      reason: ModeOrder.tightenReason)
    #expect(desk.writes == [.setMode(order)])
  }

  @Test func `a looser mode is asked for with its reason, and not without one`() {
    let entry = ModeTable.Entry(scope: .everything, mode: .guarded, start: start)
    var desk = LinearDesk.open(Self.rows)
    desk.feed(.overviewed(overview(Self.rows, modes: [entry])))
    #expect(desk.type("mode normal all").joined().contains("say why"))
    #expect(desk.writes.isEmpty)
    desk.feed(.overviewed(overview(Self.rows, modes: [entry])))
    desk.type("mode normal all --reason it is over")
    let order = ModeOrder(
      candidate: ModeCandidate(mode: .normal, scope: .everything), before: .guarded, reason: "it is over")
    #expect(desk.writes == [.setMode(order)])
    let said = desk.feed(.modeSet(order, .waits(NoticeSamples.request(), approvers: ["alice"])))
    #expect(said.contains { $0.contains("alice may approve it") })
    #expect(desk.linear.model.overlay == nil)
  }

  // MARK: The whole table

  @Test(arguments: ActionTable.all.map(\.id))
  func `every action is taken by its name, or refused with a reason`(
    id: ActionID
  ) throws {
    let action = try #require(ActionTable.all.first { $0.id == id })
    for line in [id.name, ":" + id.name, "\(id.name) something else"] + action.keys.map(\.description) {
      var desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
      var said = desk.type(line)
      // What the store does not answer is said to be waited for.
      if said.isEmpty { said = desk.wait(seconds(2)) }
      #expect(
        !said.isEmpty || desk.linear.isOver || !desk.writes.isEmpty, "`\(line)` was answered by nothing")
      #expect(!said.joined().contains("is nothing that can be typed"), "`\(line)`")
    }
  }

  @Test func `a word that nothing has is answered, and so is an empty line`() {
    var desk = LinearDesk.open(Self.rows)
    #expect(desk.type("fly away").joined().contains("`fly` is nothing that can be typed here"))
    #expect(desk.type("").isEmpty)
    #expect(desk.type(String(repeating: "x", count: 5_000)).joined().contains("none of ours"))
  }

  // MARK: Stopping

  @Test(arguments: ["X", "revoke", ":revoke"]) func `a session is stopped by its key`(word: String) {
    var desk = LinearDesk.open(Self.rows)
    let said = desk.type("\(word) \(key(2).text)")
    #expect(said == ["revoking \(key(2).text)"])
    #expect(desk.writes == [.revoke(key(2), reason: Model.revokeReason)])
    let done = desk.feed(.revoked(receipt(key(2))))
    #expect(
      done.first
        == "\(key(2).text) revoked: commit 12 ms, not seen refused yet; `undo` takes it back within 30 s")
  }

  @Test(arguments: ["0x0002…0002", "0x0002...0002", "0x0002..0002", "0x0002~0002"])
  func `a session is stopped by its shortened key where only one has it`(name: String) {
    var desk = LinearDesk.open(Self.rows)
    let said = desk.type("X \(name)")
    #expect(said == ["revoking \(key(2).text)"])
    #expect(desk.writes == [.revoke(key(2), reason: Model.revokeReason)])
  }

  @Test func `what stops does not wait for a list that is being read`() {
    var desk = LinearDesk.open(Self.rows, isTyped: true)
    desk.linear.take("list", at: desk.now)
    desk.linear.take("X \(key(3).text)", at: desk.now)
    #expect(desk.linear.takeSteps().contains(.console(.revoke(key(3), reason: Model.revokeReason))))
    #expect(desk.linear.pending == .sessions)
  }

  @Test func `it is said when the session was seen refused, and an undo takes it back`() {
    var desk = LinearDesk.open(Self.rows)
    desk.type("X \(key(1).text)")
    desk.feed(.revoked(receipt(key(1))))
    let news = desk.change {
      $0.rows[0] = row(key(1), life: .revoked, revokedFrom: start, firstRefused: start + seconds(2))
    }
    #expect(news == ["0x0001…0001 is stopped: an execution was seen refused 2.0 s after the commit"])
    desk.type("undo")
    #expect(
      desk.writes.last
        == .reinstate(key(1), revocationID: "rev-0001", reason: Model.undoReason))
  }

  // MARK: Lists and pages

  @Test func `sessions are sentences with numbers, and a number opens one`() {
    var desk = LinearDesk.open(Self.rows)
    let said = desk.type("list")
    #expect(said[0] == "3 sessions, in the order of `sort risk`")
    #expect(
      said[1]
        == "1. HIGH 89, 0x0001…0001, wallet 0x0077…0077, swap.execute, chain 1, spent 250 of 500 USD, 1 denied, expires in 4 min, active, signals CTX"
    )
    #expect(said.count == 4)
    let page = desk.type("open 2")
    #expect(page.first == "session \(key(2).text)")
    #expect(page.contains("spent: 250 of 500 USD"))
  }

  @Test func `a list is said in parts, and a filter or an order says it anew`() {
    var desk = LinearDesk.open((1...30).map { row(key($0)) })
    #expect(desk.type("list").last == "20 of 30; `more` goes on")
    let rest = desk.type("more")
    #expect(rest.first?.hasPrefix("21. ") == true && rest.count == 10)
    #expect(desk.type("more") == ["that was all of it"])
    #expect(
      desk.type("list state:revoked").first == "0 sessions match `state:revoked`, in the order of `sort risk`"
    )
    #expect(desk.type("sort spent").first?.contains("sort spent") == true)
    #expect(desk.type("list chain:x").first?.contains("chain") == true)
    #expect(desk.type("/state:active").first?.hasPrefix("30 sessions match") == true)
  }

  @Test func `an alert is acted on by its own number`() {
    var desk = LinearDesk.open(Self.rows, alerts: [alert(12), alert(7, session: key(2))])
    #expect(desk.type("alerts")[1].hasPrefix("1. alert 12, risk is critical, peak 97 CRIT, 0x0001…0001"))
    desk.type("acknowledge 7")
    #expect(desk.writes == [.alert(.acknowledge, on: 7, reason: Model.alertReason)])
    desk = LinearDesk.open(Self.rows, alerts: [alert(12)])
    #expect(desk.type("A 99").joined().contains("alert 99 is not in the list"))
  }

  @Test func `a request is approved once its text was said`() {
    var desk = LinearDesk.open(Self.rows) { $0.requests = [NoticeSamples.request()] }
    #expect(desk.type("approvals").joined().contains("a-1f2e3d4c5b, notice.publish") == true)
    #expect(desk.type("approve a-1f2e3d4c5b").joined().contains("was not read here"))
    #expect(desk.type("open a-1f2e3d4c5b").first == "REQUEST a-1f2e3d4c5b")
    desk.type("approve a-1f2e3d4c5b")
    #expect(desk.writes == [.answer(ApprovalAnswer(request: "a-1f2e3d4c5b", denial: nil))])
  }

  // MARK: Help

  @Test func `help says what a key does, and every subject's actions`() {
    var desk = LinearDesk.open(Self.rows)
    #expect(desk.type("help X").first?.hasPrefix("revoke ID, key X: Revoke the session") == true)
    #expect(desk.type("help ^F").first?.hasPrefix("page-down, key PgDn") == true)
    let all = ActionSubject.allCases.flatMap { desk.type("help \($0.rawValue)") }.joined(separator: "\n")
    for action in ActionTable.all { #expect(all.contains(action.help), "\(action.id)") }
    #expect(desk.type("help") == desk.type("?"))
  }

  // MARK: Hostile text

  @Test(arguments: HostileTextTests.attacks) func `hostile text is said as signs`(text: String) {
    var desk = LinearDesk.open(
      [row(.opaque(text)), row(key(1), envelope: envelope(key(1), wallet: .opaque(text)))],
      alerts: [alert(3, subject: text, session: nil)])
    for line in ["list", "open 1", "open 2", "alerts", "open alert 3", text, "X \(text)", "help \(text)"] {
      desk.type(line)
    }
    desk.feed(.reported(text, isError: true))
    for line in desk.said {
      let isClean = line.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.properties.generalCategory != .format
      }
      #expect(isClean && SafeText(line).string == line, "\(line.debugDescription)")
    }
  }
}
