import Delegation
import IncidentResponse
import Terminal

/// The board of the enforcement points, and what was tried since the revocation.
enum VerifyPanel {
  static func add(_ incident: Incident, _ model: Model, to page: inout PageLines) {
    guard let board = model.incidentPage.board else {
      page.field(
        "points",
        incident.isStarted(.verify) ? "asking them" : "not asked yet: \(model.name(.verify)) asks them",
        Style(.warning))
      return
    }
    addQuiet(board, model, to: &page)
    if board.points.isEmpty { page.field("points", "none decides on this store now", Style(.warning)) }
    for point in board.points.prefix(8) { addPoint(point, board, to: &page) }
    if board.points.count > 8 { page.field("", "\(board.points.count - 8) more", Style(.muted)) }
    for problem in board.problems { page.field("not asked", SafeText(problem), Style(.warning)) }
    addAttempts(board, to: &page)
  }

  private static func addQuiet(_ board: BoardReading, _ model: Model, to page: inout PageLines) {
    let left = board.quietUntil.map { $0 - model.storeNow }
    switch left {
    case _ where board.verification.isQuiet: page.field("quiet", "for long enough", Style(.good))
    case let left? where left.milliseconds > 0:
      page.field(
        "quiet", "in \(Format.clock(TimeSpan(milliseconds: left.milliseconds + 999))) if nothing is allowed")
    default: page.field("quiet", "not yet", Style(.warning))
    }
  }

  private static func addPoint(_ point: BoardReading.Point, _ board: BoardReading, to page: inout PageLines) {
    let behind: SafeText = point.behind == 0 ? "" : ", \(Format.count(point.behind)) leaves behind"
    let name = SafeText(point.name)
    switch point.state {
    case .refuses(let since):
      let when: SafeText = since.map { " since \(UTC.time($0))" } ?? ""
      page.field("point", name + "  " + page.glyphs.done + " refuses" + when + behind, Style(.good))
    case .allows:
      page.field("point", name + "  " + page.glyphs.warning + " ALLOWS" + behind, Style(.critical))
    case .silent(let why):
      page.field(
        "point", name + "  " + page.glyphs.failed + " cannot be asked: \(SafeText(why))", Style(.warning))
    }
  }

  private static func addAttempts(_ board: BoardReading, to page: inout PageLines) {
    let (allowed, denied) = (board.verification.allowed, board.verification.denied)
    page.field(
      "since revoked", "\(Format.count(allowed)) allowed, \(Format.count(denied)) denied",
      allowed == 0 ? .text : Style(.critical))
    for attempt in board.attempts.prefix(3) {
      let place = Format.fit(SafeText(attempt.destination.text), width: 24, glyphs: page.glyphs)
      page.field(
        "",
        place
          + "  chain \(attempt.chainID)  \(Format.count(attempt.allowed)) allowed (\(Format.shortMoney(attempt.allowedValue)) USD), \(Format.count(attempt.denied)) denied",
        attempt.allowed == 0 ? Style(.muted) : Style(.danger))
    }
    if !board.before.isEmpty { page.field("before", SafeText(board.before)) }
    if !board.possible.isEmpty { page.field("possible", SafeText(board.possible)) }
  }
}
