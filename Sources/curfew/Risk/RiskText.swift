import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Why a session has its score, for a person.
struct RiskText {
  let noted: NotedReport

  private var report: RiskReport { noted.report }
  private var explanation: RiskExplanation { report.explanation }

  func write(to output: Output) throws {
    let row = report.row
    try output.line("session  \(row.envelope.sessionKey.text)")
    try output.line("wallet   \(row.envelope.wallet.text)")
    try output.line("state    \(row.life.rawValue)")
    try output.line("score    \(explanation.score.words) of 100, \(explanation.outlook)")
    try output.line("policy   \(report.policy.text)")
    for floor in explanation.floors {
      try output.line(
        "floor    \(floor.word): never below \(floor.score.words) until `curfew risk clear`")
    }
    if explanation.contributions.isEmpty {
      try output.line("No signal speaks against it.")
      return
    }
    try output.line("")
    try writeTable(to: output)
    for part in explanation.contributions { try write(part, to: output) }
  }

  private func writeTable(to output: Output) throws {
    var table = TextTable([
      "SIGNAL", "NATS", "SHARE", "WITHOUT IT", "COUNT", "ALLOWED", "DENIED", "LAST SEEN",
    ])
    for part in explanation.contributions {
      let share = explanation.share(of: part)
      table.add([
        SafeText(part.signal.code), SafeText(nats(part.nats)), SafeText("\((share + 5000) / 10_000) %"),
        SafeText(part.scoreWithout.words), SafeText(String(part.count)), SafeText(String(part.allowed)),
        SafeText(String(part.denied)), SafeText(part.lastSeen?.ago(at: explanation.at) ?? ""),
      ])
    }
    try table.write(to: output)
  }

  private func write(_ part: RiskExplanation.Contribution, to output: Output) throws {
    try output.line("")
    try output.line("\(part.signal.code)  \(part.signal.meaning)")
    if part.completing > 0 {
      try output.line("  \(part.completing) of \(part.count) completed a loss path")
    }
    for number in part.executions.reversed() {
      guard let record = report.executions[number] else {
        try output.line("  #\(number)  \(isGrant(part) ? "the grant" : "an entry") of the log")
        continue
      }
      try write(record, to: output)
    }
  }

  /// Only a grant speaks for a signal without being an execution.
  private func isGrant(_ part: RiskExplanation.Contribution) -> Bool { part.signal == .scope }

  private func write(_ record: ExecutionRecord, to output: Output) throws {
    let (request, decision) = (record.request, record.decision)
    try output.line(
      "  #\(record.sequence)  \(decision.at.utc)  \(decision.isAllowed ? "allow" : "deny")  \(request.capability.text) to \(request.destination.text) on chain \(request.chainID)"
    )
    if !decision.isAllowed {
      try output.line("      reasons: \(decision.reasons.names.joined(separator: " "))")
    }
    for note in noted.notes(on: request) { try output.line("      listed: \(note.words)") }
  }

  /// Two decimals: `4.31`.
  private func nats(_ millionths: Int64) -> String {
    let hundredths = (max(0, millionths) + 5000) / 10_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
