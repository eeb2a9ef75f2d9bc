import RiskScoring
import SessionStore
import Terminal

extension ActionTable {
  /// What acts on sessions and alerts.
  static let acting: [Action] = [
    Action(
      id: .revoke, keys: [Key("X")], title: "revoke",
      help:
        "Revoke the session under the cursor, or the alert's, at once; `u` undoes it within 30 s. Where sessions are marked, show what revoking them would end; `Y` does it.",
      risk: .write, argument: Action.sessionKey,
      availability: { $0.revokeAvailability },
      run: { $0.revoke($1) }),
    Action(
      id: .undo, keys: [Key("u")], title: "undo",
      help: "Undo your latest revocation, within 30 s of its commit.", risk: .write,
      availability: { $0.undoAvailability },
      run: { model, _ in model.undo() }),
    Action(
      id: .acknowledge, keys: [Key("A")], title: "ack",
      help: "Acknowledge the alert under the cursor: somebody looks into it.", risk: .write,
      availability: { $0.alertAvailability },
      run: { model, _ in model.act(.acknowledge) }),
    Action(
      id: .closeUseful, keys: [Key("U")], title: "useful",
      help: "Close the alert under the cursor as useful.", risk: .write,
      availability: { $0.alertAvailability },
      run: { model, _ in model.act(.close(.useful)) }),
    Action(
      id: .closeNoise, keys: [Key("N")], title: "noise",
      help: "Close the alert under the cursor as noise; of a critical one the revocation lag ends.",
      risk: .write,
      availability: { $0.alertAvailability },
      run: { model, _ in model.act(.close(.noise)) }),
  ]

  /// What shows more, less, or in another way.
  static let looking: [Action] = [
    Action(
      id: .open, keys: [Key(.enter)], title: "details",
      help:
        "Show the session under the cursor, or the alert's: why it has its score, its envelope, executions and revocations.",
      risk: .read,
      argument: Action.sessionKey,
      availability: { $0.openAvailability },
      run: { $0.open($1) }),
    Action(
      id: .why, keys: [Key("w")], title: "why",
      help:
        "Choose an execution of the session that is shown, or name one by its leaf, and say in plain words why it acted, or did not.",
      risk: .read, argument: Action.leaf, availability: { $0.whyAvailability },
      run: { $0.explain($1) }),
    Action(
      id: .allAlerts, keys: [Key("o")], title: "all",
      help: "Show alerts that are not closed, or all.", risk: .read,
      availability: { $0.screen == .alerts ? .enabled : .disabled("no alert is shown here") },
      run: { model, _ in model.toggleAllAlerts() }),
    Action(
      id: .filter, keys: [Key("/")], title: "filter",
      help:
        "Show only rows that match: of other lists by words, of sessions such as `risk>=40 signal:CTX spent>50% !chain:1 text`; fields: "
        + SessionFilter.fields.joined(separator: " ") + ".", risk: .read, opensText: true,
      argument: "TEXT",
      availability: { $0.filterAvailability },
      run: { $0.beginFilter($1) }),
    Action(
      id: .sort, keys: [Key("s")], title: "sort",
      help: "Sort by the next order, alerts and incidents by their own: "
        + SessionSort.allCases.map(\.rawValue).joined(separator: ", ") + ".", risk: .read,
      argument: "ORDER",
      availability: { $0.sortAvailability },
      run: { $0.changeSort($1) }),
    Action(
      id: .palette, keys: [Key(":")], title: "commands",
      help: "Run any action by its name or its key; `key:X` says what that key does.", risk: .read,
      opensText: true,
      run: { model, _ in model.openPalette() }),
    Action(
      id: .help, keys: [Key("?"), Key(.function(1))], title: "keys",
      help: "List every key and command by subject; `/` in it searches, by a word or by a key.", risk: .read,
      run: { model, _ in model.openHelp() }),
  ]
}
