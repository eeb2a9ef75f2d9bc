import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// Every screen and everything that can stand over one, with something of each kind on it.
struct Place: CustomTestStringConvertible, Sendable {
  let name: String
  /// Pressed one after the other on the first screen, each answered.
  let keys: [String]

  var testDescription: String { name }

  static let screens: [Place] = [
    Place(name: "sessions", keys: []), Place(name: "session", keys: ["Enter"]),
    Place(name: "alerts", keys: ["2"]), Place(name: "metrics", keys: ["3"]),
    Place(name: "incidents", keys: ["4"]), Place(name: "incident", keys: ["4", "Enter"]),
    Place(name: "approvals", keys: ["5"]), Place(name: "drills", keys: ["6"]),
    Place(name: "policy", keys: ["7"]), Place(name: "audit", keys: ["8"]),
  ]

  static let covers: [Place] = [
    Place(name: "help", keys: ["?"]), Place(name: "command line", keys: [":", "s", "o"]),
    Place(name: "filter", keys: ["/", "x"]), Place(name: "mistaken filter", keys: ["/", ">", "Enter"]),
    Place(name: "frozen", keys: ["z"]), Place(name: "revoking", keys: ["X"]),
    Place(name: "modes", keys: ["4", "Enter", "m"]), Place(name: "scopes", keys: ["4", "Enter", "S"]),
    Place(name: "card", keys: ["4", "Enter", "S", "Enter"]), Place(name: "request", keys: ["5", "Enter"]),
    Place(name: "report", keys: ["6", "Enter"]), Place(name: "executions", keys: ["Enter", "w"]),
    Place(name: "reason", keys: ["Enter", "w", "Enter"]),
    Place(name: "marks", keys: ["Space", "j", "Space"]),
    Place(name: "card of marks", keys: ["Space", "Space", "X"]),
    Place(name: "mode chooser", keys: ["m"]), Place(name: "mode reason", keys: ["m", "t"]),
    Place(name: "columns", keys: ["c"]), Place(name: "groups", keys: ["b"]),
    Place(name: "check", keys: ["7", "Tab", "Enter"]), Place(name: "leaf filter", keys: ["8", "/", "x"]),
    Place(name: "alert filter", keys: ["2", "/", "x"]), Place(name: "help search", keys: ["?", "/", "x"]),
  ]

  static let all = screens + covers

  static let sizes = [
    ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 40, columns: 120), ScreenSize(rows: 10, columns: 40),
    ScreenSize(rows: 1, columns: 1),
  ]

  /// In every state and every band.
  static let rows = [
    row(key(1), spent: 486, risk: risk(97, .context, .burst, .velocity)),
    row(key(2), life: .dormant, spent: 2, expiresIn: 3_425, usedAgo: 180, risk: risk(44, .dormant)),
    row(
      key(3), life: .revoked, spent: 150, usedAgo: nil, revokedFrom: start,
      risk: risk(81, .postRevocation, .burst)),
    row(key(4), spent: 0, usedAgo: nil), row(key(5), life: .expired, expiresIn: -30),
    row(key(6), life: .pending, spent: 0, expiresIn: 900, usedAgo: nil),
    row(key(7), spent: 40, expiresIn: 40, risk: risk(72, .burst)),
  ]

  /// A console that is there.
  func desk(
    size: ScreenSize = ScreenSize(rows: 24, columns: 80), glyphs: Glyphs = .unicode,
    rows: [SessionRow] = Place.rows, changing change: (inout Desk) -> Void = { _ in }
  ) throws -> Desk {
    var desk = Desk(rows, size: size)
    desk.model.settings.operatorPlainName = "alice"
    desk.model.settings.glyphs = glyphs
    desk.alerts = [
      alert(9), alert(8, .contextViolations, state: .acknowledged, label: .useful),
      alert(7, .sharedNonceDomain, subject: "mobile", session: nil, peak: 20),
    ]
    desk.incidents = [
      try IncidentSamples.incident(
        doing: IncidentSamples.afterTighten + [.stepStarted(.verify), .noteAdded("seen by two of us")]),
      try IncidentSamples.incident("INC-2", severity: .p1),
      try IncidentSamples.incident(
        "INC-0", severity: .p4, doing: IncidentSamples.settled + [.closed(summary: "quiet")]),
    ]
    desk.requests = [NoticeSamples.request(by: "bob"), NoticeSamples.request("a-9", by: "alice")]
    desk.drills = try DrillSamples.drills()
    desk.executions = [execution(key(1), 2, reasons: [.chainMismatch]), execution(key(1), 1)]
    desk.policy = try PolicySamples.reading()
    desk.posture = try PolicySamples.posture()
    desk.entries = AuditSamples.entries
    desk.log = try AuditSamples.reading()
    change(&desk)
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    for key in keys {
      desk.press(key)
      desk.answer()
    }
    desk.look()
    return desk
  }
}

extension Canvas {
  /// Rows of the screen, under each the letters of its roles where it has other than plain text; the rows of hints are
  /// left out, because each new action changes them.
  func picture(_ rows: some Sequence<Int>) -> String {
    let letters = styleLines { $0.letter }
    var lines: [String] = []
    for row in rows {
      lines.append(self.lines[row])
      let styles = String(letters[row].reversed().drop { $0 == " " }.reversed())
      if !styles.isEmpty { lines.append(styles) }
    }
    return lines.joined(separator: "\n")
  }
}

extension Style {
  /// One for each role; attributes on top of the theme's are not told.
  var letter: Character {
    switch role {
    case .text: " "
    case .muted: "m"
    case .title: "T"
    case .header: "h"
    case .accent: "a"
    case .info: "i"
    case .good: "g"
    case .warning: "w"
    case .danger: "d"
    case .critical: "C"
    case .selection: "s"
    case .mark: "M"
    case .match: "y"
    case .border: "-"
    case .bar: "b"
    case .barTrack: "t"
    case .key: "k"
    case .field: "f"
    case .badge: "!"
    case .banner: "B"
    case .modeNormal: "N"
    case .modeGuarded: "G"
    case .modeDenyFirst: "D"
    case .modeLockdown: "L"
    }
  }
}
