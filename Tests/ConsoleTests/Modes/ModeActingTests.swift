import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// The policy mode from every screen: what is set at once, and what is refused.
@Suite struct ModeActingTests {
  static let locked = [
    ModeTable.Entry(scope: .everything, mode: .lockdown, start: start - seconds(60))
  ]
  private static let chain = ModeCandidate(mode: .guarded, scope: Scope(chainID: 1))

  /// Alice at a console, on one of its screens.
  static func desk(
    _ place: String = "1", modes: [ModeTable.Entry] = [],
    size: ScreenSize = ScreenSize(rows: 40, columns: 140), readOnly: Bool = false
  ) -> Desk {
    var desk = Desk([row(key(1)), row(key(2))], size: size, readOnly: readOnly)
    desk.model.settings.operatorPlainName = "alice"
    desk.modes = modes
    desk.alerts = [alert(7, session: key(1))]
    desk.effects += desk.model.start()
    desk.answer()
    if place != "1" { desk.press(place) }
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    return desk
  }

  static func order(
    _ candidate: ModeCandidate, before: PolicyMode = .normal, reason: String = ModeOrder.tightenReason
  ) -> ModeOrder {
    ModeOrder(candidate: candidate, before: before, reason: reason)
  }

  // MARK: Refused

  @Test(arguments: ["m", ":mode lockdown", ":mode lockdown chain:1 --reason odd"])
  func `a console that only reads sets no mode`(way: String) {
    var desk = Self.desk(readOnly: true)
    if way == "m" { desk.press("m") } else { desk.command(String(way.dropFirst())) }
    #expect(desk.modeOrders.isEmpty)
    #expect(desk.statusLine.contains("this console is read-only: `mode` was refused"))
  }

  @Test func `a list of modes of a console that only reads sets none`() {
    var desk = Self.desk()
    desk.press("m")
    desk.model.settings.isReadOnly = true
    desk.press("Enter")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test(arguments: [
    ("mode loose", "`loose` is no mode: expected normal, guarded, denyFirst or lockdown"),
    ("mode lockdown chian:1", "`chian:1`: expected key: wallet: chain:"),
    ("mode lockdown odd swaps", "`odd`: expected key: wallet: chain:"),
    ("mode lockdown chain:1 chain:1", "`chain:1`: expected key:"),
    ("mode normal", "all is NORMAL already: nothing was changed"),
    ("tighter", "no mode is being chosen: `m` does"),
  ])
  func `a command that sets nothing says why`(command: String, answer: String) {
    var desk = Self.desk()
    desk.command(command)
    #expect(desk.statusLine.contains(answer))
    #expect(desk.modeOrders.isEmpty)
  }

  @Test func `a mode that the scope has already is refused`() {
    var desk = Self.desk(modes: Self.locked)
    desk.press("m", "Enter")
    #expect(desk.statusLine.contains("all is LOCKDOWN already: nothing was changed"))
    #expect(desk.model.overlay != nil)
    #expect(desk.writes.isEmpty)
  }

  @Test func `before the modes are known none is called the same`() {
    var desk = Self.desk(modes: Self.locked)
    desk.model.overview = nil
    desk.command("mode lockdown")
    #expect(desk.modeOrders.map(\.candidate) == [ModeCandidate(mode: .lockdown, scope: .everything)])
  }

  @Test func `a mode in force that changes under the hand has to be looked at first`() {
    var desk = Self.desk(modes: [ModeTable.Entry(scope: .everything, mode: .guarded, start: start)])
    desk.press("m", "Left", "Left", "Enter")
    desk.write("over")
    desk.modes = Self.locked
    desk.send(.overviewed(overview(desk.rows, modes: desk.modes, asOf: desk.now)))
    desk.type("Enter")
    #expect(desk.modeOrders.isEmpty)
    // It was drawn, and is too fresh for a hand to have meant it.
    desk.look()
    desk.type("Enter")
    #expect(desk.modeOrders.isEmpty)
    desk.now = desk.now + Model.settleSpan
    desk.press("Enter")
    #expect(desk.modeOrders.map(\.before) == [.lockdown])
  }

  @Test func `a looser mode needs a reason that says something`() {
    var desk = Self.desk(modes: Self.locked)
    desk.press("m", "Left", "Enter")
    #expect(desk.writes.isEmpty)
    #expect(desk.screen.contains { $0.contains("reason: ") })
    desk.press("Enter")
    #expect(desk.statusLine.contains("it is looser: expected a reason"))
    desk.write("   ")
    desk.press("Enter")
    #expect(desk.writes.isEmpty)
    desk.press("Esc")
    desk.command("mode normal")
    #expect(desk.writes.isEmpty)
    #expect(desk.screen.last?.contains(":mode normal all --reason") != true || desk.model.overlay != nil)
  }

  @Test func `a mode that no frame showed is not set, nor one that came with other keys`() {
    var desk = Self.desk()
    desk.type("m")
    desk.type("Enter")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("nothing was shown under the cursor"))
    desk.look()
    desk.type("Right")
    desk.type("Enter")
    #expect(desk.writes.isEmpty)
    desk.look()
    desk.type("Enter", isBurst: true)
    #expect(desk.writes.isEmpty)
    desk.press("X")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("`X` did nothing"))
    desk.press("Enter")
    #expect(desk.modeOrders == [Self.order(ModeCandidate(mode: .denyFirst, scope: .everything))])
  }

  // MARK: Tightening

  @Test(arguments: ["1", "2", "3", "4", "5", "6"])
  func `m and Enter tighten at once from every screen, without a reason`(place: String) {
    var desk = Self.desk(place)
    desk.press("m")
    #expect(desk.screen.contains { $0.contains("mode and scope") })
    desk.press("Enter")
    #expect(desk.modeOrders == [Self.order(ModeCandidate(mode: .guarded, scope: .everything))])
    #expect(desk.model.overlay == nil)
  }

  @Test func `the session page and a closed incident open the same list`() throws {
    var desk = Self.desk()
    desk.press("Enter")
    desk.answer()
    desk.press("m")
    #expect(desk.screen.contains { $0.contains("key:\(key(1).text)") || $0.contains("more scopes") })
    let closed = try IncidentSamples.incident(doing: IncidentSamples.settled + [.closed(summary: "quiet")])
    desk = Desk.at([closed])
    desk.press("m", "Enter")
    #expect(desk.modeOrders == [Self.order(ModeCandidate(mode: .guarded, scope: .everything))])
  }

  @Test func `the scopes are everything, those of the session under the cursor, and those in force`() throws {
    let other = Scope(capability: .opaque("bridge.send"))
    var desk = Self.desk(modes: [ModeTable.Entry(scope: other, mode: .guarded, start: start)])
    desk.press("j", "m")
    let chooser = try #require(desk.model.modeChooser)
    #expect(
      chooser.scopes.map(\.words) == [
        "all", "chain:1", "cap:swap.execute", "chain:1 cap:swap.execute", "chain:1 dest:0xRouterA",
        "domain:mobile", "wallet:\(key(77).text)", "key:\(key(2).text)", "cap:bridge.send",
      ])
    desk.press("Esc", "3")
    desk.answer()
    desk.press("m")
    #expect(desk.model.modeChooser?.scopes == [.everything, other])
  }

  @Test func `the session of an alert is read for its scopes, and the cursor stays where it is`() {
    var desk = Self.desk("2")
    desk.model.list = SessionList()
    desk.press("m")
    #expect(desk.model.modeChooser?.scopes == [.everything])
    desk.press("Right")
    desk.answer()
    #expect(desk.model.modeChooser?.candidate == ModeCandidate(mode: .denyFirst, scope: .everything))
    #expect(desk.model.modeChooser?.scopes.count == 8)
  }

  @Test func `a chosen scope and mode are what is set, and a reason may be typed`() {
    var desk = Self.desk()
    desk.press("m", "j", "t")
    desk.write("odd swaps")
    desk.press("Enter")
    #expect(desk.modeOrders == [Self.order(Self.chain, reason: "odd swaps")])
  }

  @Test(arguments: [
    ("mode guarded chain:1", nil), ("mode Guarded chain:1 --reason odd swaps", "odd swaps"),
    ("mode guarded --scope \"chain:1\" --reason \"odd swaps\"", "odd swaps"),
  ])
  func `a command tightens as the command line does`(command: String, reason: String?) {
    var desk = Self.desk()
    desk.command(command)
    #expect(desk.modeOrders == [Self.order(Self.chain, reason: reason ?? ModeOrder.tightenReason)])
  }

  @Test func `one scope is changed once at a time, another meanwhile`() {
    var desk = Self.desk()
    desk.command("mode guarded chain:1")
    desk.command("mode lockdown chain:1")
    #expect(desk.statusLine.contains("the mode of chain:1 is being changed already"))
    desk.command("mode lockdown")
    #expect(desk.modeOrders.map(\.candidate.scope) == [Scope(chainID: 1), .everything])
  }

  @Test func `what was set is said with its scope and time, and the header follows`() {
    var desk = Self.desk()
    desk.press("m", "Enter")
    desk.modes = [ModeTable.Entry(scope: .everything, mode: .guarded, start: start)]
    let receipt = ModeReceipt(
      before: .normal, after: .guarded, scope: .everything, sequence: 44, committedAt: start)
    desk.now = desk.now + seconds(1)
    desk.send(.modeSet(desk.modeOrders[0], .done(receipt)))
    desk.answer()
    #expect(desk.statusLine.contains("mode GUARDED for all from 19:06:40Z, was NORMAL, leaf 44"))
    #expect(desk.screen[0].contains("GUARDED"))
  }

  @Test func `a tightening that the store refuses is said aloud`() {
    var desk = Self.desk()
    desk.press("m", "Enter")
    let effects = desk.send(.modeSet(desk.modeOrders[0], .refused("it is LOCKDOWN by now, which is tighter")))
    #expect(effects.contains(.bell))
    #expect(desk.statusLine.contains("mode GUARDED for all was NOT set: it is LOCKDOWN by now"))
  }
}

extension Desk {
  /// The modes that were asked to be set.
  var modeOrders: [ModeOrder] {
    effects.compactMap { if case .setMode(let order) = $0 { order } else { nil } }
  }

  var previewsAsked: [ModeCandidate] {
    effects.compactMap { if case .modePreview(let candidate, nil) = $0 { candidate } else { nil } }
  }
}

extension Model {
  var modeChooser: ModeChooser? {
    if case .modes(let chooser) = overlay { chooser } else { nil }
  }
}
