import Delegation
import PolicyEngine
import RiskScoring

/// The scores of those among some sessions that ever gave a signal, in hundredths: by slot of the risk table and one, and
/// at 0 that of all the others.
final class SearchScores {
  let base: UnsafeMutablePointer<UInt16>
  /// The least there is.
  let clean = UInt16(RiskSummary.clean.score.hundredths)

  init(slots: Int) {
    base = UnsafeMutablePointer.allocate(capacity: slots + 1)
    base.initialize(repeating: clean, count: slots + 1)
  }

  deinit { base.deallocate() }
}

extension SearchIndex {
  /// The sessions that match at `now`, and their scores where a term or `needsScores` asks for them.
  func find(
    _ filter: SessionFilter, _ rules: Rules, now: Timestamp, needsScores: Bool
  ) throws(SearchProblem) -> (found: Bits, scores: SearchScores?) {
    var found = Bits(count: columns.count, all: true)
    let byCost = filter.terms.sorted { $0.condition.cost < $1.condition.cost }
    for term in byCost where !term.condition.looksAtRisk {
      try keep(&found, term.condition, where: !term.isNegated, now: now.milliseconds)
    }
    let looksAtRisk = filter.terms.contains { $0.condition.looksAtRisk }
    guard looksAtRisk || needsScores else { return (found, nil) }
    let scale = RiskScale(rules.policy.risk, at: now)
    let scores = scores(of: found, scale)
    for term in filter.terms where term.condition.looksAtRisk {
      keepRisk(&found, term, scores, scale)
    }
    return (found, scores)
  }

  private func scores(of wanted: Bits, _ scale: RiskScale) -> SearchScores {
    let scores = SearchScores(slots: columns.risk.count)
    let base = scores.base
    let (expiresAt, revokedFrom) = (columns.expiresAt.view, columns.revokedFrom.view)
    columns.risk.forEach(among: wanted) { member in
      let score = scale.score(
        member.evidence, member.outline, expiresAt: Timestamp(milliseconds: expiresAt[member.session]),
        revokedFrom: time(revokedFrom[member.session]))
      base[member.slot + 1] = UInt16(score.hundredths)
    }
    return scores
  }

  /// Sessions neither expired nor revoked with a score of MED and more, and of CRIT.
  func riskCounts(_ rules: Rules, now: Timestamp) -> (atRisk: Int, critical: Int) {
    let scale = RiskScale(rules.policy.risk, at: now)
    let (expiresAt, revokedFrom) = (columns.expiresAt.view, columns.revokedFrom.view)
    var (atRisk, critical) = (0, 0)
    columns.risk.forEach(among: Bits(count: columns.count, all: true)) { member in
      let (expiry, revocation) = (expiresAt[member.session], revokedFrom[member.session])
      if isEnded(expiry, revocation, now.milliseconds) { return }
      let score = scale.score(
        member.evidence, member.outline, expiresAt: Timestamp(milliseconds: expiry),
        revokedFrom: time(revocation))
      let band = RiskBand(score)
      if band >= .medium { atRisk += 1 }
      if band == .critical { critical += 1 }
    }
    return (atRisk, critical)
  }

  private func time(_ milliseconds: Int64) -> Timestamp? {
    milliseconds == TimeColumn.none ? nil : Timestamp(milliseconds: milliseconds)
  }

  private func keepRisk(
    _ found: inout Bits, _ term: SessionFilter.Term, _ scores: SearchScores, _ scale: RiskScale
  ) {
    let (places, base) = (columns.risk.places, scores.base)
    switch term.condition {
    case .risk(let comparison, let score):
      let range = NumberRange(comparison, Int64(score.hundredths))
      found.keep(where: !term.isNegated) { range.contains(Int64(base[Int(places[$0])])) }
    case .signal(let signal):
      var says = Bits(count: columns.count)
      let (expiresAt, revokedFrom) = (columns.expiresAt.view, columns.revokedFrom.view)
      columns.risk.forEach(among: found) { member in
        let isSaid = scale.says(
          signal, member.evidence, member.outline,
          expiresAt: Timestamp(milliseconds: expiresAt[member.session]),
          revokedFrom: time(revokedFrom[member.session]))
        if isSaid { says.insert(member.session) }
      }
      found.keep(where: !term.isNegated) { says[$0] }
    default: break
    }
  }

  private func keep(
    _ found: inout Bits, _ condition: SessionFilter.Condition, where wanted: Bool, now: Int64
  ) throws(SearchProblem) {
    switch condition {
    case .life(let life): keep(&found, life, where: wanted, now: now)
    case .chain(let chain):
      let number = Int64(exactly: chain).flatMap { columns.chains.number(known: $0) }
      let (chains, sought) = (columns.chain.base, number ?? 0)
      found.keep(where: wanted) { number != nil && chains[$0] == sought }
    case .spentPercent(let comparison, let percent):
      let (spent, limit) = (columns.spent.base, columns.maxValue.base)
      found.keep(where: wanted) { comparison.holds(share(spent[$0], of: limit[$0]) * 100, percent) }
    case .spentValue(let comparison, let money):
      let (spent, range) = (columns.spent.base, NumberRange(comparison, count: money.micros))
      found.keep(where: wanted) { range.contains(spent[$0]) }
    case .limit(let comparison, let money):
      let (limit, range) = (columns.maxValue.base, NumberRange(comparison, count: money.micros))
      found.keep(where: wanted) { range.contains(limit[$0]) }
    case .executions(let comparison, let count):
      let (allowed, denied) = (columns.allowed.base, columns.denied.base)
      let range = NumberRange(comparison, count: count)
      found.keep(where: wanted) { range.contains(Int64(allowed[$0]) + Int64(denied[$0])) }
    case .denied(let comparison, let count):
      let (denied, range) = (columns.denied.base, NumberRange(comparison, count: count))
      found.keep(where: wanted) { range.contains(Int64(denied[$0])) }
    case .expires(let comparison, let span):
      let (expiresAt, revokedFrom) = (columns.expiresAt.view, columns.revokedFrom.view)
      let range = NumberRange(comparison, span.milliseconds)
      found.keep(where: wanted) {
        !isEnded(expiresAt[$0], revokedFrom[$0], now) && range.contains(expiresAt[$0] - now)
      }
    case .lastUsed(let comparison, let span):
      let (lastUsed, range) = (columns.lastUsed.view, NumberRange(comparison, span.milliseconds))
      found.keep(where: wanted) {
        let time = lastUsed[$0]
        return time != TimeColumn.none && range.contains(now - time)
      }
    case .risk, .signal: break
    case .key, .wallet, .capability, .destination, .nonceDomain, .label, .text:
      let texts = try matching(condition, among: found)
      found.keep(where: wanted) { texts[$0] }
    }
  }

  /// The order of ``SessionState/life(at:policy:)``, with the inactivity limit that stands in the row.
  private func keep(_ found: inout Bits, _ life: SessionLife, where wanted: Bool, now: Int64) {
    let lives = lives(now: now)
    found.keep(where: wanted) { lives[$0] == life }
  }

  func lives(now: Int64) -> Lives { Lives(columns, now: now) }

  /// In which state each session is.
  struct Lives {
    private let expiresAt, revokedFrom, validFrom, lastActive: TimeColumn.View
    private let idle: UnsafeMutablePointer<UInt16>
    private let idles: UnsafeMutablePointer<Int64>
    private let now: Int64

    fileprivate init(_ columns: SearchColumns, now: Int64) {
      (expiresAt, revokedFrom) = (columns.expiresAt.view, columns.revokedFrom.view)
      (validFrom, lastActive) = (columns.validFrom.view, columns.lastActive.view)
      (idle, idles) = (columns.idle.base, columns.idles.all.base)
      self.now = now
    }

    @inline(__always)
    subscript(place: Int) -> SessionLife {
      let revoked = revokedFrom[place]
      if revoked != TimeColumn.none, revoked <= now { return .revoked }
      if expiresAt[place] <= now { return .expired }
      if validFrom[place] > now { return .pending }
      return now - lastActive[place] > idles[Int(idle[place])] ? .dormant : .active
    }
  }
}

/// Expired or revoked.
@inline(__always)
func isEnded(_ expiresAt: Int64, _ revokedFrom: Int64, _ now: Int64) -> Bool {
  expiresAt <= now || (revokedFrom != TimeColumn.none && revokedFrom <= now)
}

/// As ``SessionRow/spentShare``.
@inline(__always)
func share(_ spent: Int64, of limit: Int64) -> Double { limit == 0 ? 1 : Double(spent) / Double(limit) }

/// The numbers for which a comparison holds.
struct NumberRange {
  private let first: Int64
  private let last: Int64

  init(_ comparison: SessionFilter.Comparison, _ number: Int64) {
    let (below, above) = (number == .min, number == .max)
    switch comparison {
    case .less: (first, last) = below ? (1, 0) : (.min, number - 1)
    case .atMost: (first, last) = (.min, number)
    case .equal: (first, last) = (number, number)
    case .atLeast: (first, last) = (number, .max)
    case .greater: (first, last) = above ? (1, 0) : (number + 1, .max)
    }
  }

  /// Beyond what a column can hold everything is less.
  init(_ comparison: SessionFilter.Comparison, count: UInt64) {
    if let number = Int64(exactly: count) {
      self.init(comparison, number)
    } else {
      self.init([.less, .atMost].contains(comparison) ? .atMost : .greater, Int64.max)
    }
  }

  @inline(__always)
  func contains(_ number: Int64) -> Bool { number >= first && number <= last }
}

extension SessionFilter.Condition {
  /// What is cheap comes first, and leaves less for the others.
  fileprivate var cost: Int {
    switch self {
    case .text: 3
    case .key, .wallet, .destination: 2
    case .capability, .nonceDomain, .label: 1
    default: 0
    }
  }
}
