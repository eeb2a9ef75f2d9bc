package import Delegation
import PolicyEngine
import RiskScoring

extension SessionFilter {
  /// Whether every term holds for `row` at `now`; means the same as the store's own search.
  package func matches(_ row: SessionRow, now: Timestamp) -> Bool {
    guard !terms.isEmpty else { return true }
    let words = SearchText(row.envelope)
    return terms.allSatisfy { $0.condition.holds(for: row, words, now: now) != $0.isNegated }
  }
}

extension SessionFilter {
  /// Whether the terms that look at risk hold; the others are the store's own search's.
  func matches(risk: RiskSummary) -> Bool {
    terms.allSatisfy { term in
      switch term.condition {
      case .risk(let comparison, let score): comparison.holds(risk.score, score) != term.isNegated
      case .signal(let signal): risk.signals.contains(signal) != term.isNegated
      default: true
      }
    }
  }
}

extension SessionFilter.Condition {
  var looksAtRisk: Bool {
    switch self {
    case .risk, .signal: true
    default: false
    }
  }
}

extension SessionFilter.Condition {
  fileprivate func holds(for row: SessionRow, _ words: SearchText, now: Timestamp) -> Bool {
    switch self {
    case .life(let life): return row.life == life
    case .chain(let chain): return row.envelope.chainID == chain
    case .key(let pattern): return pattern.matches(SearchText.folded(row.id.text))
    case .wallet(let pattern): return pattern.matches(SearchText.folded(row.envelope.wallet.text))
    case .nonceDomain(let pattern): return pattern.matches(words.nonceDomain)
    case .capability(let pattern): return words.capabilities.holds(pattern.asWord(" "))
    case .destination(let pattern): return words.destinations.holds(pattern.asWord(" "))
    case .label(let key, let value): return words.labels.holds(SessionFilter.labelWord(key, value))
    case .spentPercent(let comparison, let percent): return comparison.holds(row.spentShare * 100, percent)
    case .spentValue(let comparison, let value): return comparison.holds(row.spent, value)
    case .limit(let comparison, let value): return comparison.holds(row.envelope.maxValue, value)
    case .executions(let comparison, let count): return comparison.holds(row.executions, count)
    case .denied(let comparison, let count): return comparison.holds(row.denied, count)
    case .expires(let comparison, let span):
      guard row.expiresAt > now, row.revokedFrom.map({ $0 > now }) ?? true else { return false }
      return comparison.holds(row.expiresAt - now, span)
    case .lastUsed(let comparison, let span):
      guard let lastUsed = row.lastUsed else { return false }
      return comparison.holds(now - lastUsed, span)
    case .risk(let comparison, let score): return comparison.holds(row.risk.score, score)
    case .signal(let signal): return row.risk.signals.contains(signal)
    case .text(let text):
      let shortened = SessionFilter.Pattern(text: text, isPrefix: false)
      let text = SearchText.folded(text)
      let whole = [row.id.text, row.envelope.wallet.text].map(SearchText.folded)
      if whole.contains(where: shortened.matches) { return true }
      return (whole + [words.nonceDomain, words.capabilities, words.destinations, words.labels]).contains {
        $0.holds(text)
      }
    }
  }
}

extension SessionFilter.Comparison {
  func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .less: a < b
    case .atMost: a <= b
    case .equal: a == b
    case .atLeast: a >= b
    case .greater: a > b
    }
  }
}

extension SessionFilter {
  /// What a label's text holds where the label matches.
  static func labelWord(_ key: String, _ value: Pattern) -> String {
    let value = SearchText.folded(value.text) + (value.isPrefix ? "" : SearchText.labelEnd)
    return SearchText.labelEnd + SearchText.folded(key) + SearchText.keyEnd + value
  }
}

extension SessionFilter.Pattern {
  /// The pattern's own text in lower case, and the parts around an ellipsis.
  ///
  /// A shortened id as screens show it, `0x91c4…0a7e`, matches what begins and ends like it.
  var parts: (head: String, tail: String?) {
    let text = SearchText.folded(text)
    guard let dots = text.firstIndex(of: "…") else { return (text, nil) }
    return (String(text[..<dots]), String(text[text.index(after: dots)...]))
  }

  fileprivate func matches(_ text: String) -> Bool {
    let (head, tail) = parts
    if let tail { return text.begins(with: head) && text.ends(with: tail) }
    return isPrefix ? text.begins(with: head) : text.utf8.elementsEqual(head.utf8)
  }

  /// What a list of words holds where one of them matches; of a shortened id only the beginning counts there.
  func asWord(_ separator: String) -> String {
    let (head, tail) = parts
    return separator + head + (isPrefix || tail != nil ? "" : separator)
  }
}
