import Delegation
import SessionStore
import Terminal

/// The filter in force and the one being typed. A mistake never costs the filter that was there.
struct FilterState: Sendable {
  private(set) var applied = SessionFilter.all
  private(set) var appliedText = ""
  private(set) var field: TextField?
  private(set) var preview: SessionFilter?
  /// What is wrong with the text as it stands.
  private(set) var error: String?
  /// Where the cursor was, to come back to.
  private var cursorBefore: Identifier?

  var isEditing: Bool { field != nil }
  /// What the list shows: while the operator types, the last text that could be read.
  var shown: SessionFilter { field == nil ? applied : preview ?? applied }

  mutating func begin(cursor: Identifier?) {
    field = TextField(appliedText)
    preview = nil
    error = nil
    cursorBefore = cursor
  }

  /// - Returns: whether the list has to be read again.
  mutating func edit(_ change: (inout TextField) -> Void) -> Bool {
    guard var field else { return false }
    change(&field)
    let isSame = field.text == self.field?.text
    self.field = field
    if isSame { return false }
    let before = shown
    read(field.text)
    return shown != before
  }

  private mutating func read(_ text: String) {
    switch FilterText.read(text) {
    case .filter(let filter):
      preview = filter
      error = nil
    case .mistake(let sentence): error = sentence
    }
  }

  /// Takes the text as the filter, unless there is a mistake in it.
  mutating func apply() -> Bool {
    guard let field, error == nil else { return false }
    appliedText = field.text
    applied = preview ?? applied
    self.field = nil
    return true
  }

  /// Back to the filter before.
  /// - Returns: the session that was chosen then, and whether the list has to be read again.
  mutating func cancel() -> (cursor: Identifier?, changed: Bool) {
    let before = shown
    field = nil
    preview = nil
    error = nil
    return (cursorBefore, shown != before)
  }

  /// Sets the filter from a command.
  /// - Returns: the mistake in it; then nothing changed.
  mutating func set(_ text: String) -> String? {
    switch FilterText.read(text) {
    case .filter(let filter):
      applied = filter
      appliedText = text
      field = nil
      preview = nil
      error = nil
      return nil
    case .mistake(let sentence): return sentence
    }
  }
}
