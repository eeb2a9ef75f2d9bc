import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// The row that a key acts on is the row that was on the screen when the key was pressed.
@Suite struct IdentityTests {
  private static let five = (1...5).map { row(key($0)) }

  /// E1: btop's dialog named one process and its Enter killed another, because the list was sorted in between.
  @Test func `E1 a command opened on one session never ends another`() {
    var desk = Desk.open(Self.five)
    desk.press("j", ":")
    desk.write("revoke")
    desk.change(to: Self.five.reversed())
    desk.look()
    desk.press("Enter")
    #expect(desk.revokes == [key(2)])
  }

  /// E2: htop's cursor is a position; ten seconds later it stood on another process.
  @Test func `E2 the cursor stays on its session when the list is sorted anew`() {
    var desk = Desk.open(Self.five)
    desk.press("j")
    desk.wait(seconds(10))
    desk.change(to: Self.five.reversed())
    desk.look()
    #expect(desk.model.list.order.first == key(5))
    desk.press("X")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `a key pressed before the new order was shown ends what was shown`() {
    var desk = Desk.open(Self.five)
    desk.change(to: Self.five.reversed())
    desk.type("X")
    #expect(desk.revokes == [key(1)])
  }

  /// E3: a paste of `ok` and Enter killed htop's selected process.
  @Test(arguments: ["ok\r", "X", "XXXX", "\u{1B}X", ":revoke\n"])
  func `E3 a paste never acts and says so at once`(text: String) {
    var desk = Desk.open(Self.five)
    let effects = desk.send(.paste(text))
    #expect(desk.writes.isEmpty)
    #expect(effects == [.bell])
    #expect(desk.statusLine.contains("ignored"))
  }

  @Test func `a session that is gone is refused and no neighbour is touched`() {
    var desk = Desk.open(Self.five)
    desk.press("j")
    desk.wait(seconds(10))
    desk.change(to: Self.five.filter { $0.id != key(2) })
    let effects = desk.type("X")
    #expect(desk.revokes.isEmpty)
    #expect(effects.contains(.bell))
    #expect(desk.statusLine.contains("gone") && desk.statusLine.contains("nothing was done"))
  }

  @Test func `after its session is gone the cursor stands on nothing until it is moved`() {
    var desk = Desk.open(Self.five)
    desk.press("j")
    desk.wait(seconds(10))
    desk.change(to: Self.five.filter { $0.id != key(2) })
    desk.look()
    #expect(desk.model.drawn.target == nil)
    #expect(desk.statusLine.contains("left the list"))
    desk.press("j", "X")
    #expect(desk.revokes == [key(3)])
  }

  @Test func `a row that is gone while the order is held is marked and refused`() {
    var desk = Desk.open(Self.five)
    desk.press("j")
    desk.change(to: Self.five.filter { $0.id != key(2) })
    desk.look()
    #expect(desk.screen[5].contains("gone"))
    desk.press("X")
    #expect(desk.revokes.isEmpty)
  }

  @Test func `a session that only left the filter is ended all the same`() {
    var desk = Desk.open(Self.five)
    desk.press("/")
    desk.write("state:active")
    desk.answer()
    desk.press("Enter", "j")
    let asleep = row(key(2), life: .dormant)
    desk.change(to: Self.five.map { $0.id == key(2) ? asleep : $0 })
    desk.look()
    desk.press("X")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `a key after a move that was not shown yet is refused aloud`() {
    var desk = Desk.open(Self.five)
    desk.type("j")
    let effects = desk.type("X")
    #expect(desk.revokes.isEmpty)
    #expect(effects == [.bell])
    #expect(desk.statusLine.contains("press the key again"))
    desk.look()
    desk.press("X")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `Enter and y follow the cursor before the frame is drawn, for they change nothing`() {
    var desk = Desk.open(Self.five)
    desk.type("j")
    #expect(desk.type("y") == [.copy(key(2).text)])
    desk.type("Enter")
    #expect(desk.model.screen == .session(key(2)))
    #expect(desk.type("X") == [.bell])
    #expect(desk.revokes.isEmpty)
  }

  @Test func `a key right after an answer put the cursor elsewhere was not meant for that session`() {
    var desk = Desk.open(Self.five)
    desk.press(":")
    desk.write("filter 0004")
    desk.press("Enter")
    desk.answer()
    desk.look()
    #expect(desk.model.drawn.target == key(4))
    #expect(desk.type("X") == [.bell])
    #expect(desk.revokes.isEmpty)
    desk.now = desk.now + Model.settleSpan
    desk.press("X")
    #expect(desk.revokes == [key(4)])
  }

  @Test func `the session page acts on its own session only`() {
    var desk = Desk.open(Self.five)
    desk.press("j", "Enter")
    desk.answer()
    desk.change(to: Self.five.reversed())
    desk.press("X")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `a small terminal that names the session lets it be ended`() {
    var desk = Desk.open(Self.five, size: ScreenSize(rows: 2, columns: 20))
    desk.press("j")
    #expect(desk.screen[0].contains("0x0002"))
    desk.press("X")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `a terminal too small to name the session refuses`() {
    var desk = Desk.open(Self.five, size: ScreenSize(rows: 2, columns: 10))
    let effects = desk.type("X")
    #expect(desk.revokes.isEmpty)
    #expect(effects == [.bell])
  }

  /// Keys, looks and changes of the store in any order: what a revocation names is what the last frame showed.
  @Test func `a revocation names the session that the last frame showed under the cursor`() {
    var revocations = 0
    for seed in UInt64(0)..<120 {
      var random = SplitMix(state: seed)
      var desk = Desk.open((1...12).map { row(key($0)) }, size: Self.sizes[Int(seed % 4)])
      var next = 13
      for _ in 0..<120 {
        let shown = desk.model.drawn.target
        let before = desk.revokes.count
        Self.step(&desk, &next, &random)
        let new = desk.revokes.dropFirst(before)
        revocations += new.count
        if !new.allSatisfy({ $0 == shown }) {
          Issue.record("seed \(seed): ended \(new), shown was \(shown as Any)")
        }
      }
    }
    // Or the property would hold of a console that never ends anything.
    #expect(revocations > 200)
  }

  private static let sizes = [
    ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 40, columns: 120), ScreenSize(rows: 10, columns: 40),
    ScreenSize(rows: 1, columns: 1),
  ]

  private static func step(_ desk: inout Desk, _ next: inout Int, _ random: inout SplitMix) {
    switch Int.random(in: 0..<14, using: &random) {
    case 0, 1: desk.type(["j", "k", "g", "G", "PgDn", "Up"].randomElement(using: &random) ?? "j")
    case 2, 3, 4: desk.type("X", isBurst: Int.random(in: 0..<5, using: &random) == 0)
    case 5: desk.type(["z", "s", "Enter", "Esc", "?", "r", "u"].randomElement(using: &random) ?? "z")
    case 6: desk.wait(TimeSpan(milliseconds: Int64.random(in: 1..<6_000, using: &random)))
    case 7: desk.answer()
    case 8, 9:
      desk.rows.shuffle(using: &random)
      desk.send(.storeChanged)
    case 10:
      desk.rows.removeAll { _ in Int.random(in: 0..<5, using: &random) == 0 }
      desk.send(.storeChanged)
    case 11:
      desk.rows.insert(row(key(next)), at: Int.random(in: 0...desk.rows.count, using: &random))
      next += 1
      desk.send(.storeChanged)
    default: desk.look()
    }
  }
}

/// Sebastiano Vigna's generator: a failure is repeated from its seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
