import Testing

@testable import Terminal

@Suite struct ThemeCheckTests {
  private static func theme(
    _ changes: [Role: Paint], ground: ThemeGround = .dark, for audience: Set<ThemeAudience> = []
  ) -> Theme {
    var paints = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Theme.builtIn[$0]) })
    paints.merge(changes) { $1 }
    return Theme(name: "tried", ground: ground, audience: audience, paints: paints)
  }

  private static func findings(_ theme: Theme) -> [ThemeFinding] { ThemeCheck(theme).findings }

  @Test(arguments: [
    (Role.info, Color.rgb(0x66, 0x66, 0x66), true), (.border, .rgb(0x44, 0x44, 0x44), true),
    // Enough for a line, not for text.
    (.border, .rgb(0x77, 0x77, 0x77), false), (.title, .rgb(0x77, 0x77, 0x77), true),
  ])
  func `a faint role is an error, and lines may be fainter than text`(
    role: Role, color: Color, isWrong: Bool
  ) {
    let findings = Self.findings(Self.theme([role: Paint(color)]))
    #expect(findings.contains { $0.isError && $0.roles == [role] } == isWrong)
  }

  @Test func `a sentence names the role, the figure and the limit`() {
    let findings = Self.findings(
      Self.theme([.info: Paint(.rgb(0x77, 0x77, 0x77), on: .rgb(0xFF, 0xFF, 0xFF))]))
    #expect(
      findings.map(\.sentence).contains("role `info` has a contrast of 4.47, expected 4.50 or more"))
  }

  @Test func `a role that 256 colours make faint is an error`() {
    let paint = Paint(.rgb(0x88, 0x8B, 0x8E), on: .rgb(0x1E, 0x20, 0x22))
    let kinds = Self.findings(Self.theme([.info: paint])).map(\.kind)
    for kind in kinds {
      guard case .contrast(let role, _, _, let isIndexed) = kind else { continue }
      #expect(role == .info && isIndexed)
    }
  }

  @Test func `dark text is judged on the background that the theme is made for`() {
    let dark = Paint(.rgb(0x30, 0x30, 0x30))
    #expect(Self.findings(Self.theme([.info: dark])).contains { $0.roles == [.info] })
    #expect(!Self.findings(Self.theme([.info: dark], ground: .light)).contains { $0.roles == [.info] })
  }

  @Test
  func `bands that fall together for some eyes are a warning, and an error where the theme is for them`() {
    let changes: [Role: Paint] = [
      .warning: Paint(.rgb(0x9A, 0xA0, 0x28)), .danger: Paint(.rgb(0xE0, 0x7A, 0x50)),
    ]
    func errors(_ audience: Set<ThemeAudience>) -> [Bool] {
      Self.findings(Self.theme(changes, for: audience)).compactMap { finding in
        guard case .distance(.riskBands, .warning, .danger, .deuteranopia, _) = finding.kind else {
          return nil
        }
        return finding.isError
      }
    }
    #expect(errors([]) == [false])
    #expect(errors([.tritanopia]) == [false])
    #expect(errors([.deuteranopia]) == [true])
  }

  @Test func `modes of one colour are an error for everybody`() {
    let theme = Self.theme([.modeGuarded: Theme.builtIn[.modeNormal]])
    #expect(
      Self.findings(theme).contains {
        if case .distance(.modes, .modeNormal, .modeGuarded, .normal, let distance) = $0.kind {
          $0.isError && distance == 0
        } else {
          false
        }
      })
  }

  @Test func `a theme without colours tells bands apart by attributes`() {
    let bare = Theme(name: "bare", paints: [:])
    let wrong = Self.findings(bare).filter(\.isError)
    #expect(wrong.count == 12)
  }

  @Test(arguments: ThemeTests.catalog.names)
  func `every theme that is shipped passes without a warning and says what it is`(name: String) throws {
    let theme = try ThemeTests.catalog.load(name)
    #expect(Self.findings(theme).map(\.sentence) == [])
    #expect(!theme.description.isEmpty)
  }

  @Test(arguments: ThemeTests.catalog.names, ColorDepth.allCases)
  func `at every depth letters differ from what they stand on, and bands and modes from each other`(
    name: String, depth: ColorDepth
  ) throws {
    let theme = try ThemeTests.catalog.load(name)
    for role in Role.allCases {
      let pen = theme.pen(Style(role), at: depth)
      #expect(pen.foreground != pen.background || pen.foreground < 0, "\(role)")
    }
    // Among few colours the words alone tell some of them apart; the worst stands out wherever there is a colour.
    for family in ThemeRules.Family.allCases {
      let pens = family.roles.map { theme.pen(Style($0), at: depth) }
      let distinct = Set(pens).count
      if depth != .mono || !theme.hasColors { #expect(pens.first != pens.last) }
      if depth == .direct || depth == .indexed256 { #expect(distinct == pens.count) }
    }
  }

  @Test(arguments: ["protanopia", "deuteranopia", "tritanopia"])
  func `for every colour blindness there is a theme that is made for it`(vision: String) {
    let themes = ThemeTests.catalog.entries.compactMap { try? $0.theme.get() }
    #expect(themes.contains { $0.audience.contains { $0.rawValue == vision } })
  }
}
