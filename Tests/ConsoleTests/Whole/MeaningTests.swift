import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// What a screen means is in its words and signs: all looks may be dropped.
@Suite struct MeaningTests {
  private static let eighty = ScreenSize(rows: 24, columns: 80)
  private static let small = ScreenSize(rows: 10, columns: 40)
  private static let sets = ["UTF-8", "ASCII"]

  /// Screens that mean different things, and the words that say so.
  private struct Difference: CustomTestStringConvertible {
    let name: String
    let place: Place
    var sizes = [MeaningTests.eighty, MeaningTests.small]
    let variants: [(word: String, change: @Sendable (inout Desk) -> Void)]

    var testDescription: String { name }
  }

  private static func glyphs(_ name: String) -> Glyphs { name == "ASCII" ? .ascii : .unicode }

  private static func with(_ row: SessionRow) -> @Sendable (inout Desk) -> Void {
    { $0.rows = [row, ConsoleTests.row(key(9))] }
  }

  private static func mode(_ mode: PolicyMode) -> @Sendable (inout Desk) -> Void {
    { desk in
      let entry = ModeTable.Entry(scope: .everything, mode: mode, start: start)
      desk.send(.overviewed(overview(desk.rows, modes: mode == .normal ? [] : [entry])))
    }
  }

  private static let places = Dictionary(uniqueKeysWithValues: Place.all.map { ($0.name, $0) })

  private static func at(_ name: String) -> Place { places[name] ?? Place(name: name, keys: []) }

  private static let differences: [Difference] = [
    Difference(
      name: "bands", place: at("sessions"),
      variants: [
        ("CRIT", with(row(key(1), risk: risk(90, .burst)))),
        ("HIGH", with(row(key(1), risk: risk(75, .burst)))),
        ("MED", with(row(key(1), risk: risk(50, .burst)))),
        ("LOW", with(row(key(1), risk: risk(10, .burst)))),
      ]),
    Difference(
      name: "states", place: at("sessions"),
      variants: SessionLife.allCases.map { life in
        let row = row(key(1), life: life, expiresIn: life == .expired ? -1 : 252)
        return (life == .active ? "▶|>" : life.rawValue, with(row))
      }),
    Difference(
      name: "alerts", place: at("alerts"),
      variants: [
        ("open", { $0.alerts = [alert(1)] }), ("acked", { $0.alerts = [alert(1, state: .acknowledged)] }),
        ("acked useful", { $0.alerts = [alert(1, state: .acknowledged, label: .useful)] }),
        ("acked noise", { $0.alerts = [alert(1, state: .acknowledged, label: .noise)] }),
      ]),
    Difference(
      name: "severities", place: at("incidents"),
      variants: [Severity.p1, .p2, .p3, .p4].map { severity in
        (severity.word, { $0.incidents = (try? [IncidentSamples.incident(severity: severity)]) ?? [] })
      }),
  ]

  @Test(arguments: differences, sets)
  private func `what differs in meaning differs in words`(
    what: Difference, set: String
  )
    throws
  {
    for size in what.sizes {
      var texts: [[String]] = []
      for (word, change) in what.variants {
        let desk = try what.place.desk(size: size, glyphs: Self.glyphs(set), changing: change)
        let words = word.split(separator: "|")
        #expect(desk.screen.contains { line in words.contains { line.contains($0) } }, "\(word) at \(size)")
        #expect(!texts.contains(desk.screen), "\(word) at \(size) reads as another")
        texts.append(desk.screen)
      }
    }
  }

  @Test(arguments: sets) func `the mode is a word on every screen`(set: String) throws {
    for place in Place.screens {
      var desk = try place.desk(glyphs: Self.glyphs(set))
      for (mode, word) in [
        (PolicyMode.normal, "NORMAL"), (.guarded, "GUARDED"), (.denyFirst, "DENY"), (.lockdown, "LOCKDOWN"),
      ] {
        Self.mode(mode)(&desk)
        #expect(desk.screen[0].contains(word), "\(place.name)")
      }
    }
  }

  /// The row under the cursor is told by a sign, wherever it stands.
  @Test(arguments: sets) func `the cursor is a sign on every list`(set: String) throws {
    for (name, count) in [("sessions", 7), ("alerts", 3), ("incidents", 3), ("approvals", 2), ("drills", 3)] {
      var desk = try Self.at(name).desk(glyphs: Self.glyphs(set))
      var places: [Int] = []
      for _ in 0..<count {
        let rows = desk.screen.indices.filter { desk.screen[$0].hasPrefix(Self.glyphs(set).cursor.string) }
        #expect(rows.count == 1, "\(name)")
        places += rows
        desk.press("j")
      }
      #expect(Set(places).count == count && places == places.sorted(), "\(name): \(places)")
    }
  }

  @Test(arguments: sets) func `what is the matter is said on every screen`(
    set: String
  )
    throws
  {
    for place in Place.screens {
      var desk = try place.desk(glyphs: Self.glyphs(set))
      #expect(desk.screen[0].contains("live"), "\(place.name)")
      desk.send(.loadFailed(.list, .closed))
      #expect(desk.screen[0].contains("stale"), "\(place.name)")
      desk.model.settings.isReadOnly = true
      #expect(desk.screen[0].contains("read-only"), "\(place.name)")
      desk.model.frozenSince = desk.now
      #expect(desk.screen.contains { $0.contains("FROZEN") }, "\(place.name)")
      desk.send(.reported("the disk is full", isError: true))
      #expect(desk.statusLine.contains("the disk is full"), "\(place.name)")
    }
  }

  @Test func `steps of an incident, points and texts are told by words`() throws {
    let desk = try Self.at("incident").desk(size: ScreenSize(rows: 40, columns: 120)) {
      $0.board = IncidentSamples.board(pending: ["gateway@4712"])
    }
    let text = desk.screen.joined(separator: "\n")
    for word in ["done", "VERIFY", "ALLOWS", "refuses", "no answer", "P2"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test(arguments: Place.all) func `every screen is ASCII where the terminal is`(place: Place) throws {
    for size in Place.sizes {
      let desk = try place.desk(size: size, glyphs: .ascii) { desk in
        // The notice's own text is not the console's.
        desk.requests = [NoticeSamples.request(by: "bob", text: "plain")]
        // Nor are controls in a reason, which are shown by their pictures.
        desk.entries.removeAll { $0.sequence == 639 }
      }
      #expect(desk.screen.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(size)")
      #expect(desk.screen.count == size.rows)
    }
  }
}
