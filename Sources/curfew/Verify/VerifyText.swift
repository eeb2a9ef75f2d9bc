import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The board as a person reads it.
struct VerifyText {
  private let board: VerifyBoard
  private var attempts: AttemptSummary { board.attempts }

  init(_ board: VerifyBoard) { self.board = board }

  /// What changes when there is something new to see: without the time that passes.
  var gist: String {
    let points = board.points.map { "\($0.point.name) \($0.state.word)" }
    return "\(points) \(attempts.allowed) \(attempts.denied) \(board.notes) \(board.isQuiet) \(board.verdict)"
  }

  func write(to output: Output) throws {
    try output.line(SafeText(subject))
    try writePoints(to: output)
    try writeAttempts(to: output)
    for line in possible { try output.line(SafeText(line)) }
    try output.line(SafeText(quietLine))
    for note in board.notes { try output.line(SafeText("note: \(note)")) }
    try output.line(SafeText(verdict))
  }

  private var subject: String {
    let count = attempts.sessions.count
    let when = attempts.sessions.map(\.committedAt).min().map { ", revoked \($0.ago(at: board.asOf))" } ?? ""
    return count == 1 ? "session \(attempts.sessions[0].key.text)\(when)" : "\(count) sessions\(when)"
  }

  private func writePoints(to output: Output) throws {
    if board.points.isEmpty { return }
    var table = TextTable(["POINT", "STATE", "SINCE", "ANSWERED IN", "LAST DECISION"])
    for point in board.points {
      table.add([
        SafeText(point.point.name), SafeText(point.state.word), SafeText(point.state.since?.utc ?? "-"),
        SafeText(point.roundTrip.map(Self.words) ?? "-"),
        SafeText(point.point.lastDecisionAt.map { $0.ago(at: board.asOf) } ?? "-"),
      ])
    }
    try table.write(to: output)
  }

  private func writeAttempts(to output: Output) throws {
    let (allowed, denied) = (attempts.allowed, attempts.denied)
    try output.line(
      SafeText(
        "since the revocation: \(allowed.count) allowed\(worth(allowed)), \(denied.count) denied\(worth(denied))"
      ))
    if !attempts.after.isEmpty {
      var table = TextTable(["DESTINATION", "CHAIN", "ALLOWED", "DENIED", "USD DENIED", "FIRST", "LAST"])
      for row in attempts.after.prefix(20) {
        table.add([
          SafeText(row.destination.text), SafeText(String(row.chainID)), SafeText(String(row.allowed.count)),
          SafeText(String(row.denied.count)), SafeText(row.denied.value.dollars), SafeText(row.firstAt.utc),
          SafeText(row.lastAt.utc),
        ])
      }
      try table.write(to: output)
      let rest = attempts.after.count - 20
      if rest > 0 { try output.line(SafeText("and \(rest) more destinations")) }
    }
    if attempts.allowedBeforeEffective.count > 0 {
      let early = attempts.allowedBeforeEffective
      try output.line(SafeText("before it took effect: \(early.count) allowed\(worth(early))"))
    }
    try output.line(
      SafeText(
        "in the time before it: \(attempts.allowedBefore.count) allowed\(worth(attempts.allowedBefore))"))
  }

  private func worth(_ count: AttemptCount) -> String {
    count.value == .zero ? "" : " (\(count.value.dollars) USD)"
  }

  private var possible: [String] {
    let possible = attempts.stillPossible
    if possible.all.sessions == 0 { return ["still possible: no live session shares anything with these"] }
    let parts = [
      ("of the same wallets", possible.sameWallet), ("in the same nonce domains", possible.sameNonceDomain),
      ("for the same destinations", possible.sameDestination),
    ].filter { $0.1.sessions > 0 }
    let words = parts.map { "\($0.1.sessions) \($0.0) with \($0.1.remaining.dollars) USD left" }
    return ["still possible: live sessions, \(words.joined(separator: "; "))"]
  }

  private var quietLine: String {
    if board.quietSince > board.asOf { return "quiet: from \(board.quietSince.utc) on, when it takes effect" }
    let span = board.asOf - board.quietSince
    return "quiet: for \(span.words) of the \(board.quiet.words) that are asked for"
  }

  private var verdict: String {
    switch board.verdict {
    case .allowed: "NOT HELD: something was allowed after the revocation, or would be now"
    case .open: "not verified: see the notes; waiting for \(waiting)"
    case .refusing: "verified: all that can be asked refuse"
    }
  }

  private var waiting: String {
    let names = board.pendingPoints.joined(separator: ", ")
    return names.isEmpty ? "the revocation to hold" : names
  }

  /// Milliseconds with a decimal.
  private static func words(_ duration: Duration) -> String {
    let tenths = duration.components.seconds * 10_000 + duration.components.attoseconds / 100_000_000_000_000
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}

extension VerifyBoard.PointState {
  var word: String {
    switch self {
    case .refusing: "refuses"
    case .allowing: "ALLOWS"
    case .blind: "refuses, but cannot see the store"
    case .otherwise: "refuses for another reason"
    case .silent: "does not answer"
    case .unreadable: "cannot be asked"
    case .notProbed: "not asked"
    }
  }

  var since: Timestamp? { if case .refusing(let time) = self { time } else { nil } }
}
