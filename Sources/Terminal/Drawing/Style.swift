/// What a piece of the screen means; the theme says how that looks. Never the only sign of a meaning.
package enum Role: UInt8, CaseIterable, Hashable, Sendable {
  case text, muted, title, header, accent
  case info, good, warning, danger, critical
  case selection, mark, match
  case border, bar, barTrack
  /// A key in a hint, a text being edited, the badge of hidden characters, a notice across the screen.
  case key, field, badge, banner
  case modeNormal, modeGuarded, modeDenyFirst, modeLockdown

  /// The name in theme files.
  package var name: String { String(describing: self) }
}

package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let underline = Attributes(rawValue: 2)
  package static let reverse = Attributes(rawValue: 4)
  package static let dim = Attributes(rawValue: 8)
}

/// A role, with attributes on top of those that the theme gives it.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var attributes: Attributes

  package init(_ role: Role, _ attributes: Attributes = []) {
    self.role = role
    self.attributes = attributes
  }

  package static let text = Style(.text)
  package var bold: Style { Style(role, attributes.union(.bold)) }
  package var underlined: Style { Style(role, attributes.union(.underline)) }
  package var reversed: Style { Style(role, attributes.union(.reverse)) }
  package var dimmed: Style { Style(role, attributes.union(.dim)) }
}
