/// What the terminal's own background is taken for, where a theme leaves a colour to the terminal.
package enum ThemeGround: String, Hashable, Sendable, CaseIterable {
  case dark, light
}

/// Eyes that a theme is made for. A check holds such a theme to what they see.
package enum ThemeAudience: String, Hashable, Sendable, CaseIterable {
  case protanopia, deuteranopia, tritanopia
  /// Terminals without colour, and eyes without any.
  case mono
}
