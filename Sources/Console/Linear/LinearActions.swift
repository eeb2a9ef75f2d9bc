/// How the console's actions are taken where there is no screen and no cursor.
enum LinearActions {
  enum Target: Hashable, Sendable {
    /// One session, by its key.
    case session
    case alert
    case request
    /// The list of sessions is said afterwards.
    case sessions
    /// A screen: it is said.
    case place
    case none
  }

  static func target(of action: Action) -> Target {
    switch action.id {
    case .sessions, .alerts, .metrics, .incidents, .approvals, .drills, .policy, .audit: .place
    case .acknowledge, .closeUseful, .closeNoise, .label: .alert
    case .approve, .deny: .request
    case .filter, .sort, .view: .sessions
    default: action.argument == Action.sessionKey ? .session : action.subject == .places ? .place : .none
    }
  }

  /// Why an action means nothing here; nil for one that is taken.
  static func refusal(of action: Action) -> String? {
    if action.moves {
      return "there is no cursor to move here; `more` goes on with a list, `open ID` says one"
    }
    return switch action.id {
    case .palette: "every line is a command here: type its name"
    case .help: nil
    case .freeze: "no rows move here: what was said stays said"
    case .repaint, .suspend: "there is no screen here; the terminal's own keys work, such as ^Z"
    case .theme: "there are no colours here"
    case .dump: "there is no screen to write down here: send the output into a file"
    case .copy: "nothing is sent to the terminal's clipboard here; `open ID` says the whole key"
    case .mark, .markRange, .invertMarks:
      "one session at a time here: `revoke ID`; an incident's scope ends many"
    case .columns, .group, .views: "there is no table here: `list` with a filter says what matches"
    case .nextSection, .previousSection: "all of the screen is said at once"
    case .sameWallet, .sameDestination, .sameDomain:
      "there is no cursor here: `list wallet:ID`, `list dest:ID` or `list domain:ID` says them"
    case .json, .editor: "nothing takes the terminal here: `curfew sessions show ID --json` says it"
    case .tighter, .looser: "there is no card to choose on here: `mode MODE SCOPE` says it in words"
    default: nil
    }
  }
}
