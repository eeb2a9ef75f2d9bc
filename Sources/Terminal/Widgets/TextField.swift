/// One line of text being edited: the filter, the command line, a reason.
package struct TextField: Hashable, Sendable {
  /// More is refused.
  package static let charactersMax = 4_096

  package private(set) var text: String
  /// Characters before the cursor.
  package private(set) var cursor: Int

  /// The cursor stands at the end.
  package init(_ text: String = "") {
    self.text = ""
    cursor = 0
    insert(text)
  }

  package var isEmpty: Bool { text.isEmpty }

  /// Replaces everything, as history does.
  package mutating func replace(with text: String) { self = TextField(text) }

  /// Puts one line in at the cursor: a tab becomes a space, other controls are left out.
  ///
  /// - Returns: false if something was left out: more lines, controls, or what was too long.
  @discardableResult
  package mutating func insert(_ hostile: String) -> Bool {
    var whole = true
    var clean = String.UnicodeScalarView()
    for scalar in hostile.unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        whole = false
        break
      }
      if scalar == "\t" {
        clean.append(" ")
      } else if scalar.properties.generalCategory == .control {
        whole = false
      } else {
        clean.append(scalar)
      }
    }
    let room = max(0, Self.charactersMax - text.count)
    let addition = String(String(clean).prefix(room))
    if addition.unicodeScalars.count < clean.count { whole = false }
    // Counted after joining: a mark typed alone belongs to the character before it.
    let head = String(text.prefix(cursor)) + addition
    text = head + text.dropFirst(cursor)
    cursor = min(head.count, text.count)
    return whole
  }

  package mutating func moveLeft() { cursor = max(0, cursor - 1) }
  package mutating func moveRight() { cursor = min(text.count, cursor + 1) }
  package mutating func moveHome() { cursor = 0 }
  package mutating func moveEnd() { cursor = text.count }
  package mutating func moveWordLeft() { cursor = wordStart }
  package mutating func moveWordRight() { cursor = wordEnd }

  package mutating func deleteBackward() { remove(from: max(0, cursor - 1), to: cursor) }
  package mutating func deleteForward() { remove(from: cursor, to: min(text.count, cursor + 1)) }
  package mutating func deleteWordBackward() { remove(from: wordStart, to: cursor) }
  package mutating func deleteToStart() { remove(from: 0, to: cursor) }
  package mutating func deleteToEnd() { remove(from: cursor, to: text.count) }

  private mutating func remove(from start: Int, to end: Int) {
    let head = String(text.prefix(start))
    text = head + text.dropFirst(end)
    cursor = min(head.count, text.count)
  }

  private var wordStart: Int {
    let before = Array(text.prefix(cursor))
    let wordEnd = before.lastIndex { $0 != " " } ?? -1
    guard wordEnd >= 0 else { return 0 }
    return (before[...wordEnd].lastIndex(of: " ") ?? -1) + 1
  }

  private var wordEnd: Int {
    let after = Array(text.dropFirst(cursor))
    let wordStart = after.firstIndex { $0 != " " } ?? after.endIndex
    return cursor + (after[wordStart...].firstIndex(of: " ") ?? after.endIndex)
  }
}

extension TextField {
  /// Does what a key means in a line of text (arrows, and the usual `^A ^E ^W ^U ^K`).
  ///
  /// - Returns: false if the key means nothing here: Enter, Esc, Tab, and the caller's own.
  package mutating func handle(_ key: Key) -> Bool {
    switch (key.code, key.modifiers) {
    case (.character(let scalar), []): insert(String(Character(scalar)))
    case (.left, []), (.character("b"), .control): moveLeft()
    case (.right, []), (.character("f"), .control): moveRight()
    case (.left, .control), (.left, .alt), (.character("b"), .alt): moveWordLeft()
    case (.right, .control), (.right, .alt), (.character("f"), .alt): moveWordRight()
    case (.home, []), (.character("a"), .control): moveHome()
    case (.end, []), (.character("e"), .control): moveEnd()
    case (.backspace, []): deleteBackward()
    case (.delete, []), (.character("d"), .control): deleteForward()
    case (.backspace, .alt), (.character("w"), .control): deleteWordBackward()
    case (.character("u"), .control): deleteToStart()
    case (.character("k"), .control): deleteToEnd()
    default: return false
    }
    return true
  }

  /// What shows in `width` columns, scrolled so that the cursor is in sight, and the cursor's column.
  package func view(width: Int) -> (text: SafeText, cursor: Int) {
    guard width > 0 else { return (.empty, 0) }
    var head = SafeText(String(text.prefix(cursor)))
    let tail = SafeText(String(text.dropFirst(cursor)))
    if head.width >= width { head = head.suffix(width: width - 1) }
    return ((head + tail).clipped(to: width), head.width)
  }
}
