/// Holds a theme to ``ThemeRules``. That its roles are complete the loader has seen to.
package struct ThemeCheck: Sendable {
  private let theme: Theme

  package init(_ theme: Theme) { self.theme = theme }

  /// Everything that is wrong, in the order of the roles; empty if nothing is.
  package var findings: [ThemeFinding] {
    theme.hasColors ? contrasts + distances : sameAttributes
  }

  // MARK: Contrast

  /// In direct colour, and as 256 colours show it.
  private var contrasts: [ThemeFinding] {
    Role.allCases.flatMap { role in
      [ColorDepth.direct, .indexed256].compactMap { depth in
        let (foreground, background) = colors(of: role, at: depth)
        let ratio = foreground.contrast(with: background)
        let limit = ThemeRules.contrastMin(of: role)
        guard ratio < limit else { return nil }
        return ThemeFinding(
          isError: true, kind: .contrast(role, ratio: ratio, min: limit, isIndexed: depth == .indexed256))
      }
    }
  }

  private func colors(of role: Role, at depth: ColorDepth) -> (LinearColor, LinearColor) {
    let own = ThemeRules.ownColors(of: theme.ground)
    let paint = theme[role]
    let foreground = LinearColor(paint.foreground.shown(at: depth) ?? own.foreground)
    let background = LinearColor(paint.background.shown(at: depth) ?? own.background)
    return paint.attributes.contains(.reverse) ? (background, foreground) : (foreground, background)
  }

  // MARK: Distance

  /// For eyes that the theme is made for, and for normal ones, a distance is owed; for others it is good to have.
  private var distances: [ThemeFinding] {
    pairs.flatMap { family, left, right in
      Vision.allCases.compactMap { vision in
        let distance = distance(left, right, seenBy: vision)
        guard distance < ThemeRules.distanceMin else { return nil }
        let isError = vision == .normal || theme.audience.contains { $0.rawValue == vision.rawValue }
        return ThemeFinding(
          isError: isError, kind: .distance(family, left, right, vision, distance: distance))
      }
    }
  }

  private var pairs: [(ThemeRules.Family, Role, Role)] {
    ThemeRules.Family.allCases.flatMap { family in
      family.roles.indices.flatMap { first in
        family.roles.indices.filter { $0 > first }.map { (family, family.roles[first], family.roles[$0]) }
      }
    }
  }

  /// Of two patches the grounds are compared, of two words the letters, of a patch and a word what differs more.
  private func distance(_ left: Role, _ right: Role, seenBy vision: Vision) -> Double {
    let (first, second) = (colors(of: left, at: .direct), colors(of: right, at: .direct))
    func apart(_ one: LinearColor, _ other: LinearColor) -> Double {
      LabColor(one.seen(by: vision)).distance(to: LabColor(other.seen(by: vision)))
    }
    let (letters, grounds) = (apart(first.0, second.0), apart(first.1, second.1))
    let usual = colors(of: .text, at: .direct).1
    switch (first.1 == usual, second.1 == usual) {
    case (true, true): return letters
    case (false, false): return grounds
    default: return max(letters, grounds)
    }
  }

  // MARK: Without colour

  /// A theme without a colour tells them apart by attributes, and their words do the rest.
  private var sameAttributes: [ThemeFinding] {
    pairs.compactMap { family, left, right in
      guard theme[left].attributes == theme[right].attributes else { return nil }
      return ThemeFinding(isError: true, kind: .sameAttributes(family, left, right))
    }
  }
}

extension Theme {
  /// False for a theme that leaves every colour to the terminal.
  package var hasColors: Bool {
    Role.allCases.contains { self[$0].foreground != .terminal || self[$0].background != .terminal }
  }
}

/// One thing that is wrong with a theme.
package struct ThemeFinding: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `isIndexed`: as 256 colours show it.
    case contrast(Role, ratio: Double, min: Double, isIndexed: Bool)
    case distance(ThemeRules.Family, Role, Role, Vision, distance: Double)
    case sameAttributes(ThemeRules.Family, Role, Role)
  }

  /// False for a warning.
  package let isError: Bool
  package let kind: Kind

  package var roles: [Role] {
    switch kind {
    case .contrast(let role, _, _, _): [role]
    case .distance(_, let left, let right, _, _), .sameAttributes(_, let left, let right): [left, right]
    }
  }

  /// One lower-case sentence.
  package var sentence: String {
    switch kind {
    case .contrast(let role, let ratio, let min, let isIndexed):
      "role `\(role.name)` has a contrast of \(Self.text(ratio))\(isIndexed ? " in 256 colours" : ""), expected \(Self.text(min)) or more"
    case .distance(let family, let left, let right, let vision, let distance):
      "\(family.rawValue) `\(left.name)` and `\(right.name)` are \(Self.text(distance)) apart\(vision == .normal ? "" : " with \(vision.rawValue)"), expected \(Self.text(ThemeRules.distanceMin)) or more (CIEDE2000)"
    case .sameAttributes(let family, let left, let right):
      "\(family.rawValue) `\(left.name)` and `\(right.name)` have the same attributes, and the theme has no colours"
    }
  }

  /// Cut to hundredths, so that what fails never reads as the limit.
  package static func text(_ value: Double) -> String {
    let hundredths = Int(value * 100)
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
