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
    try writeSignals(to: output)
    try writeExecutions(to: output)
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

  /// What each code means, and the numbers in the log of what speaks for it, newest first.
  private func writeSignals(to output: Output) throws {
    for part in explanation.contributions {
      try output.line("")
      try output.line("\(part.signal.code)  \(part.signal.meaning)")
      if part.completing > 0 {
        try output.line("  \(part.completing) of \(part.count) completed a loss path")
      }
      let numbers = part.executions.reversed().map { number in
        report.executions[number] == nil ? "#\(number), a grant" : "#\(number)"
      }
      if !numbers.isEmpty { try output.line("  the latest: \(numbers.joined(separator: " "))") }
    }
  }

  /// Each once, whatever it speaks for: one execution may give several signals.
  private func writeExecutions(to output: Output) throws {
    for (number, record) in report.executions.sorted(by: { $0.key > $1.key }) {
      let (request, decision) = (record.request, record.decision)
      let signals = explanation.contributions.filter { $0.executions.contains(number) }.map(\.signal.code)
      try output.line("")
      try output.line(
        "#\(number)  \(decision.at.ago(at: explanation.at))  \(decision.isAllowed ? "allow" : "deny")  \(signals.joined(separator: " "))"
      )
      try output.line(
        "  \(request.capability.text) to \(request.destination.text) on chain \(request.chainID)")
      if !decision.isAllowed {
        try output.line("  reasons: \(decision.reasons.names.joined(separator: " "))")
      }
      for note in noted.notes(on: request) { try output.line("  listed: \(note.words)") }
    }
  }

  /// Two decimals: `4.31`.
  private func nats(_ millionths: Int64) -> String {
    let hundredths = (max(0, millionths) + 5000) / 10_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
