/// One key as the terminal reported it.
package struct Key: Hashable, Sendable {
  package enum Code: Hashable, Sendable {
    /// A printing character; with `control` the lower-case letter.
    case character(Unicode.Scalar)
    case enter, tab, backspace, escape
    case up, down, left, right, home, end, pageUp, pageDown, insert, delete
    /// F1 … F12 (and what terminals send for up to F20).
    case function(Int)
  }

  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Only with keys that are no character: a shifted letter is its own character.
    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  package let code: Code
  package let modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  package init(_ scalar: Unicode.Scalar, _ modifiers: Modifiers = []) {
    self.init(.character(scalar), modifiers)
  }

  /// The character that the key types, if it types one.
  package var typed: Unicode.Scalar? {
    if case .character(let scalar) = code, modifiers.isEmpty { scalar } else { nil }
  }

  func adding(_ more: Modifiers) -> Key { Key(code, modifiers.union(more)) }
}

/// What the operator's terminal sent.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Pasted text as it came, at most ``InputDecoder/pasteBytesMax`` of it. Hostile.
  case paste(String)
  /// Something that means nothing here, swallowed whole.
  case unknown
}
