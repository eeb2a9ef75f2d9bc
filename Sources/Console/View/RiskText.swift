import Delegation
import PolicyEngine
import Terminal

/// A score as the console writes it: never by colour alone.
enum RiskText {
  static let width = 10

  /// ` 97 CRIT █`: the whole points, the band's word, and a bar of one cell.
  static func cell(_ score: RiskScore, glyphs: Glyphs) -> SafeText {
    words(score).padded(to: width - 1) + bar(score, glyphs: glyphs)
  }

  /// ` 97 CRIT`; the number in three columns.
  static func words(_ score: RiskScore) -> SafeText {
    SafeText("\(score.whole)").padded(to: 3, .trailing) + " " + SafeText(RiskBand(score).word)
  }

  /// The last cell is full from 87.5 on, and what is above 0 is never blank.
  private static func bar(_ score: RiskScore, glyphs: Glyphs) -> SafeText {
    let steps = glyphs.sparks.count
    let height = (score.hundredths * steps + 9_999) / 10_000
    return glyphs.sparks[min(max(1, height), steps) - 1]
  }

  static func style(_ score: RiskScore) -> Style {
    switch RiskBand(score) {
    case .low: Style(.muted)
    case .medium: Style(.warning)
    case .high: Style(.danger)
    case .critical: Style(.critical)
    }
  }

  /// Codes of signals, the most telling first; what does not fit is counted: `CTX +2`.
  static func signals(_ signals: [RiskSignal], width: Int) -> SafeText {
    var text = SafeText.empty
    for (index, signal) in signals.enumerated() {
      let next = text + (index == 0 ? "" : " ") + SafeText(signal.code)
      let rest: SafeText = index + 1 < signals.count ? " +\(signals.count - index - 1)" : ""
      guard next.width + rest.width <= width else {
        return text.isEmpty ? SafeText("+\(signals.count)") : text + " +\(signals.count - index)"
      }
      text = next
    }
    return text
  }
}

extension RiskScore {
  /// Rounded down, so that no band is shown that was not reached.
  var whole: Int { hundredths / 100 }
}
