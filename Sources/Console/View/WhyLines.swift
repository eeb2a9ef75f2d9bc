import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Why a session has its score: each signal with what it adds, on what grounds, and what would be without it.
enum WhyLines {
  /// What adds less is faded: it is counted, not listed.
  static let leastNats: Int64 = 5_000
  private static let barWidth = 8

  static func add(_ row: SessionRow, _ model: Model, to page: inout PageLines) {
    guard let report = model.page.risk, report.row.id == row.id else {
      page.field("risk", RiskText.cell(row.risk.score, glyphs: page.glyphs) + "  reading why")
      return
    }
    let explanation = report.explanation
    let now = model.storeNow
    page.field(
      "risk",
      RiskText.cell(explanation.score, glyphs: page.glyphs) + "  "
        + outlook(explanation, report.row, at: now),
      RiskBand(explanation.score) == .low ? .text : RiskText.style(explanation.score))
    for floor in explanation.floors {
      page.field(
        "floor", "\(floor.score.whole) until cleared: \(Words.floor(floor))",
        Style(.danger))
    }
    addSignals(explanation, at: now, to: &page)
  }

  /// What becomes of the score if nothing more happens.
  private static func outlook(_ why: RiskExplanation, _ row: SessionRow, at now: Timestamp) -> SafeText {
    if why.band == .low { return why.contributions.isEmpty ? "no signal was ever seen" : "" }
    if let leaves = why.leavesBandAt {
      return "falls below \(SafeText(why.band.word)) in \(Format.span(leaves - now)) if quiet"
    }
    if why.floors.contains(where: { RiskBand($0.score) >= why.band }) {
      return "held there by what no time makes better"
    }
    let isLagging = why.contributions.contains { $0.signal == .revocationLag && $0.nats > 0 }
    if isLagging, row.life != .revoked, row.life != .expired { return "grows until it is revoked" }
    return "does not fade out of \(SafeText(why.band.word))"
  }

  private static func addSignals(_ why: RiskExplanation, at now: Timestamp, to page: inout PageLines) {
    let shown = why.contributions.filter { $0.nats >= leastNats }
    guard !shown.isEmpty else { return }
    page.add(
      Strip(
        SafeText("SIGNAL").padded(to: 8) + SafeText("EVIDENCE").padded(to: barWidth + 1) + " NATS WITHOUT"
          + " ALLOWED DENIED  SEEN  LOG", Style(.header)), indent: 2)
    let most = shown.map(\.nats).max() ?? 1
    for part in shown {
      page.add(line(part, most: most, at: now, width: page.width - 2, glyphs: page.glyphs), indent: 2)
      if part.completing > 0 {
        page.add(Strip("\(part.completing) of them completed a loss path", Style(.danger)), indent: 10)
      }
    }
    let faded = why.contributions.count - shown.count
    if faded > 0 { page.add(Strip("\(faded) more faded to nothing", Style(.muted)), indent: 2) }
  }

  private static func line(
    _ part: RiskExplanation.Contribution, most: Int64, at now: Timestamp, width: Int, glyphs: Glyphs
  ) -> Strip {
    let bar = Bar(fraction: Double(part.nats) / Double(most), width: barWidth, glyphs: glyphs)
    var strip = Strip(SafeText(part.signal.code).padded(to: 8), Style(.accent))
    strip.add(bar.filled, Style(.bar))
    strip.add(bar.track, Style(.barTrack))
    func number(_ text: String, _ width: Int) -> SafeText { SafeText(text).padded(to: width, .trailing) }
    strip.add(number(Format.nats(part.nats), 6) + number("\(part.scoreWithout.whole)", 8))
    strip.add(
      number(Format.shortCount(Int(clamping: part.allowed)), 8), part.allowed == 0 ? .text : Style(.warning))
    strip.add(number(Format.shortCount(Int(clamping: part.denied)), 7))
    strip.add(number(part.lastSeen.map { Format.age(now - $0) } ?? "-", 6) + "  ")
    strip.add(numbers(part.executions, width: max(4, width - strip.width)), Style(.muted))
    return strip
  }

  /// The log's numbers, newest first, as many as fit.
  private static func numbers(_ all: [Int64], width: Int) -> SafeText {
    var text = SafeText.empty
    for number in all.reversed() {
      let next = text + (text.isEmpty ? "" : " ") + SafeText("\(number)")
      guard next.width <= width else { break }
      text = next
    }
    return text
  }

  /// Which signals an execution speaks for, by its number in the log.
  static func evidence(_ report: RiskReport?) -> [Int64: [RiskSignal]] {
    (report?.explanation.contributions ?? []).reduce(into: [:]) { all, part in
      for number in part.executions where part.nats >= leastNats {
        all[number, default: []].append(part.signal)
      }
    }
  }
}
