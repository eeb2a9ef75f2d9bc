import AuditTrail
import Delegation
import IncidentResponse
import RiskScoring
import SessionStore
import Terminal

/// The filter of a list that is in memory: words that must all be found, such as `critical owner:alice !noise`.
struct RowFilter: Hashable, Sendable {
  private(set) var text = ""
  private(set) var field: TextField?

  var isEditing: Bool { field != nil }
  /// While the operator types, what stands there.
  var shown: String { field?.text ?? text }

  mutating func begin() { field = TextField(text) }

  mutating func edit(_ change: (inout TextField) -> Void) {
    guard var field else { return }
    change(&field)
    self.field = field
  }

  mutating func apply() {
    text = shown
    field = nil
  }

  mutating func cancel() { field = nil }

  mutating func set(_ text: String) {
    self.text = text
    field = nil
  }

  /// A word with the name of a field before `:` is looked for in that field, any other one in all; `!` turns it around.
  static func matches(_ filter: String, _ fields: [(name: String, value: String)]) -> Bool {
    filter.split(separator: " ").allSatisfy { word in
      let isNegated = word.first == "!" && word.count > 1
      let term = (isNegated ? word.dropFirst() : word).lowercased()
      let parts = term.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let named = parts.count == 2 ? fields.filter { $0.name == parts[0] } : []
      let sought = named.isEmpty ? term[...] : parts[1]
      let searched = named.isEmpty ? fields : named
      return isNegated != searched.contains { $0.value.lowercased().contains(sought) || sought.isEmpty }
    }
  }
}

/// How alerts stand.
enum AlertSort: String, CaseIterable, Hashable, Sendable {
  case newest
  /// Highest score first.
  case worst
  case count
}

/// How incidents stand.
enum IncidentSort: String, CaseIterable, Hashable, Sendable {
  /// Open ones first, the worst of them first; then the closed ones, newest first.
  case open
  case newest, severity
}

extension Alert {
  static let filterFields = ["alert", "subject", "wallet", "owner", "state", "label"]

  var filterFields: [(name: String, value: String)] {
    [
      ("alert", kind.title), ("subject", subject), ("wallet", wallet?.text ?? ""), ("owner", owner ?? ""),
      ("state", state.rawValue), ("label", label?.rawValue ?? ""),
    ]
  }
}

extension Incident {
  static let filterFields = ["id", "severity", "title", "commander", "state", "step"]

  var filterFields: [(name: String, value: String)] {
    [
      ("id", id), ("severity", severity.word), ("title", opening.title),
      ("commander", roles[.commander] ?? ""),
      ("state", isClosed ? "closed" : "open"), ("step", currentStep?.rawValue ?? ""),
    ]
  }
}

extension ApprovalRequest {
  static let filterFields = ["id", "action", "by", "target", "reason"]

  var filterFields: [(name: String, value: String)] {
    [("id", id), ("action", ask.action), ("by", ask.by), ("target", target), ("reason", ask.reason)]
  }
}

extension DrillRecord {
  static let filterFields = ["id", "by", "verdict"]

  var filterFields: [(name: String, value: String)] {
    [("id", id), ("by", by), ("verdict", report.map { $0.passed ? "passed" : "failed" } ?? "unread")]
  }
}
