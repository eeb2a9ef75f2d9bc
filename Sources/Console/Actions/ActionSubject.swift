/// What actions are about: the headings that help and documentation group them under.
enum ActionSubject: String, CaseIterable, Hashable, Sendable {
  // What stops a session comes first: it is looked for in a hurry.
  case acting, looking, moving, incident, notice, places, console

  var heading: String {
    switch self {
    case .moving: "Moving"
    case .looking: "Looking"
    case .acting: "Acting on sessions and alerts"
    case .incident: "An incident"
    case .notice: "The notice, and what waits for a second operator"
    case .places: "Places"
    case .console: "The console itself"
    }
  }
}

extension Action {
  /// What it is about: by the list that it stands in, but for those that stand there for the order of hints only.
  var subject: ActionSubject {
    switch id {
    case .label: return .acting
    case .freeze: return .looking
    case .quit, .help, .palette: return .console
    default: break
    }
    if let known = Self.subjects[id] { return known }
    return moves ? .moving : risk == .read ? .looking : .acting
  }

  private static let subjects: [ActionID: ActionSubject] = {
    let lists: [(ActionSubject, [Action])] = [
      (.moving, ActionTable.moving), (.looking, ActionTable.looking), (.acting, ActionTable.acting),
      (.incident, ActionTable.responding + ActionTable.recording), (.notice, ActionTable.noticing),
      (.places, ActionTable.places), (.console, ActionTable.managing),
    ]
    return Dictionary(lists.flatMap { subject, list in list.map { ($0.id, subject) } }) { first, _ in first }
  }()
}

extension ActionTable {
  /// Every action under its heading, in the order of the table.
  static let bySubject: [(subject: ActionSubject, actions: [Action])] = ActionSubject.allCases.compactMap {
    subject in
    let actions = all.filter { $0.subject == subject }
    return actions.isEmpty ? nil : (subject, actions)
  }
}
