package import Delegation

/// The half-lives of a risk model: what evidence that was gathered under one policy is carried over to the next by.
package struct HalfLives: Hashable, Sendable {
  /// By ``RiskSignal``'s position.
  private let signals: [TimeSpan]
  /// Of the value spent.
  package let spending: TimeSpan

  package init(_ model: RiskModel) {
    signals = model.lives.map(\.halfLife)
    spending = model.spendHalfLife
  }

  package subscript(signal: RiskSignal) -> TimeSpan { signals[signal.rawValue] }

  /// Milliseconds with spaces between, by signal, then of the spending: as a store keeps them.
  package var text: String {
    (signals + [spending]).map { String($0.milliseconds) }.joined(separator: " ")
  }

  /// - Returns: nil when `text` is none that ``text`` wrote.
  package init?(text: String) {
    let spans = text.split(separator: " ").compactMap { Int64($0) }.filter { $0 > 0 }
      .map(TimeSpan.init(milliseconds:))
    guard spans.count == RiskSignal.allCases.count + 1, let spending = spans.last else { return nil }
    signals = Array(spans.dropLast())
    self.spending = spending
    guard self.text == text else { return nil }
  }
}
