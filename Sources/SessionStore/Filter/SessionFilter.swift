package import Delegation
package import PolicyEngine

/// Which sessions a list shows: every term must hold.
///
/// Written as `state:active chain:1 cap:swap.* wallet:0x5e… spent>50% expires<5m !label.app:mobile text`.
package struct SessionFilter: Hashable, Sendable {
  package let terms: [Term]

  package static let all = SessionFilter(terms: [])

  package init(terms: [Term]) { self.terms = terms }

  package struct Term: Hashable, Sendable {
    package let isNegated: Bool
    package let condition: Condition

    package init(_ condition: Condition, isNegated: Bool = false) {
      self.condition = condition
      self.isNegated = isNegated
    }
  }

  package enum Condition: Hashable, Sendable {
    case life(SessionLife)
    case chain(UInt64)
    /// A name that may end in `*`, compared with the session's field.
    case key(Pattern)
    case wallet(Pattern)
    case capability(Pattern)
    case destination(Pattern)
    case nonceDomain(Pattern)
    case label(key: String, value: Pattern)
    /// The share of the budget that is spent, in percent of it.
    case spentPercent(Comparison, Double)
    case spentValue(Comparison, Money)
    case limit(Comparison, Money)
    case executions(Comparison, UInt64)
    case denied(Comparison, UInt64)
    /// The life that is left; an ended session matches none.
    case expires(Comparison, TimeSpan)
    /// The time since the last allowed execution; a session never used matches none.
    case lastUsed(Comparison, TimeSpan)
    /// The score at the moment, 0 … 100.
    case risk(Comparison, RiskScore)
    /// A signal that still says something.
    case signal(RiskSignal)
    /// Contained, whatever its case, in the key, the wallet, a capability, a destination, the nonce domain or a label.
    case text(String)
  }

  package enum Comparison: String, CaseIterable, Hashable, Sendable {
    case less = "<"
    case atMost = "<="
    case equal = "="
    case atLeast = ">="
    case greater = ">"
  }

  /// A text compared whatever its case; with `isPrefix` it is only the beginning.
  package struct Pattern: Hashable, Sendable {
    /// In lower case.
    package let text: String
    package let isPrefix: Bool

    package init(text: String, isPrefix: Bool) {
      self.text = text
      self.isPrefix = isPrefix
    }
  }
}
