/// What a theme is held to, in one place.
package enum ThemeRules {
  /// WCAG 2.2, success criterion 1.4.3 (AA): text against its background.
  package static let textContrastMin = 4.5
  /// WCAG 2.2, success criterion 1.4.11 (AA): what is not text.
  package static let ornamentContrastMin = 3.0
  /// In CIEDE2000. Two patches that touch are told apart from about 1 to 2.3 on; thin letters that stand apart need
  /// several times that (Szafir, "Modeling Color Difference for Visualization Design", 2018). The number is our choice.
  package static let distanceMin = 10.0

  /// Roles that draw no letter, and so are held to what graphics are held to.
  static let ornaments: [Role: String] = [
    .border: "lines of boxes and between parts of the screen", .bar: "the filled part of bars and charts",
    .barTrack: "the unfilled part of bars, which says no more than the filled one",
  ]

  static func contrastMin(of role: Role) -> Double {
    ornaments[role] == nil ? textContrastMin : ornamentContrastMin
  }

  /// Roles that stand in for one another in the same place, so that their difference is what is read.
  package enum Family: String, Hashable, Sendable, CaseIterable {
    case riskBands = "risk bands"
    case modes

    /// From the calmest on.
    package var roles: [Role] {
      switch self {
      case .riskBands: [.muted, .warning, .danger, .critical]
      case .modes: [.modeNormal, .modeGuarded, .modeDenyFirst, .modeLockdown]
      }
    }
  }

  /// What a terminal's own colours are taken for: the lighter of usual dark backgrounds and the darker of usual light
  /// ones, on which themes have it hardest.
  static func ownColors(of ground: ThemeGround) -> (foreground: Color.RGB, background: Color.RGB) {
    switch ground {
    case .dark: ((212, 212, 212), (30, 30, 30))
    case .light: ((30, 30, 30), (244, 244, 244))
    }
  }
}
