import Delegation
import PolicyEngine

extension SessionFilter: CustomStringConvertible {
  /// As an operator would type it; reading it gives the same filter.
  package var description: String { terms.map(\.description).joined(separator: " ") }
}

extension SessionFilter.Term: CustomStringConvertible {
  package var description: String { (isNegated ? "!" : "") + condition.description }
}

extension SessionFilter.Condition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .life(let life): "state:\(life.rawValue)"
    case .chain(let chain): "chain:\(chain)"
    case .key(let pattern): "key:\(pattern)"
    case .wallet(let pattern): "wallet:\(pattern)"
    case .capability(let pattern): "cap:\(pattern)"
    case .destination(let pattern): "dest:\(pattern)"
    case .nonceDomain(let pattern): "domain:\(pattern)"
    case .label(let key, let value): "label.\(key):\(value)"
    case .spentPercent(let comparison, let percent):
      "spent\(comparison.rawValue)\(percent == percent.rounded() ? String(Int(percent)) : String(percent))%"
    case .spentValue(let comparison, let value): "spent\(comparison.rawValue)\(value.dollars)"
    case .limit(let comparison, let value): "limit\(comparison.rawValue)\(value.dollars)"
    case .executions(let comparison, let count): "execs\(comparison.rawValue)\(count)"
    case .denied(let comparison, let count): "denied\(comparison.rawValue)\(count)"
    case .expires(let comparison, let span): "expires\(comparison.rawValue)\(span.policyText)"
    case .lastUsed(let comparison, let span): "used\(comparison.rawValue)\(span.policyText)"
    case .risk(let comparison, let score): "risk\(comparison.rawValue)\(score.text)"
    case .signal(let signal): "signal:\(signal.code)"
    case .text(let text): quotedIfNeeded(text)
    }
  }
}

extension SessionFilter.Pattern: CustomStringConvertible {
  /// A pattern that is a prefix is never quoted: in quotes a star is a star.
  package var description: String { isPrefix ? text + "*" : quotedIfNeeded(text) }
}

/// In quotes where it would else be read as something else than plain text.
private func quotedIfNeeded(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let isPlain =
    !text.isEmpty && scalars.first != "!" && scalars.last != "*"
    && scalars.allSatisfy { !$0.isFilterBlank && !$0.isFilterSign }
  if isPlain { return text }
  var quoted = "\"".unicodeScalars
  for scalar in scalars {
    if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
    quoted.append(scalar)
  }
  return String(quoted) + "\""
}
