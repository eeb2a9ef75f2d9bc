import Delegation
import PolicyEngine
import RiskScoring

/// A filter as a condition over `sessions s` and, where a term needs it, `envelopes e`.
struct FilterSQL {
  private(set) var condition = ""
  /// By position; the first is the time.
  private(set) var values: [SQLValue]
  private(set) var needsEnvelopes = false
  /// Terms on risk are only begun here: a score is not in the row, but its bound is.
  let looksAtRisk: Bool

  /// - Parameter now: what states, lives left and idle times are measured at.
  init(_ filter: SessionFilter, now: Timestamp) {
    values = [.time(now)]
    looksAtRisk = filter.terms.contains { $0.condition.looksAtRisk }
    var conditions: [String] = []
    for term in filter.terms {
      if term.condition.looksAtRisk {
        if !term.isNegated { conditions.append(bound(term.condition)) }
        continue
      }
      let condition = sql(term.condition)
      conditions.append(term.isNegated ? "NOT (\(condition))" : "(\(condition))")
    }
    condition = conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
  }

  /// What rows that a term on risk matches have in common: an index leads to them.
  private mutating func bound(_ condition: SessionFilter.Condition) -> String {
    let least = Int64(RiskSummary.clean.score.hundredths)
    switch condition {
    case .risk(.atLeast, let score), .risk(.greater, let score), .risk(.equal, let score):
      guard score.hundredths > Int(least) else { return "1" }
      return "s.risk_bound > \(least) AND s.risk_bound >= \(value(.int(Int64(score.hundredths))))"
    case .signal: return "s.risk_bound > \(least)"
    default: return "1"
    }
  }

  private mutating func value(_ value: SQLValue) -> String {
    values.append(value)
    return "?\(values.count)"
  }

  private mutating func sql(_ condition: SessionFilter.Condition) -> String {
    switch condition {
    case .life(let life): return sql(life)
    case .chain(let chain): return "s.chain_id = \(value(.int(Int64(clamping: chain))))"
    case .key(let pattern): return sql(pattern, "lower(s.session_key)")
    case .wallet(let pattern): return sql(pattern, "lower(s.wallet)")
    case .nonceDomain(let pattern): return sql(pattern, envelope("nonce_domain"))
    case .capability(let pattern): return holds(envelope("capabilities"), pattern.asWord(" "))
    case .destination(let pattern): return holds(envelope("destinations"), pattern.asWord(" "))
    case .label(let key, let pattern):
      return holds(envelope("labels"), SessionFilter.labelWord(key, pattern))
    case .spentPercent(let comparison, let percent):
      let share = "iif(s.max_value = 0, 1.0, CAST(s.spent AS REAL) / s.max_value) * 100"
      return "\(share) \(comparison.rawValue) \(value(.real(percent)))"
    case .spentValue(let comparison, let money): return number("s.spent", comparison, money.micros)
    case .limit(let comparison, let money): return number("s.max_value", comparison, money.micros)
    case .executions(let comparison, let count): return number("s.allowed + s.denied", comparison, count)
    case .denied(let comparison, let count): return number("s.denied", comparison, count)
    case .expires(let comparison, let span):
      return "s.expires_at > ?1 AND ifnull(s.revoked_from > ?1, 1)"
        + " AND s.expires_at - ?1 \(comparison.rawValue) \(value(.int(span.milliseconds)))"
    case .lastUsed(let comparison, let span):
      return "ifnull(?1 - s.last_used \(comparison.rawValue) \(value(.int(span.milliseconds))), 0)"
    case .risk, .signal: return "1"
    case .text(let text):
      let whole = ["lower(s.session_key)", "lower(s.wallet)"]
      let shortened = SessionFilter.Pattern(text: text, isPrefix: false)
      let texts = ["nonce_domain", "capabilities", "destinations", "labels"].map { envelope($0) }
      return (whole.map { sql(shortened, $0) } + (whole + texts).map { holds($0, SearchText.folded(text)) })
        .joined(separator: " OR ")
    }
  }

  private mutating func envelope(_ column: String) -> String {
    needsEnvelopes = true
    return "e.\(column)"
  }

  private mutating func holds(_ place: String, _ text: String) -> String {
    text.isEmpty ? "1" : "instr(\(place), \(value(.text(text)))) > 0"
  }

  private mutating func number(_ place: String, _ comparison: SessionFilter.Comparison, _ number: UInt64)
    -> String
  {
    "\(place) \(comparison.rawValue) \(value(.int(Int64(clamping: number))))"
  }

  private mutating func sql(_ pattern: SessionFilter.Pattern, _ place: String) -> String {
    let (head, tail) = pattern.parts
    guard pattern.isPrefix || tail != nil else { return "\(place) = \(value(.text(head)))" }
    var conditions = ["substr(\(place), 1, \(head.unicodeScalars.count)) = \(value(.text(head)))"]
    if let tail, !tail.isEmpty {
      conditions.append("substr(\(place), -\(tail.unicodeScalars.count)) = \(value(.text(tail)))")
    }
    return conditions.joined(separator: " AND ")
  }

  /// The order of ``SessionState/life(at:policy:)``, with the inactivity limit that stands in the row.
  private func sql(_ life: SessionLife) -> String {
    // Bound first, whatever the terms are: a state asks for the time up to four times.
    let revoked = "ifnull(s.revoked_from <= ?1, 0)"
    switch life {
    case .revoked: return revoked
    case .expired: return "NOT \(revoked) AND s.expires_at <= ?1"
    case .pending: return "NOT \(revoked) AND s.expires_at > ?1 AND s.valid_from > ?1"
    case .dormant, .active:
      let quiet = life == .dormant ? "?1 - s.last_active > s.idle_ms" : "?1 - s.last_active <= s.idle_ms"
      return "NOT \(revoked) AND s.expires_at > ?1 AND s.valid_from <= ?1 AND \(quiet)"
    }
  }
}
