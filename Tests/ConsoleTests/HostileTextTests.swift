import RiskScoring
import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// Text from outside is shown harmlessly wherever it may stand.
@Suite struct HostileTextTests {
  static let attacks = [
    "\u{1B}]0;owned\u{07}", "\u{1B}]52;c;b3duZWQ=\u{07}", "\u{9B}31m", "\u{202E}evil", "a\u{200B}b", "x\r\ny",
    "\u{7F}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}", "\u{2028}", "\u{1B}[2J\u{1B}[H",
  ]

  private static let places: [(String, @Sendable (String) -> SessionRow)] = [
    ("key", { row(.opaque($0)) }),
    ("wallet", { row(key(1), envelope: envelope(key(1), wallet: .opaque($0))) }),
    ("capability", { row(key(1), envelope: envelope(key(1), capabilities: [.opaque($0)])) }),
    ("destination", { row(key(1), envelope: envelope(key(1), destinations: [.opaque($0)])) }),
    ("nonce domain", { row(key(1), envelope: envelope(key(1), domain: .opaque($0))) }),
    ("label", { row(key(1), envelope: envelope(key(1), labels: [Label(key: "app", value: $0)])) }),
    ("label name", { row(key(1), envelope: envelope(key(1), labels: [Label(key: $0, value: "x")])) }),
  ]

  private static let sizes = [
    ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 40, columns: 120), ScreenSize(rows: 10, columns: 40),
    ScreenSize(rows: 1, columns: 1),
  ]

  /// What a terminal would act on.
  static func isHarmless(_ screen: [String]) -> Bool {
    screen.joined().unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
      default: true
      }
    }
  }

  @Test(arguments: attacks) func `hostile text in any field of a session moves nothing and bears a badge`(
    text: String
  ) {
    for (place, make) in Self.places {
      for size in Self.sizes {
        var desk = Desk.open([make(text)], size: size)
        #expect(Self.isHarmless(desk.screen), "\(place)")
        if size.rows > 1 { #expect(desk.screen.joined().contains("⚠"), "\(place)") }
        desk.press("Enter")
        desk.answer()
        #expect(Self.isHarmless(desk.screen), "\(place)")
        if size.rows > 1 { #expect(desk.screen.joined().contains("⚠"), "\(place)") }
      }
    }
  }

  @Test(arguments: attacks) func `hostile text from the store and from errors moves nothing`(text: String) {
    for size in Self.sizes {
      var desk = Desk.open([row(key(1))], size: size)
      desk.model.settings.storeName = text
      desk.send(.loadFailed(.list, .corrupt(message: text)))
      #expect(Self.isHarmless(desk.screen))
      desk.send(.reported(text, isError: true))
      #expect(Self.isHarmless(desk.screen))
      desk.press("Enter")
      let detail = SessionDetail(
        row: row(key(1)), executions: [execution(key(1), 1, destination: text)],
        revocations: [revocation(key(1), reason: text, by: text)])
      desk.send(.detailed(key(1), detail))
      #expect(Self.isHarmless(desk.screen))
    }
  }

  private static let alerts: [(String, @Sendable (String) -> Alert)] = [
    ("subject", { alert(1, .sharedNonceDomain, subject: $0, session: nil) }),
    ("session", { alert(1, subject: $0, session: .opaque($0)) }),
    ("wallet", { alert(1, wallet: .opaque($0)) }),
    ("owner", { alert(1, owner: $0) }),
  ]

  @Test(arguments: attacks) func `hostile text in any field of an alert moves nothing and bears a badge`(
    text: String
  ) {
    for (place, make) in Self.alerts {
      for size in Self.sizes {
        var desk = Desk.open([row(key(1))], size: size)
        desk.alerts = [make(text)]
        desk.press("2")
        desk.answer()
        desk.look()
        #expect(Self.isHarmless(desk.screen), "\(place)")
        if size.rows > 1 { #expect(desk.screen.joined().contains("⚠"), "\(place)") }
        desk.press("A")
        desk.send(.alertActed(1, .acknowledge, .done(make(text))))
        #expect(Self.isHarmless(desk.screen), "\(place)")
        desk.send(.alertFailed(1, .acknowledge, .corrupt(message: text)))
        #expect(Self.isHarmless(desk.screen), "\(place)")
      }
    }
  }

  @Test(arguments: attacks) func `hostile families, classes and failures of the metrics move nothing`(
    text: String
  ) {
    for size in Self.sizes {
      var desk = Desk.open([row(key(1))], size: size)
      desk.press("3")
      desk.send(.measured(metricsReport(MetricsQuestion(at: start), family: text)))
      #expect(Self.isHarmless(desk.screen))
      desk.press("G")
      #expect(Self.isHarmless(desk.screen))
      desk.send(.loadFailed(.metrics, .corrupt(message: text)))
      #expect(Self.isHarmless(desk.screen))
    }
  }

  @Test(arguments: attacks) func `hostile text that is typed or pasted moves nothing`(text: String) {
    var desk = Desk.open([row(key(1))])
    for field in ["/", ":"] {
      desk.press(field)
      desk.send(.paste(text))
      #expect(Self.isHarmless(desk.screen))
      desk.press("Enter", "Esc", "Esc")
      #expect(Self.isHarmless(desk.screen))
    }
  }
}
