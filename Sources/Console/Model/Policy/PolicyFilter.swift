import Terminal

/// Words that rows of a list must hold, and the text being typed. What is typed shows at once; Esc brings back what was.
struct PolicyFilter: Sendable {
  private(set) var applied = ""
  private(set) var field: TextField?

  var isEditing: Bool { field != nil }
  var text: String { field?.text ?? applied }

  mutating func begin() { field = TextField(applied) }

  /// - Returns: whether other rows may match.
  mutating func edit(_ change: (inout TextField) -> Void) -> Bool {
    guard var field else { return false }
    change(&field)
    let isSame = field.text == self.field?.text
    self.field = field
    return !isSame
  }

  mutating func apply() {
    applied = text
    field = nil
  }

  mutating func cancel() { field = nil }

  mutating func set(_ text: String) {
    applied = text
    field = nil
  }

  /// Whether each of its words stands somewhere in `row`, in either case.
  func matches(_ row: String) -> Bool {
    let row = row.lowercased()
    return text.lowercased().split(separator: " ").allSatisfy { row.contains($0) }
  }
}
