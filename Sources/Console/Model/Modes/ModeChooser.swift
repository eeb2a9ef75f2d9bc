import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// A mode and a scope being chosen: rows are scopes, the mode goes with the whole list.
struct ModeChooser: Hashable, Sendable {
  /// The open incident that a tightening becomes part of.
  let incident: String?
  /// The session whose scopes are offered.
  let subject: Identifier?
  private(set) var scopes: [Scope]
  private(set) var index = 0
  private(set) var mode: PolicyMode
  /// Why, while it is being typed.
  var reason: TextField?
  /// What the modes would have done, as far as it was asked.
  var previews: [ModeCandidate: PreviewReading] = [:]

  init(incident: String?, subject: Identifier?, scopes: [Scope], mode: PolicyMode) {
    self.incident = incident
    self.subject = subject
    self.scopes = scopes
    self.mode = mode
  }

  var candidate: ModeCandidate { ModeCandidate(mode: mode, scope: scopes[index]) }

  /// Adds scopes behind those that are shown: the cursor stays where it is.
  mutating func add(_ more: [Scope]) { scopes += more.filter { !scopes.contains($0) } }

  mutating func move(by distance: Int) { index = min(max(0, index + distance), scopes.count - 1) }

  /// The next mode that is as much tighter, or looser.
  mutating func tighten(by steps: Int) {
    let tightness = min(max(0, mode.tightness + steps), PolicyMode.lockdown.tightness)
    mode = PolicyMode(tightness: tightness) ?? mode
  }
}

/// What a mode would be beside the one that its scope has.
enum ModeStep: Hashable, Sendable {
  case same, tighter, looser

  init(from before: PolicyMode, to after: PolicyMode) {
    self = after == before ? .same : after > before ? .tighter : .looser
  }
}

/// A mode that is to be set.
struct ModeOrder: Hashable, Sendable {
  let candidate: ModeCandidate
  /// What the scope had when it was chosen.
  let before: PolicyMode
  let reason: String

  static let tightenReason = "tightened from the console"
  /// In characters, as the command line has it.
  static let reasonMax = 1024

  var step: ModeStep { ModeStep(from: before, to: candidate.mode) }
}

/// What came of it.
enum ModeOutcome: Sendable {
  case done(ModeReceipt)
  /// It is looser: nothing has changed, and these others may approve it.
  case waits(ApprovalRequest, approvers: [String])
  /// Nothing was changed; a sentence.
  case refused(String)
}

extension ModeCandidate {
  /// Such as `GUARDED for chain:1`.
  var words: String { "\(Words.mode(mode)) for \(scope.words)" }
}
