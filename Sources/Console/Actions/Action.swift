import Terminal

/// What an action is called in commands, scripts and documentation.
enum ActionID: String, CaseIterable, Hashable, Sendable {
  case revoke, undo, open, filter, sort, freeze, palette, help, quit
  case sessions, alerts, metrics, incidents, approvals, drills, policy, audit
  case incident, next, mode, verify, scope, fire, note, accept
  case skip, stepBack, severity, role, handover, decline, take, detected, evidence, close, reopen
  case followUp, followUpDone
  case draft, editNotice, showNotice, askApproval, export, post
  case approve, deny, why
  case acknowledge, closeUseful, closeNoise, label, allAlerts
  case mark, markRange, invertMarks
  case columns, group, views, view, saveView, deleteView
  case json, editor
  case sameWallet, sameDestination, sameDomain
  case down, up, pageDown, pageUp, first, last, nextSection, previousSection
  case prove, verifyLog
  case tighter, looser
  case back, copy, reload, theme, dump, repaint, suspend, tour

  /// As it is typed after `:`, such as `page-down`.
  var name: String {
    rawValue.reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }
}

/// What an action may do at worst.
enum Risk: String, Hashable, Sendable {
  case read
  /// Changes the store; refused by `--read-only`.
  case write
  /// Changes it for good.
  case irreversible
}

enum Availability: Hashable, Sendable {
  case enabled
  /// Why not, as a part of a sentence.
  case disabled(String)
}

/// One thing that the operator can do. Keys, hints, help, commands and documentation all come from here.
struct Action: Sendable {
  /// The argument of actions that a session's key can be spelt out for; then it does not matter what is chosen.
  static let sessionKey = "KEY"

  /// The argument that an incident is opened under by hand; then it does not matter what is chosen.
  static let incidentTitle = "TITLE"

  /// The argument of an execution's leaf; then it does not matter what is chosen.
  static let leaf = "LEAF"

  typealias Run = @Sendable (inout Model, _ argument: String?) -> [Effect]

  let id: ActionID
  /// Those of the table; ``Keymap`` knows the operator's.
  let keys: [Key]
  /// A word or two for the hint line.
  let title: String
  /// One sentence. A key in it stands in backticks, as the table has it: ``Keymap/spelled(_:)`` puts the operator's there.
  let help: String
  let risk: Risk
  /// Only moves about, so that a burst of its keys does no harm.
  var moves = false
  /// Only opens a text field, so that a burst that begins with its key is text and does no harm.
  var opensText = false
  /// What may stand behind the name as a command; nil takes nothing.
  var argument: String?
  /// The screen that it goes to, which the number is a tab of.
  var opens: Screen?
  var needsArgument = false
  var availability: @Sendable (Model) -> Availability = { _ in .enabled }
  let run: Run

  /// As it is typed, such as `sort [ORDER]`.
  var usage: String {
    guard let argument else { return id.name }
    return needsArgument ? "\(id.name) \(argument)" : "\(id.name) [\(argument)]"
  }
}
